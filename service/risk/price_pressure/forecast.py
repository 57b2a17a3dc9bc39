"""The price pressure on an element's form: one figure for each element, form and day, whoever buys."""

from __future__ import annotations

from datetime import date

from service.risk.evidence.facts import Facts
from service.risk.price_pressure.features import market, row_of
from service.risk.price_pressure.model import PricePressureModel
from service.risk.price_pressure.pressure import PricePressure
from service.risk.vocabulary import LABELLED_CODES, Form, hs92_code


def price_pressure(facts: Facts, model: PricePressureModel, element: str, form: Form, on: date) -> PricePressure | None:
    """Price pressure on a day, from what was known then; ``None`` where nothing is known of the price. It is
    ``extrapolated`` for forms whose trade has no labels (ores, magnets): they take the state of the compounds."""
    prices = market(facts.evidence, facts.trade, element, form, on)
    if prices is None:
        return None
    probability = float(model.probability(row_of(prices.state))[0])
    unlabelled = hs92_code(element, form) not in LABELLED_CODES
    return PricePressure(probability, unlabelled, prices.through, prices.figures)
