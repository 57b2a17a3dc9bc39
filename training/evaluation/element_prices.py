"""Does the model know single elements? Annual oxide prices, never trained on: a year is an event when the price of the
next stands 50 % or more above it."""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any

import numpy as np

from service.risk.bundle.track_record import auc
from service.risk.disruption.exposure import Facts, assemble
from service.risk.disruption.features import encode
from service.risk.supply_chain.chain import Good
from service.risk.vocabulary import Form, hs92_code
from training.data.disruption_panel import PRICE_RISE, Panel
from training.fit.dependence import yearly_prices
from training.fit.disruption_model import fit_estimators, known_rows, raw_log_odds

TESTED = ("Ce", "Dy", "Eu", "La", "Nd", "Tb")
BUYERS = ("DEU", "JPN", "USA")
"""A year's forecast is the mean of the log-odds of these buyers: an element has one world price."""
VINTAGE = "operational"
NO_TRADE_PRICES = 0
LATEST = date.max
"""Outcomes are looked up with hindsight: every price held."""


def price_events(prices: dict[int, float]) -> dict[int, bool]:
    """Base year -> whether the next year's average stands 50 % or more above it."""
    return {year: prices[year + 1] >= PRICE_RISE * prices[year] for year in prices if year + 1 in prices}


def forecasts(panel: Panel, facts: Facts, years: list[int]) -> dict[int, dict[str, float]]:
    """Raw log-odds by year and element on 31 December, from what was known then."""
    found: dict[int, dict[str, float]] = {}
    for year in years:
        train = known_rows(panel, year, VINTAGE)
        estimators = fit_estimators(panel.features[VINTAGE][train], panel.event[train])
        found[year] = {}
        for element in TESTED:
            good = Good(hs92_code(element, Form.OXIDE), element, Form.OXIDE)
            rows = encode([assemble(good, b, date(year, 12, 31), facts, year=year - 2).exposure for b in BUYERS])
            found[year][element] = float(raw_log_odds(estimators, rows).mean())
    return found


def price_test(panel: Panel, facts: Facts) -> dict[str, Any]:
    """AUC by element and over all element-years, with the number of events, under two readings of the price on the
    date: the unit values of the element's code, as in training, and the element's own series as published by then."""
    events = {e: price_events(yearly_prices(facts.evidence, e, LATEST)) for e in TESTED}
    years = sorted({y for by in events.values() for y in by})
    found: dict[str, Any] = {"first_year": years[0], "last_year": years[-1]}
    own = dataclasses.replace(facts, outcomes_through=NO_TRADE_PRICES)
    for name, seen in (("code_prices", facts), ("element_prices", own)):
        made = forecasts(panel, seen, years)
        pairs = {e: [(hit, made[y][e]) for y, hit in by.items()] for e, by in events.items()}
        pooled = [pair for e in TESTED for pair in pairs[e]]
        found[name] = {
            e: {"years": len(rows), "events": sum(hit for hit, _ in rows), "auc": _auc(rows)}
            for e, rows in (*pairs.items(), ("all", pooled))
        }
    return found


def _auc(rows: list[tuple[bool, float]]) -> float | None:
    return auc(np.array([z for _, z in rows]), np.array([int(hit) for hit, _ in rows]))
