from typing import Literal

ProjectStatus = Literal["announced", "construction", "given_up", "planned", "producing", "ramping"]

PROJECT_STATUS_VALUES: set[ProjectStatus] = {
    "announced",
    "construction",
    "given_up",
    "planned",
    "producing",
    "ramping",
}


def check_project_status(value: str) -> ProjectStatus:
    if value in PROJECT_STATUS_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {PROJECT_STATUS_VALUES!r}")
