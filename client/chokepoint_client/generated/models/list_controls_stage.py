from typing import Literal

ListControlsStage = Literal["magnet", "metal", "mining", "separation"]

LIST_CONTROLS_STAGE_VALUES: set[ListControlsStage] = {
    "magnet",
    "metal",
    "mining",
    "separation",
}


def check_list_controls_stage(value: str) -> ListControlsStage:
    if value in LIST_CONTROLS_STAGE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_CONTROLS_STAGE_VALUES!r}")
