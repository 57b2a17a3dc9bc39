from typing import Literal

SummaryBandType3Type1 = Literal["elevated", "guarded", "high", "low", "severe"]

SUMMARY_BAND_TYPE_3_TYPE_1_VALUES: set[SummaryBandType3Type1] = {
    "elevated",
    "guarded",
    "high",
    "low",
    "severe",
}


def check_summary_band_type_3_type_1(value: str) -> SummaryBandType3Type1:
    if value in SUMMARY_BAND_TYPE_3_TYPE_1_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {SUMMARY_BAND_TYPE_3_TYPE_1_VALUES!r}")
