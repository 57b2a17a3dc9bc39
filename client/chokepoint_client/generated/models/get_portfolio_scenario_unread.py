from typing import Literal

GetPortfolioScenarioUnread = Literal["false", "true"]

GET_PORTFOLIO_SCENARIO_UNREAD_VALUES: set[GetPortfolioScenarioUnread] = {
    "false",
    "true",
}


def check_get_portfolio_scenario_unread(value: str) -> GetPortfolioScenarioUnread:
    if value in GET_PORTFOLIO_SCENARIO_UNREAD_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {GET_PORTFOLIO_SCENARIO_UNREAD_VALUES!r}")
