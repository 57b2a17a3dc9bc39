from typing import Literal

LineToReadFormType2Type1 = Literal["alloy", "compound", "magnet", "metal", "ore", "oxide"]

LINE_TO_READ_FORM_TYPE_2_TYPE_1_VALUES: set[LineToReadFormType2Type1] = {
    "alloy",
    "compound",
    "magnet",
    "metal",
    "ore",
    "oxide",
}


def check_line_to_read_form_type_2_type_1(value: str) -> LineToReadFormType2Type1:
    if value in LINE_TO_READ_FORM_TYPE_2_TYPE_1_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LINE_TO_READ_FORM_TYPE_2_TYPE_1_VALUES!r}")
