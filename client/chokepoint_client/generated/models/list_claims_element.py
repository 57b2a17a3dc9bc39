from typing import Literal

ListClaimsElement = Literal[
    "Ce", "Dy", "Er", "Eu", "Gd", "Ho", "La", "Lu", "Nd", "Pr", "Sc", "Sm", "Tb", "Tm", "Y", "Yb"
]

LIST_CLAIMS_ELEMENT_VALUES: set[ListClaimsElement] = {
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


def check_list_claims_element(value: str) -> ListClaimsElement:
    if value in LIST_CLAIMS_ELEMENT_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_CLAIMS_ELEMENT_VALUES!r}")
