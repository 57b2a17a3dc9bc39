from typing import Literal

GetPortfolioScoresBand = Literal["elevated", "guarded", "high", "low", "severe"]

GET_PORTFOLIO_SCORES_BAND_VALUES: set[GetPortfolioScoresBand] = {
    "elevated",
    "guarded",
    "high",
    "low",
    "severe",
}


def check_get_portfolio_scores_band(value: str) -> GetPortfolioScoresBand:
    if value in GET_PORTFOLIO_SCORES_BAND_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {GET_PORTFOLIO_SCORES_BAND_VALUES!r}")
