from typing import Literal

GetHistoryStep = Literal["day", "month", "week"]

GET_HISTORY_STEP_VALUES: set[GetHistoryStep] = {
    "day",
    "month",
    "week",
}


def check_get_history_step(value: str) -> GetHistoryStep:
    if value in GET_HISTORY_STEP_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {GET_HISTORY_STEP_VALUES!r}")
