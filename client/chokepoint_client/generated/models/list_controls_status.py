from typing import Literal

ListControlsStatus = Literal["announced", "ended", "evidence", "in_force", "suspended", "unknown"]

LIST_CONTROLS_STATUS_VALUES: set[ListControlsStatus] = {
    "announced",
    "ended",
    "evidence",
    "in_force",
    "suspended",
    "unknown",
}


def check_list_controls_status(value: str) -> ListControlsStatus:
    if value in LIST_CONTROLS_STATUS_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_CONTROLS_STATUS_VALUES!r}")
