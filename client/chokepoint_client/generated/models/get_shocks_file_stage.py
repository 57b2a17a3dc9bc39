from typing import Literal

GetShocksFileStage = Literal["magnet", "metal", "mining", "separation"]

GET_SHOCKS_FILE_STAGE_VALUES: set[GetShocksFileStage] = {
    "magnet",
    "metal",
    "mining",
    "separation",
}


def check_get_shocks_file_stage(value: str) -> GetShocksFileStage:
    if value in GET_SHOCKS_FILE_STAGE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {GET_SHOCKS_FILE_STAGE_VALUES!r}")
