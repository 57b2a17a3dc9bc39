from typing import Literal

ComparedBandType2Type1 = Literal["elevated", "guarded", "high", "low", "severe"]

COMPARED_BAND_TYPE_2_TYPE_1_VALUES: set[ComparedBandType2Type1] = {
    "elevated",
    "guarded",
    "high",
    "low",
    "severe",
}


def check_compared_band_type_2_type_1(value: str) -> ComparedBandType2Type1:
    if value in COMPARED_BAND_TYPE_2_TYPE_1_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {COMPARED_BAND_TYPE_2_TYPE_1_VALUES!r}")
