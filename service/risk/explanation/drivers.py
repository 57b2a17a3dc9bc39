"""Counterfactuals: the score without a country, an element or an act, all else equal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np

from service.risk.answer import Driver
from service.risk.bundle.kernel import Kernel
from service.risk.explanation.hazard_scores import Shares
from service.risk.explanation.standing import Met
from service.risk.mix import UNKNOWN_COUNTRY
from service.risk.product import score as scored
from service.risk.product.assembly import Assembled
from service.risk.product.counterfactuals import without_acts, without_countries, without_each
from service.risk.product.loss import largest_lost
from service.risk.product.measured import Measured
from service.risk.product.needs import ProductNeeds

MOST_COUNTRIES, MOST_ACTS = 5, 5


def drivers_of(assembled: Assembled, met: Met, kernel: Kernel, day: date, shares: Shares) -> tuple[Driver, ...]:
    """The countries that most of the share hit comes from, every element, and the acts met by most of the need. The one
    whose absence lowers the score most comes first."""
    candidates = [
        *_without_countries(assembled.measured, shares),
        *_without_elements(assembled),
        *_without_acts(assembled.measured, met, kernel, day),
    ]
    return tuple(sorted(candidates, key=lambda one: (one.score, sorted(one.without.items()))))


def _without_countries(measured: Measured, shares: Shares) -> Iterator[Driver]:
    countries = [loss.country for loss in shares.product.by_country if loss.country != UNKNOWN_COUNTRY]
    named = countries[:MOST_COUNTRIES]
    for country, points in zip(named, without_countries(measured, named), strict=True):
        yield Driver({"country": country}, points)


def _without_elements(assembled: Assembled) -> Iterator[Driver]:
    """Without an element its purchases aren't needed."""
    measured = assembled.measured
    elements = sorted({one.purchase.element for one in assembled.held})
    if len(elements) == 1:  # without it nothing is left
        return
    if all(len(part) == 1 for part in measured.product.distinct):
        of = np.array([elements.index(one.purchase.element) for one in assembled.held])
        for element, points in zip(elements, without_each(measured, of), strict=True):
            yield Driver({"element": element}, points)
        return
    for element in elements:
        gone = {n for n, one in enumerate(assembled.every) if one.purchase.element == element}
        parts = []
        for part in measured.product.distinct:
            left = tuple(sorted({tuple(n for n in needed if n not in gone) for needed in part}))
            parts += [left] if () not in left else []
        product = ProductNeeds(tuple(parts), measured.product.tolerance)
        counts = scored.values(largest_lost(measured.lost, product), product.tolerance)
        yield Driver({"element": element}, scored.score(measured.patterns.spread(counts)))


def _without_acts(measured: Measured, met: Met, kernel: Kernel, day: date) -> Iterator[Driver]:
    """Without an act its country has no record of it and of what it announced that day, and none of it is pending."""
    shares = {act.measure.measure_id: act.share for act in met.acts if act.measure.sign == "tightening"}
    ranked = sorted(shares, key=lambda name: (-round(shares[name], 6), name))
    names = ranked[:MOST_ACTS]
    if names:
        tables = np.stack([kernel.restriction_without(name, day) for name in names])
        scores = without_acts(measured, tables, [kernel.register.announced_with(name) for name in names], tuple(names))
        for name, points in zip(names, scores, strict=True):
            yield Driver({"measure": name}, points)
