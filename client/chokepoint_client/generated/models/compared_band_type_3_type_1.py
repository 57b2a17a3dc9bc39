from typing import Literal

ComparedBandType3Type1 = Literal["elevated", "guarded", "high", "low", "severe"]

COMPARED_BAND_TYPE_3_TYPE_1_VALUES: set[ComparedBandType3Type1] = {
    "elevated",
    "guarded",
    "high",
    "low",
    "severe",
}


def check_compared_band_type_3_type_1(value: str) -> ComparedBandType3Type1:
    if value in COMPARED_BAND_TYPE_3_TYPE_1_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {COMPARED_BAND_TYPE_3_TYPE_1_VALUES!r}")
