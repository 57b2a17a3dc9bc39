from typing import Literal

GetShocksElement = Literal[
    "Ce", "Dy", "Er", "Eu", "Gd", "Ho", "La", "Lu", "Nd", "Pr", "Sc", "Sm", "Tb", "Tm", "Y", "Yb"
]

GET_SHOCKS_ELEMENT_VALUES: set[GetShocksElement] = {
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


def check_get_shocks_element(value: str) -> GetShocksElement:
    if value in GET_SHOCKS_ELEMENT_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {GET_SHOCKS_ELEMENT_VALUES!r}")
