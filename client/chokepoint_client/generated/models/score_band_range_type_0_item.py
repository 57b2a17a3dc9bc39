from typing import Literal

ScoreBandRangeType0Item = Literal["elevated", "guarded", "high", "low", "severe"]

SCORE_BAND_RANGE_TYPE_0_ITEM_VALUES: set[ScoreBandRangeType0Item] = {
    "elevated",
    "guarded",
    "high",
    "low",
    "severe",
}


def check_score_band_range_type_0_item(value: str) -> ScoreBandRangeType0Item:
    if value in SCORE_BAND_RANGE_TYPE_0_ITEM_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {SCORE_BAND_RANGE_TYPE_0_ITEM_VALUES!r}")
