from typing import Literal

DatedControlSeverity = Literal["administrative", "moderate", "prohibitive", "strong"]

DATED_CONTROL_SEVERITY_VALUES: set[DatedControlSeverity] = {
    "administrative",
    "moderate",
    "prohibitive",
    "strong",
}


def check_dated_control_severity(value: str) -> DatedControlSeverity:
    if value in DATED_CONTROL_SEVERITY_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {DATED_CONTROL_SEVERITY_VALUES!r}")
