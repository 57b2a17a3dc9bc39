from typing import Literal

BandBand = Literal["elevated", "guarded", "high", "low", "severe"]

BAND_BAND_VALUES: set[BandBand] = {
    "elevated",
    "guarded",
    "high",
    "low",
    "severe",
}


def check_band_band(value: str) -> BandBand:
    if value in BAND_BAND_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {BAND_BAND_VALUES!r}")
