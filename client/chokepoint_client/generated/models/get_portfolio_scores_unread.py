from typing import Literal

GetPortfolioScoresUnread = Literal["false", "true"]

GET_PORTFOLIO_SCORES_UNREAD_VALUES: set[GetPortfolioScoresUnread] = {
    "false",
    "true",
}


def check_get_portfolio_scores_unread(value: str) -> GetPortfolioScoresUnread:
    if value in GET_PORTFOLIO_SCORES_UNREAD_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {GET_PORTFOLIO_SCORES_UNREAD_VALUES!r}")
