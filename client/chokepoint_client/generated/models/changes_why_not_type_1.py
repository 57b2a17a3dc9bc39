from typing import Literal

ChangesWhyNotType1 = Literal["no_score", "other_event"]

CHANGES_WHY_NOT_TYPE_1_VALUES: set[ChangesWhyNotType1] = {
    "no_score",
    "other_event",
}


def check_changes_why_not_type_1(value: str) -> ChangesWhyNotType1:
    if value in CHANGES_WHY_NOT_TYPE_1_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {CHANGES_WHY_NOT_TYPE_1_VALUES!r}")
