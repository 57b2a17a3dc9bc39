from typing import Literal

GetPortfolioScoresFileStep = Literal["day", "month", "week"]

GET_PORTFOLIO_SCORES_FILE_STEP_VALUES: set[GetPortfolioScoresFileStep] = {
    "day",
    "month",
    "week",
}


def check_get_portfolio_scores_file_step(value: str) -> GetPortfolioScoresFileStep:
    if value in GET_PORTFOLIO_SCORES_FILE_STEP_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {GET_PORTFOLIO_SCORES_FILE_STEP_VALUES!r}")
