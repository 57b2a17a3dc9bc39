from typing import Literal

PointStatusType1 = Literal["partial", "scored", "unscored"]

POINT_STATUS_TYPE_1_VALUES: set[PointStatusType1] = {
    "partial",
    "scored",
    "unscored",
}


def check_point_status_type_1(value: str) -> PointStatusType1:
    if value in POINT_STATUS_TYPE_1_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {POINT_STATUS_TYPE_1_VALUES!r}")
