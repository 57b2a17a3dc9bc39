"""Whether probabilities mean what they say: frequencies by decile of forecast, and how events gather in the top one."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import rankdata

from training.metrics.year_draws import interval, year_draws

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
    place = rankdata(probability, "ordinal").astype(np.int64) - 1
    return np.asarray(place * DECILES // len(probability), np.int64)


def reliability(probability: Floats, event: Ints | Floats, year: Ints) -> dict[str, Any]:
    """``deciles`` of the forecast: ``cells``, mean ``forecast``, ``observed`` frequency with ``observed_95`` and
    ``gap_95``. The two are the intervals of the frequency and of its gap (observed - forecast) from resampled years.
    Over them: ``mean_absolute_gap``, and ``deciles_inside``, how many hold zero in the interval of their gap."""
    group = deciles(probability)
    position, draws = year_draws(year)
    shape = (DECILES, draws.shape[1])
    count, hits, mass = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    np.add.at(count, (group, position), 1.0)
    np.add.at(hits, (group, position), event)
    np.add.at(mass, (group, position), probability)
    rows: list[dict[str, Any]] = []
    for d in range(DECILES):
        cells = draws @ count[d]
        some = cells > 0  # a draw of years may hold no row of a decile
        rows.append(
            {
                "cells": int(count[d].sum()),
                "forecast": float(mass[d].sum() / count[d].sum()),
                "observed": float(hits[d].sum() / count[d].sum()),
                "observed_95": interval((draws[some] @ hits[d]) / cells[some]),
                "gap_95": interval((draws[some] @ (hits[d] - mass[d])) / cells[some]),
            }
        )
    inside = [r["gap_95"][0] <= 0.0 <= r["gap_95"][1] for r in rows]
    gap = float(np.mean([abs(r["forecast"] - r["observed"]) for r in rows]))
    return {"deciles": rows, "mean_absolute_gap": gap, "deciles_inside": int(sum(inside))}
