"""A difference split over what makes it, so that no order matters (Shapley 1953, "A value for n-person games").

Each part gets the mean of what it adds, over all orders in which the parts could change from one side to the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from math import factorial, fsum

Parts = frozenset[str]
"""The parts that are of the later side; all others are of the earlier."""


def settings(parts: Sequence[str]) -> list[Parts]:
    """Every choice of parts that have changed, from none to all."""
    return [frozenset(some) for many in range(len(parts) + 1) for some in combinations(parts, many)]


def shapley(parts: Sequence[str], worth: Mapping[Parts, float]) -> dict[str, float]:
    """What each part adds. They sum to the worth of all less that of none, and turn their sign where sides change."""
    many = len(parts)
    shares: dict[str, float] = {}
    for part in parts:
        others = [other for other in parts if other != part]
        terms = []
        for before in settings(others):
            weight = factorial(len(before)) * factorial(many - len(before) - 1) / factorial(many)
            terms.append(weight * (worth[before | {part}] - worth[before]))
        shares[part] = fsum(terms)
    return shares
