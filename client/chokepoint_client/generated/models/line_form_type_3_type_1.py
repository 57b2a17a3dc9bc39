from typing import Literal

LineFormType3Type1 = Literal["alloy", "compound", "magnet", "metal", "ore", "oxide"]

LINE_FORM_TYPE_3_TYPE_1_VALUES: set[LineFormType3Type1] = {
    "alloy",
    "compound",
    "magnet",
    "metal",
    "ore",
    "oxide",
}


def check_line_form_type_3_type_1(value: str) -> LineFormType3Type1:
    if value in LINE_FORM_TYPE_3_TYPE_1_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LINE_FORM_TYPE_3_TYPE_1_VALUES!r}")
