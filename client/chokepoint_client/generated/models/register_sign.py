from typing import Literal

RegisterSign = Literal["evidence", "relaxation", "tightening"]

REGISTER_SIGN_VALUES: set[RegisterSign] = {
    "evidence",
    "relaxation",
    "tightening",
}


def check_register_sign(value: str) -> RegisterSign:
    if value in REGISTER_SIGN_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {REGISTER_SIGN_VALUES!r}")
