from typing import Literal

ScoreBandSetByType3Type1 = Literal["score", "standing"]

SCORE_BAND_SET_BY_TYPE_3_TYPE_1_VALUES: set[ScoreBandSetByType3Type1] = {
    "score",
    "standing",
}


def check_score_band_set_by_type_3_type_1(value: str) -> ScoreBandSetByType3Type1:
    if value in SCORE_BAND_SET_BY_TYPE_3_TYPE_1_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {SCORE_BAND_SET_BY_TYPE_3_TYPE_1_VALUES!r}")
