"""What chance there is in a figure: years drawn with replacement, and AUC and Brier skill of every draw."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.risk.bundle.track_record import ranks, skill, weighted_auc

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
SEED = 20261121
BOOTSTRAPS = 500
METRICS = ("brier_skill", "auc")
LEVEL = (2.5, 97.5)


def year_draws(year: Ints) -> tuple[Ints, Floats]:
    """Position of each row's year, and how often each year is drawn: shape (bootstraps, years). Years are the blocks of
    the bootstrap (Künsch 1989), because the cells of one year share its shocks."""
    years, position = np.unique(year, return_inverse=True)
    return position, drawn(len(years))


def drawn(blocks: int) -> Floats:
    """How often each of some blocks is drawn: shape (bootstraps, blocks), the same every time."""
    picks = np.random.default_rng(SEED).integers(blocks, size=(BOOTSTRAPS, blocks))
    return np.stack([np.bincount(p, minlength=blocks) for p in picks]).astype(np.float64)


def interval(values: Floats) -> list[float]:
    """95 % interval of bootstrap draws; draws without a value (``nan``) don't count."""
    return [float(bound) for bound in np.nanpercentile(values, LEVEL)]


def with_interval(score: Callable[[Floats], float], draws: Floats) -> dict[str, Any]:
    """A statistic of year weights as ``value``, with ``interval_95`` from resampled years."""
    return {"value": score(np.ones(draws.shape[1])), "interval_95": interval(np.array([score(d) for d in draws]))}


def drawn_together(means: Floats, variances: Floats) -> Floats:
    """Means of some groups, each drawn towards their common mean as far as its own sampling variance leaves it
    uncertain. These are random effects with a between-group variance by the method of moments (Hedges and Olkin 1985).
    Means as they are where one is certain and the groups don't differ beyond their sampling."""
    spread = max(0.0, float(means.var(ddof=1) - variances.mean())) if len(means) > 1 else 0.0
    if not (spread + variances).all():
        return means
    weight = 1.0 / (spread + variances)
    common = float((weight * means).sum() / weight.sum())
    keep = spread / (spread + variances)
    return np.asarray(keep * means + (1.0 - keep) * common, np.float64)


@dataclass(frozen=True)
class DrawnMeasures:
    """Brier skill and AUC, in the order of ``METRICS``: ``values`` (forecasts, 2) on the whole, ``draws`` (bootstraps,
    forecasts, 2) of resampled years. All forecasts have the same years drawn."""

    values: Floats
    draws: Floats

    def metrics_of(self, which: int) -> dict[str, Any]:
        """Of one forecast: each metric, and under ``<metric>_95`` its interval."""
        metrics: dict[str, Any] = {}
        for n, metric in enumerate(METRICS):
            metrics |= {metric: float(self.values[which, n]), f"{metric}_95": interval(self.draws[:, which, n])}
        return metrics

    def difference(self, one: int, other: int) -> dict[str, dict[str, Any]]:
        """By metric: ``value`` of ``one`` less that of ``other``, and its ``interval_95``."""
        value, draws = self.values[one] - self.values[other], self.draws[:, one] - self.draws[:, other]
        return {
            metric: {"value": float(value[n]), "interval_95": interval(draws[:, n])} for n, metric in enumerate(METRICS)
        }


def measured(
    forecasts: Sequence[Floats],
    base_rate: Floats,
    event: Ints,
    year: Ints,
    ranked: Sequence[Floats | None] = (),
) -> DrawnMeasures:
    """Brier skill and AUC of probabilities for the same rows, and of draws of their years. ``ranked`` orders the rows
    for the AUC where it isn't the probability (an index keeps its own order). The AUC of a draw without both outcomes
    is ``nan``; the rows themselves need both."""
    orders = [p if r is None else r for p, r in zip(forecasts, ranked or [None] * len(forecasts), strict=True)]
    groups = [ranks(order) for order in orders]
    position, draws = year_draws(year)
    reference = np.bincount(position, (base_rate - event) ** 2)
    loss = [np.bincount(position, (p - event) ** 2) for p in forecasts]
    whole = np.ones(len(event))
    skills = [skill(p, base_rate, event) for p in forecasts]
    aucs = [weighted_auc(group, event, whole) for group in groups]
    values = np.full((len(draws), len(forecasts), len(METRICS)), np.nan)
    for n, times in enumerate(draws):
        weight = times[position]
        both = 0 < float(weight @ event) < float(weight.sum())
        for i, group in enumerate(groups):
            values[n, i, 0] = 1.0 - float(times @ loss[i]) / float(times @ reference)
            values[n, i, 1] = weighted_auc(group, event, weight) if both else np.nan
    return DrawnMeasures(np.column_stack([skills, aucs]), values)
