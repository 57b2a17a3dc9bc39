"""The score's points by family, an exact Shapley sum (Shapley 1953, "A value for n-person games").

A family that is *off* stands at its reference:

* ``concentration``: the purchases' mixes. Off, each purchase comes from twenty equal sources, independent of each other
  and shared by the whole product. Each has the purchase's share-weighted hazard under the other families' setting. A
  source that would hit a purchase of low hazard hits one of higher hazard too.
* ``source_power_and_governance``: the country's power over the material and its governance. Off, training means.
* ``export_control``: the register. Off, it is empty: no country has a record, and no act is pending.
* ``substitution``: what can be done without, and substitution features of the hazard. Off, everything is needed and the
  features stand at their training means. The multiplier on losses is 1 as long as the data don't say otherwise.

Hazards under a setting are weights of the same worlds. With all families off something is left, ``reference``; the four
families and the reference add up to the score.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import product as every
from math import factorial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.special import comb

from service.risk.product.loss import Patterns, Slots, largest_lost, lost_shares
from service.risk.product.measured import Measured, counted
from service.risk.product.needs import ProductNeeds
from service.risk.product.score import values
from service.risk.source_shock.alternatives import SETTINGS
from service.risk.source_shock.epoch import Epoch
from service.risk.source_shock.path_store import Store
from service.risk.source_shock.steps import CENTRAL

EQUAL_SOURCES = 20
"""Sources of the reference mix: a market in which no single source decides."""
FAMILIES = ("concentration", "source_power_and_governance", "export_control", "substitution")
ALL_ON = (True,) * len(FAMILIES)
NO_PENDING = replace(CENTRAL, pending="none")
CHUNK = 64
"""Paths weighed at once: 4 MB of worlds."""

Floats = NDArray[np.float64]
Setting = tuple[bool, ...]


class ScoreSplit(NamedTuple):
    """Points by family, and those that are left with every family off; they add up to the score."""

    families: dict[str, float]
    reference: float


def score_split(measured: Measured) -> ScoreSplit:
    """The points of a product's score by family."""
    worth = _worths(measured)
    many = len(FAMILIES)
    points = dict.fromkeys(FAMILIES, 0.0)
    for setting in every((False, True), repeat=many):
        on = sum(setting)
        for place, family in enumerate(FAMILIES):
            if setting[place]:
                continue
            joined = (*setting[:place], True, *setting[place + 1 :])
            share = factorial(on) * factorial(many - on - 1) / factorial(many)
            points[family] += share * (worth[joined] - worth[setting])
    return ScoreSplit(points, worth[(False,) * many])


def _worths(measured: Measured) -> dict[Setting, float]:
    """The score, in points, of every setting of the families."""
    weights = measured.epoch.alternatives.settings_with(measured.countries)
    registers = {True: _in_settings(measured, measured.slots, measured.patterns, measured.lost, weights)}
    registers[False] = _without_pending(measured, weights) or registers[True]
    scores: dict[Setting, float] = {}
    for power, control, substitution in SETTINGS:
        place = SETTINGS.index((power, control, substitution))
        mixed, spread = registers[control][substitution]
        scores[True, power, control, substitution] = float(mixed[place])
        scores[False, power, control, substitution] = float(spread[place])
    scores[ALL_ON] = measured.score
    return scores


def _in_settings(
    measured: Measured, slots: Slots, patterns: Patterns, lost: Floats, weights: Floats
) -> dict[bool, tuple[Floats, Floats]]:
    """By whether what can be done without is, the score by setting of the hazards, as mixed and from equal sources."""
    product, store = measured.product, measured.store
    hazards = _hazards(measured.epoch, store, slots)

    def score_settings(keep: Floats, patterns: Patterns, lost: Floats) -> tuple[Floats, Floats]:
        counts = counted(lost, product, patterns)
        return 100.0 * (counts @ weights), 100.0 * _equal_sources(hazards, keep, product)

    scores = {True: score_settings(slots.keep, patterns, lost)}
    scores[False] = scores[True]
    if (slots.keep < 1.0).any():
        whole = slots._replace(keep=np.ones_like(slots.keep))
        scores[False] = score_settings(whole.keep, *lost_shares(store, whole, measured.fine))
    return scores


def _without_pending(measured: Measured, weights: Floats) -> dict[bool, tuple[Floats, Floats]] | None:
    """The same as if no act were pending; ``None`` where none counts in the central view."""
    acts = (act for country in measured.countries for act in measured.epoch.sources.pending(country))
    if not any(act.central > 0.0 for act in acts):
        return None
    return _in_settings(measured, *measured.lost_under(NO_PENDING), weights)


def _hazards(epoch: Epoch, store: Store, slots: Slots) -> Floats:
    """Share-weighted hazards (purchases, settings): the expected share hit."""
    _weigh_new(epoch, store, slots)
    many = len(slots.paths)
    weights = csr_array((slots.shares, np.arange(many), slots.starts), shape=(len(slots.keep), many))
    hazards: Floats = weights @ store.chances[slots.paths]
    return np.clip(hazards, 0.0, 1.0)


def _weigh_new(epoch: Epoch, store: Store, slots: Slots) -> None:
    """P(hit) by setting of the paths that no product had before. A path's own countries beyond the producers are
    tilted, not the product's, so that what is kept of it doesn't depend on the product."""
    by_countries: dict[frozenset[str], list[int]] = {}
    for path in np.unique(slots.paths[np.isnan(store.chances[slots.paths, 0])]).tolist():
        sources = store.columns[store.columns_of[path]]
        by_countries.setdefault(epoch.alternatives.further(sources), []).append(path)
    for countries, paths in by_countries.items():
        weights = epoch.alternatives.settings_with(countries)
        for begin in range(0, len(paths), CHUNK):
            some = paths[begin : begin + CHUNK]
            hit = np.unpackbits(store.rows[some], axis=1, bitorder="little").astype(np.float64)
            # One by one: a product of two tables rounds a path's last digit by what else is in the table.
            store.chances[some] = [row @ weights for row in hit]


def _equal_sources(hazards: Floats, keep: Floats, product: ProductNeeds) -> Floats:
    """What a product of equal sources counts (0..1), by setting. Where purchases differ in what they need, the one that
    counts most by itself is taken for the product."""
    hit = np.arange(EQUAL_SOURCES + 1)
    struck, spared = _powers(hazards), _powers(1.0 - hazards)[::-1]
    chances = comb(EQUAL_SOURCES, hit)[:, None, None] * struck * spared
    counts = values(np.outer(hit / EQUAL_SOURCES, keep), product.tolerance)
    return largest_lost((chances * counts[:, :, None]).sum(axis=0), product)


def _powers(base: Floats) -> Floats:
    """Powers of a table from the 0th on, as many as there are numbers of sources hit."""
    steps = np.broadcast_to(base, (EQUAL_SOURCES + 1, *base.shape)).copy()
    steps[0] = 1.0
    return np.cumprod(steps, axis=0, dtype=np.float64)
