from typing import Literal

MovedPartPart = Literal["bom", "evidence", "model", "register", "release", "time", "trade_and_prices"]

MOVED_PART_PART_VALUES: set[MovedPartPart] = {
    "bom",
    "evidence",
    "model",
    "register",
    "release",
    "time",
    "trade_and_prices",
}


def check_moved_part_part(value: str) -> MovedPartPart:
    if value in MOVED_PART_PART_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {MOVED_PART_PART_VALUES!r}")
