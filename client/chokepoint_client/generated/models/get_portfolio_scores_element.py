from typing import Literal

GetPortfolioScoresElement = Literal[
    "Ce", "Dy", "Er", "Eu", "Gd", "Ho", "La", "Lu", "Nd", "Pr", "Sc", "Sm", "Tb", "Tm", "Y", "Yb"
]

GET_PORTFOLIO_SCORES_ELEMENT_VALUES: set[GetPortfolioScoresElement] = {
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


def check_get_portfolio_scores_element(value: str) -> GetPortfolioScoresElement:
    if value in GET_PORTFOLIO_SCORES_ELEMENT_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {GET_PORTFOLIO_SCORES_ELEMENT_VALUES!r}")
