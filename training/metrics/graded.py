"""Ranking and skill of probabilities for outcomes between 0 and 1, with years drawn again.

A graded outcome y is the chance that a loss exceeds a tolerance that nobody stated. The forecast of a yes-or-no event
is judged in expectation over that tolerance. A row then counts as y hits and 1 - y misses; its Brier score is (p - y)^2
+ y (1 - y). With y of 0 or 1 both are the ordinary ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.risk.bundle.track_record import ranks
from training.metrics.year_draws import interval, year_draws

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def concordance(order: Floats, outcome: Floats, position: Ints, years: int) -> Floats:
    """Weight of (hit of year a, miss of year b) pairs that ``order`` ranks rightly, ties half: shape (years, years).

    Whatever years are drawn, the AUC of the draw (Hanley and McNeil 1982) is a quadratic form of it. So resampling
    costs no further sorting.
    """
    group = ranks(order)
    miss = np.zeros((int(group.max()) + 1, years))
    np.add.at(miss, (group, position), 1.0 - outcome)
    below = np.cumsum(miss, axis=0) - miss / 2
    counts = np.zeros((years, years))
    np.add.at(counts, position, outcome[:, None] * below[group])
    return counts


@dataclass(frozen=True)
class Graded:
    """Figures of some forecasts, each of shape (forecasts,), and of every draw of years, (draws, forecasts): the same
    years for all. ``skill`` is Brier skill against the reference forecast, ``nan`` for an order without one."""

    names: tuple[str, ...]
    auc: Floats
    skill: Floats
    auc_draws: Floats
    skill_draws: Floats

    def metrics_of(self, name: str) -> dict[str, Any]:
        """AUC and Brier skill of one forecast with 95 % intervals."""
        n = self.names.index(name)
        metrics = {"auc": float(self.auc[n]), "auc_95": interval(self.auc_draws[:, n])}
        if np.isfinite(self.skill[n]):
            metrics |= {"brier_skill": float(self.skill[n]), "brier_skill_95": interval(self.skill_draws[:, n])}
        return metrics

    def difference(self, one: str, other: str) -> dict[str, Any]:
        """What ``one`` has over ``other``: AUC and, where both are probabilities, Brier skill, with 95 % intervals."""
        a, b = self.names.index(one), self.names.index(other)
        metrics = {
            "auc": float(self.auc[a] - self.auc[b]),
            "auc_95": interval(self.auc_draws[:, a] - self.auc_draws[:, b]),
        }
        if np.isfinite(self.skill[a]) and np.isfinite(self.skill[b]):
            metrics["brier_skill"] = float(self.skill[a] - self.skill[b])
            metrics["brier_skill_95"] = interval(self.skill_draws[:, a] - self.skill_draws[:, b])
        return metrics


def graded(
    forecasts: Mapping[str, Floats], orders: Mapping[str, Floats], reference: Floats, outcome: Floats, year: Ints
) -> Graded:
    """Measures of ``forecasts`` (probabilities) and ``orders`` (indices, ranked only) of the same rows; ``reference``
    is the forecast that skill is counted from. Draws without hits or misses have no AUC (``nan``)."""
    position, draws = year_draws(year)
    years = draws.shape[1]
    weights = np.vstack([np.ones(years), draws])
    hits, misses = np.bincount(position, outcome, years), np.bincount(position, 1.0 - outcome, years)
    pairs = (weights @ hits) * (weights @ misses)
    spread = outcome * (1.0 - outcome)
    base = weights @ np.bincount(position, (reference - outcome) ** 2 + spread, years)
    auc, skill = [], []
    for values in (*forecasts.values(), *orders.values()):
        right = concordance(values, outcome, position, years)
        rightly = np.einsum("da,ab,db->d", weights, right, weights)
        auc.append(np.divide(rightly, pairs, out=np.full(len(pairs), np.nan), where=pairs > 0))
    for values in forecasts.values():
        loss = weights @ np.bincount(position, (values - outcome) ** 2 + spread, years)
        skill.append(1.0 - loss / base)
    skill += [np.full(len(weights), np.nan) for _ in orders]
    aucs, skills = np.column_stack(auc), np.column_stack(skill)
    return Graded((*forecasts, *orders), aucs[0], skills[0], aucs[1:], skills[1:])
