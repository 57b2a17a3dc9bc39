from typing import Literal

ChangesWhyNotType2Type1 = Literal["no_score", "other_event"]

CHANGES_WHY_NOT_TYPE_2_TYPE_1_VALUES: set[ChangesWhyNotType2Type1] = {
    "no_score",
    "other_event",
}


def check_changes_why_not_type_2_type_1(value: str) -> ChangesWhyNotType2Type1:
    if value in CHANGES_WHY_NOT_TYPE_2_TYPE_1_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {CHANGES_WHY_NOT_TYPE_2_TYPE_1_VALUES!r}")
