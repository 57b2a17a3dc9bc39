from typing import Literal

GetHistoryFileStep = Literal["day", "month", "week"]

GET_HISTORY_FILE_STEP_VALUES: set[GetHistoryFileStep] = {
    "day",
    "month",
    "week",
}


def check_get_history_file_step(value: str) -> GetHistoryFileStep:
    if value in GET_HISTORY_FILE_STEP_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {GET_HISTORY_FILE_STEP_VALUES!r}")
