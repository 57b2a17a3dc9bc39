from typing import Literal

PlanMethod = Literal["enumerated", "stepwise"]

PLAN_METHOD_VALUES: set[PlanMethod] = {
    "enumerated",
    "stepwise",
}


def check_plan_method(value: str) -> PlanMethod:
    if value in PLAN_METHOD_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {PLAN_METHOD_VALUES!r}")
