from typing import Literal

GetPortfolioScoresFileElement = Literal[
    "Ce", "Dy", "Er", "Eu", "Gd", "Ho", "La", "Lu", "Nd", "Pr", "Sc", "Sm", "Tb", "Tm", "Y", "Yb"
]

GET_PORTFOLIO_SCORES_FILE_ELEMENT_VALUES: set[GetPortfolioScoresFileElement] = {
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


def check_get_portfolio_scores_file_element(value: str) -> GetPortfolioScoresFileElement:
    if value in GET_PORTFOLIO_SCORES_FILE_ELEMENT_VALUES:
        return value
    raise TypeError(f"Unexpected value {value!r}. Expected one of {GET_PORTFOLIO_SCORES_FILE_ELEMENT_VALUES!r}")
