from typing import Literal

SummaryStatus = Literal["partial", "scored", "unscored"]

SUMMARY_STATUS_VALUES: set[SummaryStatus] = {
    "partial",
    "scored",
    "unscored",
}


def check_summary_status(value: str) -> SummaryStatus:
    if value in SUMMARY_STATUS_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {SUMMARY_STATUS_VALUES!r}")
