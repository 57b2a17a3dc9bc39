"""How far the skill carries: beyond each baseline, beyond the register, and to goods that were never trained on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.risk.features import NAMES
from service.risk.record import weighted_auc
from training.fitting import WalkForward, walk_forward
from training.panel import Panel
from training.reliability import difference, reliability, top_decile_lift, year_draws

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]
FRESH_SHARE = 0.3
FOLDS = 5
"""Parts of the commodities that are left out in turn."""


def ranks(values: Floats) -> NDArray[np.int64]:
    """Number of each row's value among the distinct ones, rising; unknown values stand at the mean."""
    _, group = np.unique(np.nan_to_num(values, nan=float(np.nanmean(values))), return_inverse=True)
    return np.asarray(group, np.int64)


def auc_difference(panel: Panel, one: Floats, other: Floats, mask: Mask) -> dict[str, Any]:
    """AUC of ``one`` less that of ``other`` on the rows of ``mask``, with the interval from resampled years."""
    event, (position, draws) = panel.event[mask], year_draws(panel.year[mask])
    a, b = ranks(one[mask]), ranks(other[mask])
    return difference(lambda w: weighted_auc(a, event, w[position]) - weighted_auc(b, event, w[position]), draws)


def skill_difference(panel: Panel, one: Floats, other: Floats, climatology: Floats, mask: Mask) -> dict[str, Any]:
    """Brier skill of ``one`` less that of ``other`` (probabilities), with the interval from resampled years."""
    event, (position, draws) = panel.event[mask], year_draws(panel.year[mask])
    size = draws.shape[1]
    saved = np.bincount(position, (other[mask] - event) ** 2 - (one[mask] - event) ** 2, minlength=size)
    reference = np.bincount(position, (climatology[mask] - event) ** 2, minlength=size)
    return difference(lambda w: float(w @ saved) / float(w @ reference), draws)


def fresh_measure(panel: Panel, vintage: str) -> Mask:
    """Cells with more than 30 % of supply, weighted by severity, under a control that took effect within a year.

    Weights: moderate 1/2, strong and prohibitive 1 (the register's levels of a fresh control are moderate and worse,
    those of a recent one strong and worse)."""
    rows = panel.features[vintage]
    fresh = rows[:, NAMES.index("control_fresh")]
    strong = np.minimum(fresh, rows[:, NAMES.index("control_strong_recent")])
    return np.asarray((fresh + strong) / 2 > FRESH_SHARE)


def compared(
    panel: Panel, forecasts: Mapping[str, Floats], ranked: Mapping[str, Floats], climatology: Floats, mask: Mask
) -> dict[str, Any]:
    """The model against every other forecast: differences of AUC and skill. ``ranked`` orders the rows where the index
    isn't the probability."""
    found = {}
    for who, probability in forecasts.items():
        if who == "model":
            continue
        found[who] = {
            "auc": auc_difference(panel, forecasts["model"], ranked.get(who, probability), mask),
            "brier_skill": skill_difference(panel, forecasts["model"], probability, climatology, mask),
        }
    return found


def calibrated_well(panel: Panel, probability: Floats, mask: Mask) -> dict[str, Any]:
    """Reliability by decile and the lift of the top decile within years."""
    rows = probability[mask], panel.event[mask], panel.year[mask]
    return {"reliability": reliability(*rows), "top_decile_lift": top_decile_lift(*rows)}


def rare_earths_left_out(panel: Panel, forward: WalkForward, vintage: str) -> dict[str, Any]:
    """What the rare-earth forecasts lose when no rare-earth row is trained on."""
    other = walk_forward(panel, vintage, train_mask=~panel.rare_earth)
    mask = forward.made & panel.rare_earth
    return {"auc_loss": auc_difference(panel, forward.raw, other.raw, mask)}


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
    probability = 1.0 / (1.0 + np.exp(-raw))
    whole = 1.0 / (1.0 + np.exp(-forward.raw))
    return {
        "auc_loss": auc_difference(panel, forward.raw, raw, forward.made),
        "brier_skill_loss": skill_difference(panel, whole, probability, forward.climatology, forward.made),
    }
