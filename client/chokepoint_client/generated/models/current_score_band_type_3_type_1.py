from typing import Literal

CurrentScoreBandType3Type1 = Literal["elevated", "guarded", "high", "low", "severe"]

CURRENT_SCORE_BAND_TYPE_3_TYPE_1_VALUES: set[CurrentScoreBandType3Type1] = {
    "elevated",
    "guarded",
    "high",
    "low",
    "severe",
}


def check_current_score_band_type_3_type_1(value: str) -> CurrentScoreBandType3Type1:
    if value in CURRENT_SCORE_BAND_TYPE_3_TYPE_1_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {CURRENT_SCORE_BAND_TYPE_3_TYPE_1_VALUES!r}")
