from typing import Literal

DatedControlSign = Literal["evidence", "relaxation", "tightening"]

DATED_CONTROL_SIGN_VALUES: set[DatedControlSign] = {
    "evidence",
    "relaxation",
    "tightening",
}


def check_dated_control_sign(value: str) -> DatedControlSign:
    if value in DATED_CONTROL_SIGN_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {DATED_CONTROL_SIGN_VALUES!r}")
