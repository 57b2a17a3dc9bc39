from typing import Literal

PostRescoreBand = Literal["elevated", "guarded", "high", "low", "severe"]

POST_RESCORE_BAND_VALUES: set[PostRescoreBand] = {
    "elevated",
    "guarded",
    "high",
    "low",
    "severe",
}


def check_post_rescore_band(value: str) -> PostRescoreBand:
    if value in POST_RESCORE_BAND_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {POST_RESCORE_BAND_VALUES!r}")
