from typing import Literal

GetPortfolioBand = Literal["elevated", "guarded", "high", "low", "severe"]

GET_PORTFOLIO_BAND_VALUES: set[GetPortfolioBand] = {
    "elevated",
    "guarded",
    "high",
    "low",
    "severe",
}


def check_get_portfolio_band(value: str) -> GetPortfolioBand:
    if value in GET_PORTFOLIO_BAND_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {GET_PORTFOLIO_BAND_VALUES!r}")
