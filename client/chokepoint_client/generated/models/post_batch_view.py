from typing import Literal

PostBatchView = Literal["full", "summary"]

POST_BATCH_VIEW_VALUES: set[PostBatchView] = {
    "full",
    "summary",
}


def check_post_batch_view(value: str) -> PostBatchView:
    if value in POST_BATCH_VIEW_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {POST_BATCH_VIEW_VALUES!r}")
