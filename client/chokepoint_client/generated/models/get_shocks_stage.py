from typing import Literal

GetShocksStage = Literal["magnet", "metal", "mining", "separation"]

GET_SHOCKS_STAGE_VALUES: set[GetShocksStage] = {
    "magnet",
    "metal",
    "mining",
    "separation",
}


def check_get_shocks_stage(value: str) -> GetShocksStage:
    if value in GET_SHOCKS_STAGE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {GET_SHOCKS_STAGE_VALUES!r}")
