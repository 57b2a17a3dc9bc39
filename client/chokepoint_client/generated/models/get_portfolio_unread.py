from typing import Literal

GetPortfolioUnread = Literal["false", "true"]

GET_PORTFOLIO_UNREAD_VALUES: set[GetPortfolioUnread] = {
    "false",
    "true",
}


def check_get_portfolio_unread(value: str) -> GetPortfolioUnread:
    if value in GET_PORTFOLIO_UNREAD_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {GET_PORTFOLIO_UNREAD_VALUES!r}")
