from typing import Literal

PostScoreView = Literal["full", "summary"]

POST_SCORE_VIEW_VALUES: set[PostScoreView] = {
    "full",
    "summary",
}


def check_post_score_view(value: str) -> PostScoreView:
    if value in POST_SCORE_VIEW_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {POST_SCORE_VIEW_VALUES!r}")
