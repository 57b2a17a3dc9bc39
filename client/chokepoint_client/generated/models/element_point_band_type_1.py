from typing import Literal

ElementPointBandType1 = Literal["elevated", "guarded", "high", "low", "severe"]

ELEMENT_POINT_BAND_TYPE_1_VALUES: set[ElementPointBandType1] = {
    "elevated",
    "guarded",
    "high",
    "low",
    "severe",
}


def check_element_point_band_type_1(value: str) -> ElementPointBandType1:
    if value in ELEMENT_POINT_BAND_TYPE_1_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {ELEMENT_POINT_BAND_TYPE_1_VALUES!r}")
