from typing import Literal

PostRescoreElement = Literal[
    "Ce", "Dy", "Er", "Eu", "Gd", "Ho", "La", "Lu", "Nd", "Pr", "Sc", "Sm", "Tb", "Tm", "Y", "Yb"
]

POST_RESCORE_ELEMENT_VALUES: set[PostRescoreElement] = {
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


def check_post_rescore_element(value: str) -> PostRescoreElement:
    if value in POST_RESCORE_ELEMENT_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {POST_RESCORE_ELEMENT_VALUES!r}")
