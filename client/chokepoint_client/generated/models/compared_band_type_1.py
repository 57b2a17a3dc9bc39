from typing import Literal

ComparedBandType1 = Literal["elevated", "guarded", "high", "low", "severe"]

COMPARED_BAND_TYPE_1_VALUES: set[ComparedBandType1] = {
    "elevated",
    "guarded",
    "high",
    "low",
    "severe",
}


def check_compared_band_type_1(value: str) -> ComparedBandType1:
    if value in COMPARED_BAND_TYPE_1_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {COMPARED_BAND_TYPE_1_VALUES!r}")
