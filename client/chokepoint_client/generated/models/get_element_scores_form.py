from typing import Literal

GetElementScoresForm = Literal["alloy", "compound", "magnet", "metal", "ore", "oxide"]

GET_ELEMENT_SCORES_FORM_VALUES: set[GetElementScoresForm] = {
    "alloy",
    "compound",
    "magnet",
    "metal",
    "ore",
    "oxide",
}


def check_get_element_scores_form(value: str) -> GetElementScoresForm:
    if value in GET_ELEMENT_SCORES_FORM_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {GET_ELEMENT_SCORES_FORM_VALUES!r}")
