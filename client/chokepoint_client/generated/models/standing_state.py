from typing import Literal

StandingState = Literal["already_hit", "announced", "under_control"]

STANDING_STATE_VALUES: set[StandingState] = {
    "already_hit",
    "announced",
    "under_control",
}


def check_standing_state(value: str) -> StandingState:
    if value in STANDING_STATE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {STANDING_STATE_VALUES!r}")
