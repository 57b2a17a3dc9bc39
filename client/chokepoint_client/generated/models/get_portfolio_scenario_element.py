from typing import Literal

GetPortfolioScenarioElement = Literal[
    "Ce", "Dy", "Er", "Eu", "Gd", "Ho", "La", "Lu", "Nd", "Pr", "Sc", "Sm", "Tb", "Tm", "Y", "Yb"
]

GET_PORTFOLIO_SCENARIO_ELEMENT_VALUES: set[GetPortfolioScenarioElement] = {
    "Ce",
    "Dy",
    "Er",
    "Eu",
    "Gd",
    "Ho",
    "La",
    "Lu",
    "Nd",
    "Pr",
    "Sc",
    "Sm",
    "Tb",
    "Tm",
    "Y",
    "Yb",
}


def check_get_portfolio_scenario_element(value: str) -> GetPortfolioScenarioElement:
    if value in GET_PORTFOLIO_SCENARIO_ELEMENT_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {GET_PORTFOLIO_SCENARIO_ELEMENT_VALUES!r}")
