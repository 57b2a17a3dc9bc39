"""What the score would be, all else equal: without a country, an act or a part.

*Without a country* its part is in many small hands elsewhere, none of which anybody controls: its own acts and
collapses stop nothing any more, what stands before and behind it on a path stays. That is the most that leaving the
country could help. To hand its part to the sources that remain is no reading, since there may be none; whom to buy from
instead is what ``best_source.py`` answers.

*Without an act* the worlds count as much as hazards that don't know the act make them likelier, and an act that is
pending never starts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from service.risk.product import score as scored
from service.risk.product.loss import lost_shares, part_lost
from service.risk.product.measured import Measured, counted
from service.risk.product.needs import Part
from service.risk.source_shock.steps import CENTRAL

Floats = NDArray[np.float64]


def without_country(measured: Measured, country: str) -> float:
    """The score (0..100) with a country's part in many small hands."""
    store, slots = measured.store, measured.slots
    spared = measured.epoch.spared(store, np.unique(slots.paths).tolist(), country)
    numbers = np.arange(len(store.meets))
    numbers[list(spared)] = list(spared.values())
    lost = lost_shares(store, slots._replace(paths=numbers[slots.paths]), measured.patterns)
    return scored.score(counted(lost, measured.product, measured.patterns))


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
    # the largest of all others: the largest of those before and of those after
    others = np.zeros_like(rows)
    others[1:] = np.maximum.accumulate(rows, axis=0)[:-1]
    others[:-1] = np.maximum(others[:-1], np.maximum.accumulate(rows[::-1], axis=0)[::-1][1:])
    return dict(zip(parts, others, strict=True))


def without_acts(
    measured: Measured, restrictions: Floats, pending: Sequence[frozenset[str]] | None = None
) -> list[float]:
    """The scores (0..100) under restriction hazards (tables, countries, elements) that each leave out an act;
    ``pending`` names, by table, pending acts that never start."""
    weights = measured.epoch.alternatives.under(restrictions, measured.countries)
    spared = pending or [frozenset[str]()] * len(restrictions)
    found = []
    for column, ids in zip(weights.T, spared, strict=True):
        counts = measured.by_world
        if ids & measured.pending:
            counts = measured.by_world_under(replace(CENTRAL, spared=ids))
        found.append(100.0 * float(counts @ column))
    return found
