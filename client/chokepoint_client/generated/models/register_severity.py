from typing import Literal

RegisterSeverity = Literal["administrative", "moderate", "prohibitive", "strong"]

REGISTER_SEVERITY_VALUES: set[RegisterSeverity] = {
    "administrative",
    "moderate",
    "prohibitive",
    "strong",
}


def check_register_severity(value: str) -> RegisterSeverity:
    if value in REGISTER_SEVERITY_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {REGISTER_SEVERITY_VALUES!r}")
