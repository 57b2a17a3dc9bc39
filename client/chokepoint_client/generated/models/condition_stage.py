from typing import Literal

ConditionStage = Literal["magnet", "metal", "mining", "separation"]

CONDITION_STAGE_VALUES: set[ConditionStage] = {
    "magnet",
    "metal",
    "mining",
    "separation",
}


def check_condition_stage(value: str) -> ConditionStage:
    if value in CONDITION_STAGE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {CONDITION_STAGE_VALUES!r}")
