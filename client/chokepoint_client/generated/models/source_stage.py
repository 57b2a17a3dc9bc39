from typing import Literal

SourceStage = Literal["magnet", "metal", "mining", "separation"]

SOURCE_STAGE_VALUES: set[SourceStage] = {
    "magnet",
    "metal",
    "mining",
    "separation",
}


def check_source_stage(value: str) -> SourceStage:
    if value in SOURCE_STAGE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {SOURCE_STAGE_VALUES!r}")
