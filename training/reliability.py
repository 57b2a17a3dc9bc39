"""Whether probabilities mean what they say: frequencies by decile of forecast, and how events gather in the top one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.fitting import BOOTSTRAPS, SEED

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
DECILES = 10


def deciles(probability: Floats, year: Ints | None = None) -> Ints:
    """Decile (0..9) of each forecast, over all rows or within its year; equal forecasts are kept in row order."""
    if year is not None:
        out = np.zeros(len(probability), np.int64)
        for y in np.unique(year):
            out[year == y] = deciles(probability[year == y])
        return out
    order = np.argsort(np.argsort(probability, kind="stable"), kind="stable")
    return np.asarray(order * DECILES // len(probability), np.int64)


def year_draws(year: Ints) -> tuple[Ints, Floats]:
    """Position of each row's year, and how often each year is drawn: shape (bootstraps, years)."""
    years, position = np.unique(year, return_inverse=True)
    rng = np.random.default_rng(SEED)
    picks = rng.integers(len(years), size=(BOOTSTRAPS, len(years)))
    return position, np.stack([np.bincount(p, minlength=len(years)) for p in picks]).astype(np.float64)


def interval(values: Floats) -> list[float]:
    """95 % interval of bootstrap draws."""
    return [float(v) for v in np.nanpercentile(values, [2.5, 97.5])]


def difference(score: Callable[[Floats], float], draws: Floats) -> dict[str, Any]:
    """A statistic of year weights, with its 95 % interval from resampled years."""
    return {"value": score(np.ones(draws.shape[1])), "interval_95": interval(np.array([score(d) for d in draws]))}


def reliability(probability: Floats, event: Ints, year: Ints) -> dict[str, Any]:
    """Mean forecast and observed frequency by decile, the latter with its interval from resampled years; the mean
    absolute gap over deciles, and how many deciles hold their forecast inside the interval."""
    group = deciles(probability)
    position, draws = year_draws(year)
    shape = (DECILES, draws.shape[1])
    count, hits, mass = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    np.add.at(count, (group, position), 1.0)
    np.add.at(hits, (group, position), event)
    np.add.at(mass, (group, position), probability)
    rows = []
    for d in range(DECILES):
        shift = (draws @ (hits[d] - mass[d])) / np.maximum(draws @ count[d], 1.0)
        rows.append(
            {
                "forecast": float(mass[d].sum() / count[d].sum()),
                "observed": float(hits[d].sum() / count[d].sum()),
                "gap_95": interval(shift),
            }
        )
    inside = [r["gap_95"][0] <= 0.0 <= r["gap_95"][1] for r in rows]  # type: ignore[index]
    gap = float(np.mean([abs(float(r["forecast"]) - float(r["observed"])) for r in rows]))  # type: ignore[arg-type]
    return {"deciles": rows, "mean_absolute_gap": gap, "deciles_inside": int(sum(inside))}


def top_decile_lift(probability: Floats, event: Ints, year: Ints) -> dict[str, Any]:
    """Event rate of each year's top tenth over that year's event rate, averaged over years weighted by their events,
    with the interval from resampled years."""
    top = deciles(probability, year) == DECILES - 1
    position, draws = year_draws(year)
    size = draws.shape[1]
    count, hits = np.bincount(position, minlength=size), np.bincount(position, event, minlength=size)
    caught, tops = np.bincount(position, event * top, minlength=size), np.bincount(position, top, minlength=size)
    expected = tops * hits / count
    return difference(lambda w: float(w @ caught / (w @ expected)), draws)
