from typing import Literal

GetElementScoresFileForm = Literal["alloy", "compound", "magnet", "metal", "ore", "oxide"]

GET_ELEMENT_SCORES_FILE_FORM_VALUES: set[GetElementScoresFileForm] = {
    "alloy",
    "compound",
    "magnet",
    "metal",
    "ore",
    "oxide",
}


def check_get_element_scores_file_form(value: str) -> GetElementScoresFileForm:
    if value in GET_ELEMENT_SCORES_FILE_FORM_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {GET_ELEMENT_SCORES_FILE_FORM_VALUES!r}")
