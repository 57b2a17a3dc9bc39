from typing import Literal

SummaryBandRangeType0Item = Literal["elevated", "guarded", "high", "low", "severe"]

SUMMARY_BAND_RANGE_TYPE_0_ITEM_VALUES: set[SummaryBandRangeType0Item] = {
    "elevated",
    "guarded",
    "high",
    "low",
    "severe",
}


def check_summary_band_range_type_0_item(value: str) -> SummaryBandRangeType0Item:
    if value in SUMMARY_BAND_RANGE_TYPE_0_ITEM_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {SUMMARY_BAND_RANGE_TYPE_0_ITEM_VALUES!r}")
