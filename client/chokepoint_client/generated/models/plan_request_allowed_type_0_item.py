from typing import Literal

PlanRequestAllowedType0Item = Literal["offer", "other_material", "second_source", "sole_source"]

PLAN_REQUEST_ALLOWED_TYPE_0_ITEM_VALUES: set[PlanRequestAllowedType0Item] = {
    "offer",
    "other_material",
    "second_source",
    "sole_source",
}


def check_plan_request_allowed_type_0_item(value: str) -> PlanRequestAllowedType0Item:
    if value in PLAN_REQUEST_ALLOWED_TYPE_0_ITEM_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {PLAN_REQUEST_ALLOWED_TYPE_0_ITEM_VALUES!r}")
