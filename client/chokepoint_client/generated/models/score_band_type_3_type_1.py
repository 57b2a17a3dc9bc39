from typing import Literal

ScoreBandType3Type1 = Literal["elevated", "guarded", "high", "low", "severe"]

SCORE_BAND_TYPE_3_TYPE_1_VALUES: set[ScoreBandType3Type1] = {
    "elevated",
    "guarded",
    "high",
    "low",
    "severe",
}


def check_score_band_type_3_type_1(value: str) -> ScoreBandType3Type1:
    if value in SCORE_BAND_TYPE_3_TYPE_1_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {SCORE_BAND_TYPE_3_TYPE_1_VALUES!r}")
