from typing import Literal

PointBandType2Type1 = Literal["elevated", "guarded", "high", "low", "severe"]

POINT_BAND_TYPE_2_TYPE_1_VALUES: set[PointBandType2Type1] = {
    "elevated",
    "guarded",
    "high",
    "low",
    "severe",
}


def check_point_band_type_2_type_1(value: str) -> PointBandType2Type1:
    if value in POINT_BAND_TYPE_2_TYPE_1_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {POINT_BAND_TYPE_2_TYPE_1_VALUES!r}")
