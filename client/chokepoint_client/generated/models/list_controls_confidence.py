from typing import Literal

ListControlsConfidence = Literal["A", "B", "C"]

LIST_CONTROLS_CONFIDENCE_VALUES: set[ListControlsConfidence] = {
    "A",
    "B",
    "C",
}


def check_list_controls_confidence(value: str) -> ListControlsConfidence:
    if value in LIST_CONTROLS_CONFIDENCE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_CONTROLS_CONFIDENCE_VALUES!r}")
