"""The population stability index: how far values of today lie from those of another time."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
BINS = 10
FLOOR = 1e-4
"""Smallest share of a bin: an empty one would make the index infinite."""


def stability(before: Floats, after: Floats) -> float:
    """Population stability index: sum over bins of (after - before) x ln(after / before), shares of rows. Bins are the
    deciles of the known values in ``before`` (fewer where values repeat), one more holds the unknown."""
    known = before[~np.isnan(before)]
    edges = np.unique(np.quantile(known, np.linspace(0, 1, BINS + 1)[1:-1])) if len(known) else known
    shares = [_shares(values, edges) for values in (before, after)]
    return float(((shares[1] - shares[0]) * np.log(shares[1] / shares[0])).sum())


def _shares(values: Floats, edges: Floats) -> Floats:
    place = np.where(np.isnan(values), len(edges) + 1, np.searchsorted(edges, values, side="left"))
    return np.maximum(np.bincount(place, minlength=len(edges) + 2) / max(len(values), 1), FLOOR)
