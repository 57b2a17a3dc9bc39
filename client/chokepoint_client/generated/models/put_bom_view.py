from typing import Literal

PutBomView = Literal["full", "summary"]

PUT_BOM_VIEW_VALUES: set[PutBomView] = {
    "full",
    "summary",
}


def check_put_bom_view(value: str) -> PutBomView:
    if value in PUT_BOM_VIEW_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {PUT_BOM_VIEW_VALUES!r}")
