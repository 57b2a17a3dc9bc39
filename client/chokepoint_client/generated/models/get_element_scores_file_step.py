from typing import Literal

GetElementScoresFileStep = Literal["day", "month", "week"]

GET_ELEMENT_SCORES_FILE_STEP_VALUES: set[GetElementScoresFileStep] = {
    "day",
    "month",
    "week",
}


def check_get_element_scores_file_step(value: str) -> GetElementScoresFileStep:
    if value in GET_ELEMENT_SCORES_FILE_STEP_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {GET_ELEMENT_SCORES_FILE_STEP_VALUES!r}")
