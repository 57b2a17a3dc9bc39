from typing import Literal

ScoreBandType1 = Literal["elevated", "guarded", "high", "low", "severe"]

SCORE_BAND_TYPE_1_VALUES: set[ScoreBandType1] = {
    "elevated",
    "guarded",
    "high",
    "low",
    "severe",
}


def check_score_band_type_1(value: str) -> ScoreBandType1:
    if value in SCORE_BAND_TYPE_1_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {SCORE_BAND_TYPE_1_VALUES!r}")
