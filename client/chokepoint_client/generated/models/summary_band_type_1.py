from typing import Literal

SummaryBandType1 = Literal["elevated", "guarded", "high", "low", "severe"]

SUMMARY_BAND_TYPE_1_VALUES: set[SummaryBandType1] = {
    "elevated",
    "guarded",
    "high",
    "low",
    "severe",
}


def check_summary_band_type_1(value: str) -> SummaryBandType1:
    if value in SUMMARY_BAND_TYPE_1_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {SUMMARY_BAND_TYPE_1_VALUES!r}")
