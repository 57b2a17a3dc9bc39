"""What each family of features carries, and how each feature bends the forecast."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.risk.bundle.track_record import Record
from service.risk.disruption.features import FAMILIES, NAMES
from service.risk.disruption.model import Model, sigmoid
from training.data.disruption_panel import Panel
from training.fit.disruption_model import WalkForward
from training.metrics import record_differences

Floats = NDArray[np.float64]
SHAPE_ROWS = 400
SHAPE_POINTS = 24


def ablation(panel: Panel, forward: WalkForward, whole: Record) -> dict[str, dict[str, dict[str, Any]]]:
    """By family: ``record_differences.metrics`` of the walk-forward forecasts against the same with the family held
    at its mean in training. Nothing is refitted: it is what the family carries in the model as it is, out of sample."""
    found = {}
    for n, family in enumerate(FAMILIES):
        held = forward.calibrated - forward.slope * forward.families[:, n]
        without = record_differences.freeze(panel, sigmoid(held), forward.climatology)
        found[family] = record_differences.metrics(record_differences.Pair(without, whole, 0, 0, 0))
    return found


def shapes(model: Model, rows: Floats) -> Mapping[str, tuple[Floats, Floats]]:
    """Of each feature: values between the 1st and 99th percentile of training, and the mean change of calibrated
    log-odds when every row of a spread of training rows is set to each (partial dependence, Friedman 2001,
    section 8.2), counted from its mean. Features without two known values are left out: they bend nothing."""
    spread = rows[np.linspace(0, len(rows) - 1, SHAPE_ROWS).astype(int)]
    found = {}
    for n, name in enumerate(NAMES):
        known = rows[:, n][~np.isnan(rows[:, n])]
        points = np.unique(np.quantile(known, np.linspace(0.01, 0.99, SHAPE_POINTS))) if len(known) else known
        if len(points) == 1:
            points = np.unique([known.min(), *points, known.max()])  # a rare feature: its ends
        if len(points) <= 1:
            continue
        changed = np.tile(spread, (len(points), 1))
        changed[:, n] = np.repeat(points, len(spread))
        answer = model.estimate(changed).log_odds.reshape(len(points), len(spread)).mean(axis=1)
        found[name] = points, answer - answer.mean()
    return found
