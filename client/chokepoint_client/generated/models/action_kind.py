from typing import Literal

ActionKind = Literal["offer", "other_material", "second_source", "sole_source"]

ACTION_KIND_VALUES: set[ActionKind] = {
    "offer",
    "other_material",
    "second_source",
    "sole_source",
}


def check_action_kind(value: str) -> ActionKind:
    if value in ACTION_KIND_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {ACTION_KIND_VALUES!r}")
