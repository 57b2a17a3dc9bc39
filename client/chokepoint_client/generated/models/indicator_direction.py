from typing import Literal

IndicatorDirection = Literal["falling", "not_observed", "rising", "steady"]

INDICATOR_DIRECTION_VALUES: set[IndicatorDirection] = {
    "falling",
    "not_observed",
    "rising",
    "steady",
}


def check_indicator_direction(value: str) -> IndicatorDirection:
    if value in INDICATOR_DIRECTION_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {INDICATOR_DIRECTION_VALUES!r}")
