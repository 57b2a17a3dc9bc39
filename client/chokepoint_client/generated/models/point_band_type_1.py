from typing import Literal

PointBandType1 = Literal["elevated", "guarded", "high", "low", "severe"]

POINT_BAND_TYPE_1_VALUES: set[PointBandType1] = {
    "elevated",
    "guarded",
    "high",
    "low",
    "severe",
}


def check_point_band_type_1(value: str) -> PointBandType1:
    if value in POINT_BAND_TYPE_1_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {POINT_BAND_TYPE_1_VALUES!r}")
