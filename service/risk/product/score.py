"""The score: 100 times the share of worlds in which the product is hit.

A world counts as far as what is lost goes beyond what can be lost without harm. Where nobody states the tolerance it is
uniform on 0.25-0.75 for the whole product, and integrated out: P(lost > tolerance) = clip(2 lost - 0.5, 0, 1). A stated
tolerance is sharp.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from service.risk.product.loss import Patterns

UNSTATED = (0.25, 0.75)
"""Range of a tolerance that nobody states."""
ROUNDING = 1e-9
"""Sums of weights may miss the number they stand for by a few units in the sixteenth place: three times 0.2 is more
than 0.6. A loss counts above a stated tolerance only beyond this."""

CUT = 2.0**30
"""Thirty binary digits: counts of worlds have fourteen, so their products with either half are exact."""

Floats = NDArray[np.float64]


def values(lost: Floats, tolerance: float | None) -> Floats:
    """What each pattern counts (0..1), from lost shares (0..1)."""
    if tolerance is None:
        low, high = UNSTATED
        return np.clip((lost - low) / (high - low), 0.0, 1.0)
    return (lost > tolerance + ROUNDING).astype(np.float64)


def score(by_world: Floats) -> float:
    """0..100, from what each world counts. Summed by world, not by pattern. The same numbers added in the same order
    can't fall when one of them rises, not even in the last bit."""
    return 100.0 * float(by_world.sum()) / len(by_world)


def scores_beside(score: float, whole: Floats, by_pattern: Floats, patterns: Patterns) -> list[float]:
    """The scores of other products (rows of ``by_pattern``) beside one that scores ``score`` and counts ``whole``, by
    pattern. One that counts the same scores the same to the last bit, and one that counts less never scores more."""
    counts = counted_worlds(by_pattern, patterns)
    less = counted_worlds(whole[None], patterns) - counts
    points = 100.0 * counts / patterns.count
    beside = np.where(less > 0.0, np.minimum(points, score), np.where(less < 0.0, np.maximum(points, score), score))
    scores: list[float] = beside.tolist()
    return scores


def counted_worlds(by_pattern: Floats, patterns: Patterns) -> Floats:
    """Worlds that each product (rows) counts, exactly, however finely the patterns tell worlds apart. What a pattern
    counts is a multiple of 2^-54, so of its first thirty binary digits, and of the rest, no sum is rounded."""
    upper = np.rint(by_pattern * CUT) / CUT
    counts: Floats = (upper * patterns.counts).sum(axis=1) + ((by_pattern - upper) * patterns.counts).sum(axis=1)
    return counts


def chances(by_pattern: Floats, patterns: Patterns) -> Floats:
    """P(hit) by purchase (0..1), from what each purchase counts in each pattern."""
    hit: Floats = counted_worlds(by_pattern, patterns) / patterns.count
    return hit
