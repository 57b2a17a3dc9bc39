from typing import Literal

GetPortfolioScoresFileUnread = Literal["false", "true"]

GET_PORTFOLIO_SCORES_FILE_UNREAD_VALUES: set[GetPortfolioScoresFileUnread] = {
    "false",
    "true",
}


def check_get_portfolio_scores_file_unread(value: str) -> GetPortfolioScoresFileUnread:
    if value in GET_PORTFOLIO_SCORES_FILE_UNREAD_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {GET_PORTFOLIO_SCORES_FILE_UNREAD_VALUES!r}")
