from typing import Literal

CurrentScoreStatusType1 = Literal["partial", "scored", "unscored"]

CURRENT_SCORE_STATUS_TYPE_1_VALUES: set[CurrentScoreStatusType1] = {
    "partial",
    "scored",
    "unscored",
}


def check_current_score_status_type_1(value: str) -> CurrentScoreStatusType1:
    if value in CURRENT_SCORE_STATUS_TYPE_1_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {CURRENT_SCORE_STATUS_TYPE_1_VALUES!r}")
