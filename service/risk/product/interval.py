"""The interval of a score: from the 5th percentile of its draws in the favourable view to the 95th in the adverse one.

The draws are weights of the same worlds and the same for every product. Between the views lies what the evidence leaves
open. That is shares of sources, at which borders a collapse counts, whether pending acts start, whom unnamed material
comes from. The adverse view of a purchase is the one that loses most, whatever it does to makers (``measured.py``).
Taking the views at their ends rather than drawing them keeps a promise that a mixture breaks: more unnamed share never
lowers the upper end. Adding a line never lowers an end among producers. A line that names a country beyond them
reweights the draws, which may lower an end by about 0.1 points. The interval holds 90 % or more.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from service.risk.mix import UNKNOWN_COUNTRY
from service.risk.product.measured import Measured
from service.risk.product.needs import goods_of
from service.risk.product.score import score
from service.risk.source_shock.alternatives import WorldWeights
from service.risk.source_shock.steps import ADVERSE, CENTRAL, FAVOURABLE, Rules

QUANTILES = (0.05, 0.95)
"""Of the draws: between them lie nine tenths."""
AGEING = (-0.2, 1.2)
"""Log-odds by which the ends move out in a year beyond the evidence. They grow with the square root of time, as news
that come independently add up. Measured by ``python -m training ageing``."""
DAYS_A_YEAR = 365

Floats = NDArray[np.float64]


class Ends(NamedTuple):
    """Ends of a score's interval, in points."""

    low: float
    high: float

    @property
    def width(self) -> float:
        """In points."""
        return self.high - self.low


def interval(measured: Measured) -> Ends:
    """The interval of a product's score; it always contains the score."""
    sides = measured.low_by_world, measured.high_by_world
    return ends_of(measured.epoch.alternatives, measured.countries, measured.score, *sides)


def ends_of(alternatives: WorldWeights, countries: Iterable[str], score: float, low: Floats, high: Floats) -> Ends:
    """The interval of a score, from what each world counts in the favourable and the adverse view."""
    sides = _weighed(np.stack([low, high]), alternatives.draws_with(countries))
    ends = _quantiles(sides).diagonal().tolist()
    return Ends(min(ends[0], score), min(max(ends[1], score), 100.0))


def aged(ends: Ends, days: int) -> Ends:
    """The ends so many days beyond the evidence: what wasn't seen may have moved the score. Acts come more often than
    they go, so the high end moves further."""
    low, high = map(_moved, ends, log_odds_beyond(days))
    return Ends(min(low, ends.low), max(high, ends.high))


def log_odds_beyond(days: int) -> tuple[float, float]:
    """Log-odds by which the low and the high end move so many days beyond the evidence."""
    root = math.sqrt(days / DAYS_A_YEAR)
    return AGEING[0] * root, AGEING[1] * root


def _moved(points: float, log_odds: float) -> float:
    """Points, moved by log-odds; nothing moves 0 and 100."""
    odds = math.exp(log_odds)
    return 100.0 * points * odds / (100.0 - points + points * odds)


def _weighed(values: Floats, weights: NDArray[np.float32]) -> Floats:
    """Scores by draw, from what each world counts and its weight in each draw."""
    return 100.0 * (values.astype(np.float32) @ weights).astype(np.float64)


def interval_parts(measured: Measured, days_beyond: int = 0) -> dict[str, Ends]:
    """The interval that each cause makes alone, all others at their central value; causes that can't move the product
    are left out.

    ``coefficients`` holds the coefficients of the restriction model with the register's recall. ``cover`` is the forms
    that an act covers, ``collapse`` the rate of collapses and where they count. ``evidence`` is the shares of sources,
    ``pending`` acts that may start, ``unnamed`` whom unnamed material comes from. ``destination`` is acts limited to
    destinations where the buyer isn't stated, ``age`` what wasn't seen since the evidence ended.
    """
    parts = {cause: _of_weights(measured, weights) for cause, weights in measured.epoch.alternatives.alone.items()}
    for cause, (low, high) in _rules(measured).items():
        ends = _of_rules(measured, low, high)
        kept = parts.get(cause, ends)
        parts[cause] = Ends(min(kept.low, ends.low), max(kept.high, ends.high))
    views = measured.views
    if views.favourable is not views.central or views.adverse is not views.central:
        ends_of = [score(measured.by_world_under(CENTRAL, view)) for view in ("favourable", "adverse")]
        parts["evidence"] = _around(measured.score, *ends_of)
    parts["age"] = aged(Ends(measured.score, measured.score), days_beyond)
    return {cause: ends for cause, ends in parts.items() if ends.width > 0.0}


def _rules(measured: Measured) -> dict[str, tuple[Rules, Rules]]:
    """The rules at either end of each cause that rules decide, where they can matter to the product."""
    collapse = (
        replace(CENTRAL, domestic=FAVOURABLE.domestic),
        replace(CENTRAL, domestic=ADVERSE.domestic, collapse_everywhere=True),
    )
    by_cause = {"collapse": collapse}
    if any(measured.epoch.sources.pending(country) for country in measured.countries):
        by_cause["pending"] = CENTRAL, replace(CENTRAL, pending=ADVERSE.pending)
    if UNKNOWN_COUNTRY in measured.countries:
        by_cause["unnamed"] = CENTRAL, replace(CENTRAL, unnamed_follows=True)
    if any(good.buyer is None for good in goods_of(measured.views.central)):
        by_cause["destination"] = CENTRAL, replace(CENTRAL, any_destination=True)
    return by_cause


def _of_rules(measured: Measured, low: Rules, high: Rules) -> Ends:
    ends = [measured.score if rules == CENTRAL else score(measured.by_world_under(rules)) for rules in (low, high)]
    return _around(measured.score, *ends)


def _of_weights(measured: Measured, weights: NDArray[np.float32]) -> Ends:
    return _around(measured.score, *_quantiles(_weighed(measured.by_world, weights)).tolist())


def _quantiles(scores: Floats) -> Floats:
    """The quantiles that bound an interval, of scores by draw (last axis)."""
    return np.quantile(scores, QUANTILES, axis=-1)


def _around(central: float, *ends: float) -> Ends:
    return Ends(min(central, *ends), max(central, *ends))
