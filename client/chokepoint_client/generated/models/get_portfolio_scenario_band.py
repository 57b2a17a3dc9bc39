from typing import Literal

GetPortfolioScenarioBand = Literal["elevated", "guarded", "high", "low", "severe"]

GET_PORTFOLIO_SCENARIO_BAND_VALUES: set[GetPortfolioScenarioBand] = {
    "elevated",
    "guarded",
    "high",
    "low",
    "severe",
}


def check_get_portfolio_scenario_band(value: str) -> GetPortfolioScenarioBand:
    if value in GET_PORTFOLIO_SCENARIO_BAND_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {GET_PORTFOLIO_SCENARIO_BAND_VALUES!r}")
