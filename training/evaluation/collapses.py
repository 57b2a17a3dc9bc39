"""How well export collapses are forecast: by structure for codes other than rare earths, and why rare earths have one
constant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from service.risk.source_shock.acts import Acts
from service.risk.source_shock.collapse import FEATURES, RARE_EARTH_PROBABILITY, CollapseModel, rows_of
from service.risk.vocabulary import LABELLED_CODES
from training.data.collapse_panel import CollapsePanel, collapse_panel
from training.data.restrictions import restricted_flows
from training.data.workspace import Workspace
from training.fit.collapse import LABEL_DELAY, learnable, rare_earth_rate, walk_forward
from training.metrics.graded import graded
from training.tables import minerals

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]

FIRST_YEAR = 2007
LATE = 2014
ANY_BUYER = ("DEU", "JPN", "USA")
"""Buyers whom every act reaches that is not aimed at others; a source's own years are left out by them."""


def forecasts(panel: CollapsePanel, models: Mapping[int, CollapseModel]) -> tuple[Floats, Floats]:
    """Probability by structure of every row whose year has a model, rare earths too, and the rate of the rows learnt
    from by then. Both are ``nan`` elsewhere."""
    rows, year = rows_of(panel.structure), panel.rows["year"].to_numpy()
    event, able = panel.rows["event"].cast(pl.Float64).to_numpy(), learnable(panel)
    made, base = np.full(len(year), np.nan), np.full(len(year), np.nan)
    for now, model in models.items():
        made[year == now] = model.probability(rows[year == now])
        base[year == now] = event[able & (year <= now - LABEL_DELAY)].mean()
    return made, base


def _metrics_of(made: Floats, base: Floats, panel: CollapsePanel, mask: Mask) -> dict[str, Any]:
    event = panel.rows["event"].cast(pl.Float64).to_numpy()[mask]
    metrics = graded({"model": made[mask]}, {}, base[mask], event, panel.rows["year"].to_numpy()[mask]).metrics_of(
        "model"
    )
    return {"pairs": int(mask.sum()), "events": int(event.sum()), "mean_forecast": float(made[mask].mean()), **metrics}


def measured(space: Workspace) -> dict[str, Any]:
    """``by_structure`` (sources of other codes, the same since 2015, and of rare earths), ``constant`` (see
    ``rare_earth_rate``) and the coefficients by vintage."""
    panel = collapse_panel(space.exports, space.facts.register.measures)
    models = walk_forward(panel, range(FIRST_YEAR, int(panel.rows["year"].to_numpy().max()) + 1))
    made, base = forecasts(panel, models)
    rare = panel.rows["k"].is_in(sorted(LABELLED_CODES)).to_numpy()
    told = panel.rows["source"].to_numpy() & panel.rows["event"].is_not_null().to_numpy() & ~np.isnan(made)
    late = panel.rows["year"].to_numpy() >= LATE
    cuts = {"other_codes": told & ~rare, "other_codes_since_2015": told & ~rare & late, "rare_earths": told & rare}
    acts = Acts(space.facts.register, minerals.codes_of(minerals.load()))
    return {
        "by_structure": {name: _metrics_of(made, base, panel, mask) for name, mask in cuts.items()},
        "constant": rare_earth_rate(panel, restricted_flows(acts, ANY_BUYER)),
        "coefficients": {
            year: dict(zip(FEATURES, model.estimator.coef_[0].round(3).tolist(), strict=True))
            for year, model in models.items()
        },
    }


def text(evaluation: dict[str, Any]) -> list[str]:
    """What ``measured`` found, a line each."""
    lines = ["Export collapses"]
    for name, row in evaluation["by_structure"].items():
        (a, b), (c, d) = row["auc_95"], row["brier_skill_95"]
        lines.append(
            f"  by structure, {name} ({row['pairs']:,} pairs, {row['events']} events): AUC {row['auc']:.3f} ({a:.3f} "
            f"to {b:.3f}), skill {row['brier_skill']:.3f} ({c:.3f} to {d:.3f})"
        )
    for name, row in evaluation["constant"].items():
        low, high = row["interval_95"]
        lines.append(
            f"  rare earths, {name}: {row['events']} of {row['pairs']}, {row['value']:.1%} ({low:.1%} to {high:.1%}); "
            f"served {RARE_EARTH_PROBABILITY:.0%}"
        )
    return lines
