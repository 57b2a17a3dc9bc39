from typing import Literal

ListBomsBand = Literal["elevated", "guarded", "high", "low", "severe"]

LIST_BOMS_BAND_VALUES: set[ListBomsBand] = {
    "elevated",
    "guarded",
    "high",
    "low",
    "severe",
}


def check_list_boms_band(value: str) -> ListBomsBand:
    if value in LIST_BOMS_BAND_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {LIST_BOMS_BAND_VALUES!r}")
