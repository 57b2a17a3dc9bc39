from typing import Literal

ElementPointBandType3Type1 = Literal["elevated", "guarded", "high", "low", "severe"]

ELEMENT_POINT_BAND_TYPE_3_TYPE_1_VALUES: set[ElementPointBandType3Type1] = {
    "elevated",
    "guarded",
    "high",
    "low",
    "severe",
}


def check_element_point_band_type_3_type_1(value: str) -> ElementPointBandType3Type1:
    if value in ELEMENT_POINT_BAND_TYPE_3_TYPE_1_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {ELEMENT_POINT_BAND_TYPE_3_TYPE_1_VALUES!r}")
