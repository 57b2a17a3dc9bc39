from typing import Literal

GetPortfolioScoresFileBand = Literal["elevated", "guarded", "high", "low", "severe"]

GET_PORTFOLIO_SCORES_FILE_BAND_VALUES: set[GetPortfolioScoresFileBand] = {
    "elevated",
    "guarded",
    "high",
    "low",
    "severe",
}


def check_get_portfolio_scores_file_band(value: str) -> GetPortfolioScoresFileBand:
    if value in GET_PORTFOLIO_SCORES_FILE_BAND_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {GET_PORTFOLIO_SCORES_FILE_BAND_VALUES!r}")
