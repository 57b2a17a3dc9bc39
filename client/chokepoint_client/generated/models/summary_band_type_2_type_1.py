from typing import Literal

SummaryBandType2Type1 = Literal["elevated", "guarded", "high", "low", "severe"]

SUMMARY_BAND_TYPE_2_TYPE_1_VALUES: set[SummaryBandType2Type1] = {
    "elevated",
    "guarded",
    "high",
    "low",
    "severe",
}


def check_summary_band_type_2_type_1(value: str) -> SummaryBandType2Type1:
    if value in SUMMARY_BAND_TYPE_2_TYPE_1_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {SUMMARY_BAND_TYPE_2_TYPE_1_VALUES!r}")
