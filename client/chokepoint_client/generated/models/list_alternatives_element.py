from typing import Literal

ListAlternativesElement = Literal[
    "Ce", "Dy", "Er", "Eu", "Gd", "Ho", "La", "Lu", "Nd", "Pr", "Sc", "Sm", "Tb", "Tm", "Y", "Yb"
]

LIST_ALTERNATIVES_ELEMENT_VALUES: set[ListAlternativesElement] = {
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


def check_list_alternatives_element(value: str) -> ListAlternativesElement:
    if value in LIST_ALTERNATIVES_ELEMENT_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_ALTERNATIVES_ELEMENT_VALUES!r}")
