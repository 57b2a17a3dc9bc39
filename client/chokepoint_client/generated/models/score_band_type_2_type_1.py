from typing import Literal

ScoreBandType2Type1 = Literal["elevated", "guarded", "high", "low", "severe"]

SCORE_BAND_TYPE_2_TYPE_1_VALUES: set[ScoreBandType2Type1] = {
    "elevated",
    "guarded",
    "high",
    "low",
    "severe",
}


def check_score_band_type_2_type_1(value: str) -> ScoreBandType2Type1:
    if value in SCORE_BAND_TYPE_2_TYPE_1_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {SCORE_BAND_TYPE_2_TYPE_1_VALUES!r}")
