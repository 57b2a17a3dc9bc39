from typing import Literal

LineFormType2Type1 = Literal["alloy", "compound", "magnet", "metal", "ore", "oxide"]

LINE_FORM_TYPE_2_TYPE_1_VALUES: set[LineFormType2Type1] = {
    "alloy",
    "compound",
    "magnet",
    "metal",
    "ore",
    "oxide",
}


def check_line_form_type_2_type_1(value: str) -> LineFormType2Type1:
    if value in LINE_FORM_TYPE_2_TYPE_1_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LINE_FORM_TYPE_2_TYPE_1_VALUES!r}")
