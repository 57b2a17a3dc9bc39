from typing import Literal

CurrentScoreBandType1 = Literal["elevated", "guarded", "high", "low", "severe"]

CURRENT_SCORE_BAND_TYPE_1_VALUES: set[CurrentScoreBandType1] = {
    "elevated",
    "guarded",
    "high",
    "low",
    "severe",
}


def check_current_score_band_type_1(value: str) -> CurrentScoreBandType1:
    if value in CURRENT_SCORE_BAND_TYPE_1_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {CURRENT_SCORE_BAND_TYPE_1_VALUES!r}")
