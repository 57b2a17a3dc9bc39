from typing import Literal

LineToReadElementType3Type1 = Literal[
    "Ce", "Dy", "Er", "Eu", "Gd", "Ho", "La", "Lu", "Nd", "Pr", "Sc", "Sm", "Tb", "Tm", "Y", "Yb"
]

LINE_TO_READ_ELEMENT_TYPE_3_TYPE_1_VALUES: set[LineToReadElementType3Type1] = {
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


def check_line_to_read_element_type_3_type_1(value: str) -> LineToReadElementType3Type1:
    if value in LINE_TO_READ_ELEMENT_TYPE_3_TYPE_1_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LINE_TO_READ_ELEMENT_TYPE_3_TYPE_1_VALUES!r}")
