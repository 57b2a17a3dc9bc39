from typing import Literal

NoteSeverity = Literal["error", "info", "warning"]

NOTE_SEVERITY_VALUES: set[NoteSeverity] = {
    "error",
    "info",
    "warning",
}


def check_note_severity(value: str) -> NoteSeverity:
    if value in NOTE_SEVERITY_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {NOTE_SEVERITY_VALUES!r}")
