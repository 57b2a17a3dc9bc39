from typing import Literal

AssumptionChange = Literal["ban", "delay", "in_force", "loss", "moved", "odds", "price", "recycled", "saved"]

ASSUMPTION_CHANGE_VALUES: set[AssumptionChange] = {
    "ban",
    "delay",
    "in_force",
    "loss",
    "moved",
    "odds",
    "price",
    "recycled",
    "saved",
}


def check_assumption_change(value: str) -> AssumptionChange:
    if value in ASSUMPTION_CHANGE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {ASSUMPTION_CHANGE_VALUES!r}")
