from typing import Literal

ScoreBandSetByType1 = Literal["score", "standing"]

SCORE_BAND_SET_BY_TYPE_1_VALUES: set[ScoreBandSetByType1] = {
    "score",
    "standing",
}


def check_score_band_set_by_type_1(value: str) -> ScoreBandSetByType1:
    if value in SCORE_BAND_SET_BY_TYPE_1_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {SCORE_BAND_SET_BY_TYPE_1_VALUES!r}")
