from typing import Literal

PartElementType2Type1 = Literal[
    "Ce", "Dy", "Er", "Eu", "Gd", "Ho", "La", "Lu", "Nd", "Pr", "Sc", "Sm", "Tb", "Tm", "Y", "Yb"
]

PART_ELEMENT_TYPE_2_TYPE_1_VALUES: set[PartElementType2Type1] = {
    "Ce",
    "Dy",
    "Er",
    "Eu",
    "Gd",
    "Ho",
    "La",
    "Lu",
    "Nd",
    "Pr",
    "Sc",
    "Sm",
    "Tb",
    "Tm",
    "Y",
    "Yb",
}


def check_part_element_type_2_type_1(value: str) -> PartElementType2Type1:
    if value in PART_ELEMENT_TYPE_2_TYPE_1_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {PART_ELEMENT_TYPE_2_TYPE_1_VALUES!r}")
