"""What the score would be, all else equal: without a country, an act or a part.

*Without a country* its part is in many small hands elsewhere, none of which anybody controls. Its own acts and
collapses stop nothing any more. The places before and behind it on a path stay. That is the most that leaving the
country could help. To hand its part to the sources that remain is no reading, since there may be none.
``best_source.py`` answers whom to buy from instead.

*Without an act* the worlds count as much as hazards that don't know the act make them likelier. A pending act never
starts.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from service.risk.product import score as scored
from service.risk.product.loss import chosen_slots, kinds_of, lost_in, part_lost
from service.risk.product.measured import Measured, counted
from service.risk.product.needs import Part
from service.risk.source_shock.steps import CENTRAL

SPARED = "spared"
"""Kinds of worlds by the paths that countries left out no longer stop."""

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]


def without_countries(measured: Measured, countries: Sequence[str]) -> list[float]:
    """The score (0..100) with the part of each of these countries in many small hands, by itself. The paths that this
    leaves, of all countries, tell worlds apart once."""
    if not countries:
        return []
    store, product = measured.store, measured.product
    slots = chosen_slots(measured.slots, product.needed)
    spared = [slots._replace(paths=measured.epoch.spared(store, slots.paths, country)) for country in countries]
    kinds = kinds_of(store, np.concatenate([one.paths for one in spared]), measured.fine, SPARED)
    return [scored.score(counted(lost_in(kinds, one), product, kinds.patterns)) for one in spared]


def score_without_pending(measured: Measured) -> float:
    """The score (0..100) if no act were pending."""
    acts = measured.epoch.sources.hazards.pending
    if not any(act.central > 0 and act.measure_id in measured.pending for act in acts):
        return measured.score
    return scored.score(measured.by_world_under(replace(CENTRAL, pending="none")))


def lost_without_parts(measured: Measured) -> dict[Part, Floats]:
    """By pattern, what the product loses (0..1) without each distinct part; nothing without the only one."""
    parts = measured.product.distinct
    if not parts:
        return {}
    rows = np.stack([part_lost(measured.lost, part) for part in parts])
    return dict(zip(parts, _largest_of_others(rows), strict=True))


def without_each(measured: Measured, group: Numbers) -> list[float]:
    """The score (0..100) without each group of purchases, from the group (0, 1, ...) of each purchase that is needed.
    For products without alternates: what is left loses what its largest group loses."""
    needed = np.array(sorted({n for part in measured.product.distinct for n in part[0]}), np.intp)
    rows = np.zeros((int(group.max()) + 1, measured.lost.shape[1]))
    for number in np.unique(group[needed]).tolist():
        rows[number] = measured.lost[needed[group[needed] == number]].max(axis=0)
    counts = scored.values(_largest_of_others(rows), measured.product.tolerance)
    return [scored.score(measured.patterns.spread(row)) for row in counts]


def _largest_of_others(rows: Floats) -> Floats:
    """For each row, the largest of all others: the largest of those before and of those after; 0 without any."""
    others = np.zeros_like(rows)
    others[1:] = np.maximum.accumulate(rows, axis=0)[:-1]
    others[:-1] = np.maximum(others[:-1], np.maximum.accumulate(rows[::-1], axis=0)[::-1][1:])
    return others


def without_acts(
    measured: Measured,
    restrictions: Floats,
    pending: Sequence[frozenset[str]] | None = None,
    name: Hashable = None,
) -> list[float]:
    """The scores (0..100) under restriction hazards (tables, countries, elements) that each leave out an act.
    ``pending`` names, by table, pending acts that never start, ``name`` the tables of a day."""
    weights = measured.epoch.alternatives.under(restrictions, measured.countries, name)
    spared = pending or [frozenset[str]()] * len(restrictions)
    scores = []
    for column, ids in zip(weights.T, spared, strict=True):
        counts = measured.by_world
        if ids & measured.pending:
            counts = measured.by_world_under(replace(CENTRAL, spared=ids))
        scores.append(100.0 * float(counts @ column))
    return scores
