from typing import Literal

ConditionMinBand = Literal["elevated", "guarded", "high", "low", "severe"]

CONDITION_MIN_BAND_VALUES: set[ConditionMinBand] = {
    "elevated",
    "guarded",
    "high",
    "low",
    "severe",
}


def check_condition_min_band(value: str) -> ConditionMinBand:
    if value in CONDITION_MIN_BAND_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {CONDITION_MIN_BAND_VALUES!r}")
