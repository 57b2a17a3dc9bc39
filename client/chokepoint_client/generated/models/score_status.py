from typing import Literal

ScoreStatus = Literal["partial", "scored", "unscored"]

SCORE_STATUS_VALUES: set[ScoreStatus] = {
    "partial",
    "scored",
    "unscored",
}


def check_score_status(value: str) -> ScoreStatus:
    if value in SCORE_STATUS_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {SCORE_STATUS_VALUES!r}")
