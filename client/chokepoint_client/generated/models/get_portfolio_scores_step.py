from typing import Literal

GetPortfolioScoresStep = Literal["day", "month", "week"]

GET_PORTFOLIO_SCORES_STEP_VALUES: set[GetPortfolioScoresStep] = {
    "day",
    "month",
    "week",
}


def check_get_portfolio_scores_step(value: str) -> GetPortfolioScoresStep:
    if value in GET_PORTFOLIO_SCORES_STEP_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {GET_PORTFOLIO_SCORES_STEP_VALUES!r}")
