from typing import Literal

GetElementScoresStep = Literal["day", "month", "week"]

GET_ELEMENT_SCORES_STEP_VALUES: set[GetElementScoresStep] = {
    "day",
    "month",
    "week",
}


def check_get_element_scores_step(value: str) -> GetElementScoresStep:
    if value in GET_ELEMENT_SCORES_STEP_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {GET_ELEMENT_SCORES_STEP_VALUES!r}")
