from typing import Literal

RegisterCounts = Literal["nothing", "score", "standing", "upper_end"]

REGISTER_COUNTS_VALUES: set[RegisterCounts] = {
    "nothing",
    "score",
    "standing",
    "upper_end",
}


def check_register_counts(value: str) -> RegisterCounts:
    if value in REGISTER_COUNTS_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {REGISTER_COUNTS_VALUES!r}")
