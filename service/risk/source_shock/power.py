"""How much of a rare earth's world supply lies with a country, as known on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from service.risk.evidence.claims import Evidence
from service.risk.evidence.trade import Trade
from service.risk.mix import UNKNOWN_COUNTRY
from service.risk.vocabulary import Form, Stage, hs92_code

TRADE_LAG = 2
"""BACI's year y is read from the first day of y + 2 on."""
GOVERNANCE_LAG = 1
"""The WGI of a year are published in the autumn of the next; they are read from its last day on."""
MEAN_YEARS = 3


def trade_year(on: date) -> int:
    """Newest year of trade that is read on a day."""
    return on.year - TRADE_LAG


def governance_year(on: date) -> int:
    """Newest year of governance that is read on a day."""
    return (on + timedelta(days=1)).year - GOVERNANCE_LAG - 1


def element_codes(element: str) -> frozenset[str]:
    """HS 1992 codes of the element's compounds and metal."""
    return frozenset({hs92_code(element, Form.OXIDE), hs92_code(element, Form.METAL)})


def exported(trade: Trade, codes: Iterable[str], year: int) -> dict[str, float]:
    """Country -> mean share of world exports over the three years to ``year``, the largest over the codes."""
    newest = year if trade.last_year is None else min(year, trade.last_year)
    largest: dict[str, float] = {}
    for code in codes:
        totals: dict[str, float] = {}
        for back in range(MEAN_YEARS):
            for country, share in trade.export_shares(code, newest - back).items():
                totals[country] = totals.get(country, 0.0) + share / MEAN_YEARS
        for country, share in totals.items():
            largest[country] = max(share, largest.get(country, 0.0))
    return largest


def produced(evidence: Evidence, element: str, on: date) -> dict[str, float]:
    """Country -> its largest share of world output of the element at any stage, as published by the day."""
    largest: dict[str, float] = {}
    for stage in Stage:
        for country, share in evidence.supply(element, stage, on).shares.items():
            if country != UNKNOWN_COUNTRY:
                largest[country] = max(share.central, largest.get(country, 0.0))
    return largest


def larger(one: dict[str, float], other: dict[str, float]) -> dict[str, float]:
    """The larger of two shares for each country in either."""
    return {country: max(one.get(country, 0.0), other.get(country, 0.0)) for country in one.keys() | other.keys()}
