from typing import Literal

ControlSeverity = Literal["administrative", "moderate", "prohibitive", "strong"]

CONTROL_SEVERITY_VALUES: set[ControlSeverity] = {
    "administrative",
    "moderate",
    "prohibitive",
    "strong",
}


def check_control_severity(value: str) -> ControlSeverity:
    if value in CONTROL_SEVERITY_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {CONTROL_SEVERITY_VALUES!r}")
