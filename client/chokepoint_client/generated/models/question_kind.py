from typing import Literal

QuestionKind = Literal["buyer_country", "material", "origin", "recycled", "tolerance"]

QUESTION_KIND_VALUES: set[QuestionKind] = {
    "buyer_country",
    "material",
    "origin",
    "recycled",
    "tolerance",
}


def check_question_kind(value: str) -> QuestionKind:
    if value in QUESTION_KIND_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {QUESTION_KIND_VALUES!r}")
