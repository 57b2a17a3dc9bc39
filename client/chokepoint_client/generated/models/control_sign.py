from typing import Literal

ControlSign = Literal["evidence", "relaxation", "tightening"]

CONTROL_SIGN_VALUES: set[ControlSign] = {
    "evidence",
    "relaxation",
    "tightening",
}


def check_control_sign(value: str) -> ControlSign:
    if value in CONTROL_SIGN_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {CONTROL_SIGN_VALUES!r}")
