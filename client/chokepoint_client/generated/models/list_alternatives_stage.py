from typing import Literal

ListAlternativesStage = Literal["magnet", "metal", "mining", "separation"]

LIST_ALTERNATIVES_STAGE_VALUES: set[ListAlternativesStage] = {
    "magnet",
    "metal",
    "mining",
    "separation",
}


def check_list_alternatives_stage(value: str) -> ListAlternativesStage:
    if value in LIST_ALTERNATIVES_STAGE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_ALTERNATIVES_STAGE_VALUES!r}")
