from typing import Literal

PartFormType3Type1 = Literal["alloy", "compound", "magnet", "metal", "ore", "oxide"]

PART_FORM_TYPE_3_TYPE_1_VALUES: set[PartFormType3Type1] = {
    "alloy",
    "compound",
    "magnet",
    "metal",
    "ore",
    "oxide",
}


def check_part_form_type_3_type_1(value: str) -> PartFormType3Type1:
    if value in PART_FORM_TYPE_3_TYPE_1_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {PART_FORM_TYPE_3_TYPE_1_VALUES!r}")
