"""Words that answers are written in: names of countries, what is done at a stage, shares and chances."""

from __future__ import annotations

from datetime import date
from functools import cache

import pycountry

from service.risk.mix import UNKNOWN_COUNTRY
from service.risk.vocabulary import Stage

DONE_AT = {
    Stage.MINING: "is mined",
    Stage.SEPARATION: "is separated",
    Stage.METAL: "is made into metal",
    Stage.MAGNET: "is made into magnets",
}
LEAST_ODDS = 0.01
WITH_ARTICLE = frozenset({"ARE", "BHS", "COM", "DOM", "GBR", "GMB", "MDV", "MHL", "NLD", "PHL", "SLB", "SYC", "USA"})
"""Countries whose names have an article in a sentence."""
INSTRUMENTS = {
    "licence": "export licences",
    "quota": "export quotas",
    "prohibition": "an export ban",
    "state_trading": "state trading",
    "tax": "an export tax",
}


@cache
def country_name(alpha3: str) -> str:
    """A country's common name in English, as inside a sentence; the code where ISO 3166 has none."""
    if alpha3 == UNKNOWN_COUNTRY:
        return "countries that no source names"
    country = pycountry.countries.get(alpha_3=alpha3)
    if country is None:
        return alpha3
    article = "the " if alpha3 in WITH_ARTICLE else ""
    return f"{article}{getattr(country, 'common_name', country.name)}"


def percent(share: float) -> str:
    """A share in whole per cent; a small one with one digit that counts."""
    points = 100.0 * share
    return f"{points:.0f} %" if points >= 1 else f"{points:.1g} %"


def odds(probability: float) -> str:
    """A chance as so many in a hundred."""
    return "less than 1 in 100" if probability < LEAST_ODDS else f"{100.0 * probability:.0f} in 100"


def instrument_words(instrument: str) -> str:
    return INSTRUMENTS.get(instrument, instrument.replace("_", " "))


def day_words(day: date) -> str:
    """A day as in prose: 4 April 2025."""
    return f"{day.day} {day:%B %Y}"


def listed(names: list[str], most: int = 3) -> str:
    """Names in a row: a, b and c; beyond ``most`` how many more."""
    if len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most} more"
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
