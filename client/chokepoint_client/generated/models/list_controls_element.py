from typing import Literal

ListControlsElement = Literal[
    "Ce", "Dy", "Er", "Eu", "Gd", "Ho", "La", "Lu", "Nd", "Pr", "Sc", "Sm", "Tb", "Tm", "Y", "Yb"
]

LIST_CONTROLS_ELEMENT_VALUES: set[ListControlsElement] = {
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


def check_list_controls_element(value: str) -> ListControlsElement:
    if value in LIST_CONTROLS_ELEMENT_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_CONTROLS_ELEMENT_VALUES!r}")
