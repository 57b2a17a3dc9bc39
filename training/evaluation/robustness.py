"""How far the skill carries: beyond each baseline, beyond the register, and to goods that were never trained on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.risk.disruption.features import NAMES
from service.risk.disruption.model import sigmoid
from training.data.disruption_panel import Panel
from training.fit.disruption_model import WalkForward, walk_forward
from training.metrics.reliability import reliability, top_decile_lift
from training.metrics.year_draws import measured
from training.metrics.year_splits import EXPOSED_SHARE

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
FOLDS = 5
"""Parts of the commodities that are left out in turn."""


def fresh_measure(panel: Panel, vintage: str) -> Mask:
    """Cells with more than 30 % of supply, weighted by severity, under a control that took effect within a year.

    Weights: moderate 1/2, strong and prohibitive 1 (the register's levels of a fresh control are moderate and worse,
    those of a recent one strong and worse)."""
    rows = panel.features[vintage]
    fresh = rows[:, NAMES.index("control_fresh")]
    strong = np.minimum(fresh, rows[:, NAMES.index("control_strong_recent")])
    return np.asarray((fresh + strong) / 2 > EXPOSED_SHARE)


def compared(
    panel: Panel, forecasts: Mapping[str, Floats], ranked: Mapping[str, Floats], climatology: Floats, mask: Mask
) -> dict[str, Any]:
    """The model against every other forecast: differences of AUC and skill. ``ranked`` orders the rows where the index
    isn't the probability."""
    names = ["model", *(who for who in forecasts if who != "model")]
    orders = [ranked[who][mask] if who in ranked else None for who in names]
    rows = climatology[mask], panel.event[mask], panel.year[mask]
    found = measured([forecasts[who][mask] for who in names], *rows, orders)
    return {who: found.difference(0, n) for n, who in enumerate(names) if n}


def calibrated_well(panel: Panel, probability: Floats, mask: Mask) -> dict[str, Any]:
    """Reliability by decile and the lift of the top decile within years."""
    rows = probability[mask], panel.event[mask], panel.year[mask]
    return {"reliability": reliability(*rows), "top_decile_lift": top_decile_lift(*rows)}


def rare_earths_left_out(panel: Panel, forward: WalkForward, vintage: str) -> dict[str, Any]:
    """What the rare-earth forecasts lose when no rare-earth row is trained on."""
    other = walk_forward(panel, vintage, train_mask=~panel.rare_earth)
    return _lost(panel, forward, other.raw, forward.made & panel.rare_earth)


def commodities_left_out(
    panel: Panel, forward: WalkForward, vintage: str, progress: Callable[[str], None] = lambda message: None
) -> dict[str, Any]:
    """What forecasts of all cells lose when their commodity isn't trained on: codes in five parts (by the four-digit
    heading, so that sisters go together), each left out in turn."""
    codes = panel.cells["k"].to_numpy()
    headings = sorted({code[:4] for code in codes})
    part = np.array([headings.index(code[:4]) % FOLDS for code in codes])
    raw = np.full(len(codes), np.nan)
    for fold in range(FOLDS):
        out = part == fold
        raw[out] = walk_forward(panel, vintage, train_mask=~out).raw[out]
        progress(f"{vintage}: part {fold + 1} of {FOLDS} of the commodities left out")
    return _lost(panel, forward, raw, forward.made)


def _lost(panel: Panel, forward: WalkForward, raw: Floats, mask: Mask) -> dict[str, Any]:
    """Uncalibrated forecasts of ``forward`` less those of other raw log-odds: AUC and Brier skill."""
    both = [sigmoid(log_odds[mask]) for log_odds in (forward.raw, raw)]
    found = measured(both, forward.climatology[mask], panel.event[mask], panel.year[mask]).difference(0, 1)
    return {"auc_loss": found["auc"], "brier_skill_loss": found["brier_skill"]}
