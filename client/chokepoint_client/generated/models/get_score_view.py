from typing import Literal

GetScoreView = Literal["full", "summary"]

GET_SCORE_VIEW_VALUES: set[GetScoreView] = {
    "full",
    "summary",
}


def check_get_score_view(value: str) -> GetScoreView:
    if value in GET_SCORE_VIEW_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {GET_SCORE_VIEW_VALUES!r}")
