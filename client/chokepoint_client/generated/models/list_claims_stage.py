from typing import Literal

ListClaimsStage = Literal["magnet", "metal", "mining", "separation"]

LIST_CLAIMS_STAGE_VALUES: set[ListClaimsStage] = {
    "magnet",
    "metal",
    "mining",
    "separation",
}


def check_list_claims_stage(value: str) -> ListClaimsStage:
    if value in LIST_CLAIMS_STAGE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_CLAIMS_STAGE_VALUES!r}")
