from typing import Literal

PartFormType2Type1 = Literal["alloy", "compound", "magnet", "metal", "ore", "oxide"]

PART_FORM_TYPE_2_TYPE_1_VALUES: set[PartFormType2Type1] = {
    "alloy",
    "compound",
    "magnet",
    "metal",
    "ore",
    "oxide",
}


def check_part_form_type_2_type_1(value: str) -> PartFormType2Type1:
    if value in PART_FORM_TYPE_2_TYPE_1_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {PART_FORM_TYPE_2_TYPE_1_VALUES!r}")
