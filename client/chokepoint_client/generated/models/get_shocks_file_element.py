from typing import Literal

GetShocksFileElement = Literal[
    "Ce", "Dy", "Er", "Eu", "Gd", "Ho", "La", "Lu", "Nd", "Pr", "Sc", "Sm", "Tb", "Tm", "Y", "Yb"
]

GET_SHOCKS_FILE_ELEMENT_VALUES: set[GetShocksFileElement] = {
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


def check_get_shocks_file_element(value: str) -> GetShocksFileElement:
    if value in GET_SHOCKS_FILE_ELEMENT_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {GET_SHOCKS_FILE_ELEMENT_VALUES!r}")
