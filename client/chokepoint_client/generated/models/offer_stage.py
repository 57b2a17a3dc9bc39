from typing import Literal

OfferStage = Literal["magnet", "metal", "mining", "separation"]

OFFER_STAGE_VALUES: set[OfferStage] = {
    "magnet",
    "metal",
    "mining",
    "separation",
}


def check_offer_stage(value: str) -> OfferStage:
    if value in OFFER_STAGE_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {OFFER_STAGE_VALUES!r}")
