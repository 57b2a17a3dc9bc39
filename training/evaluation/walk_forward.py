"""Walk-forward evaluation: AUC and Brier skill with year-block intervals, beside the baselines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from joblib import Parallel, delayed
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from service.risk.disruption.features import FAMILY_COLUMNS
from service.risk.disruption.model import sigmoid
from training.data import archive, facts
from training.data.disruption_panel import VINTAGES, Panel
from training.data.workspace import Workspace
from training.evaluation import baselines, control_effects, element_prices, robustness
from training.evaluation.robustness import fresh_measure
from training.fit.disruption_model import FIRST_TEST_YEAR, LAST_TEST_YEAR, WalkForward, known_rows, walk_forward
from training.metrics import year_splits
from training.metrics.year_draws import measured
from training.metrics.year_splits import DEVELOPMENT_YEARS

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


def measure(
    panel: Panel, probability: Floats, climatology: Floats, mask: Mask, rank: Floats | None = None
) -> dict[str, Any]:
    """AUC and Brier skill of the rows in ``mask``, with 95 % intervals from resampling years. ``rank`` orders the rows
    for the AUC where it isn't the probability (an index keeps its own order)."""
    event = panel.event[mask]
    order = None if rank is None else rank[mask]
    found = measured([probability[mask]], climatology[mask], event, panel.year[mask], [order])
    return {"cells": int(mask.sum()), "event_rate": float(event.mean()), **found.of(0)}


def onset(panel: Panel) -> Mask:
    """Cells that weren't in the event the year before (cells without a row that year count as not)."""
    keys = panel.cells.select("k", "j", "t").rows()
    before = {(k, j, t + 1) for (k, j, t), e in zip(keys, panel.event, strict=True) if e == 1}
    return np.array([key not in before for key in keys])


def subsets(panel: Panel, made: Mask, vintage: str = "operational") -> dict[str, Mask]:
    """The cuts that are reported: those of a track record, and more."""
    rare, year = panel.rare_earth, panel.year
    early = year_splits.within(year, DEVELOPMENT_YEARS)
    found = year_splits.subsets(year, rare) | {
        "rare_earths_onset": rare & onset(panel),
        "rare_earths_without_2009_10": rare & ~np.isin(year, (2009, 2010)),
        "fresh_measure": fresh_measure(panel, vintage),
        "all_2006_14": early,
        "rare_earths_2006_14": rare & early,
    }
    return {name: made & mask for name, mask in found.items()}


def index_forecast(panel: Panel, index: Floats, vintage: str) -> Floats:
    """An index turned into probabilities: a logistic curve fitted each year on what was known, missing at its mean."""
    probability = np.full(len(index), np.nan)
    for year in range(FIRST_TEST_YEAR, LAST_TEST_YEAR + 1):
        train = known_rows(panel, year, vintage)
        test = (panel.year == year) & (panel.event >= 0)
        mean = float(np.nanmean(index[train]))
        filled = np.where(np.isnan(index), mean, index)[:, None]
        curve = LogisticRegression(C=np.inf, max_iter=1000).fit(filled[train], panel.event[train])
        probability[test] = curve.predict_proba(filled[test])[:, 1]
    return probability


def without_family(rows: Floats, family: str) -> Floats:
    """Features with one family hidden: controls at none, others unknown."""
    out = rows.copy()
    out[:, FAMILY_COLUMNS[family]] = 0.0 if family == "export_control" else np.nan
    return out


def forecasts_of(
    panel: Panel, forward: WalkForward, bare: WalkForward, indices: Mapping[str, Floats], vintage: str
) -> dict[str, Floats]:
    """Probabilities by forecaster: the model, itself uncalibrated and without the register, the indices, the base
    rate."""
    found = {
        "model": sigmoid(forward.calibrated),
        "model_uncalibrated": sigmoid(forward.raw),
        "model_without_register": sigmoid(bare.calibrated),
    }
    found |= {name: index_forecast(panel, index, vintage) for name, index in indices.items()}
    return found | {"base_rate": forward.climatology}


def report(
    panel: Panel, forward: WalkForward, forecasts: Mapping[str, Floats], indices: Mapping[str, Floats], vintage: str
) -> dict[str, Any]:
    """Metrics of every forecaster for every subset that has both outcomes."""
    masks = subsets(panel, forward.made, vintage)
    both = {name: mask for name, mask in masks.items() if 0 < panel.event[mask].sum() < mask.sum()}
    return measures(panel, forward.climatology, forecasts, indices, both)


def measures(
    panel: Panel,
    climatology: Floats,
    forecasts: Mapping[str, Floats],
    indices: Mapping[str, Floats],
    masks: Mapping[str, Mask],
) -> dict[str, Any]:
    """``measure`` of every forecast in every cut, each a joblib task."""
    plain = replace(panel, features={})  # a task on a cluster carries its data
    tasks = [
        delayed(measure)(plain, probability, climatology, mask, indices.get(who))
        for mask in masks.values()
        for who, probability in forecasts.items()
    ]
    answers = iter(Parallel()(tasks))
    return {name: {who: next(answers) for who in forecasts} for name in masks}


def checks(
    space: Workspace, forward: WalkForward, forecasts: Mapping[str, Floats], indices: Mapping[str, Floats], vintage: str
) -> dict[str, Any]:
    """What stands beside the metrics: differences with their intervals, reliability, lift, goods left out of training,
    element prices, and what controls did."""
    panel, masks = space.panel, subsets(space.panel, forward.made, vintage)
    told = ("all", "rare_earths", "fresh_measure")
    return {
        "difference": {
            name: robustness.compared(panel, forecasts, indices, forward.climatology, masks[name]) for name in told
        },
        "calibration": {name: robustness.calibrated_well(panel, forecasts["model"], masks[name]) for name in told[:2]},
        "rare_earths_left_out": robustness.rare_earths_left_out(panel, forward, vintage),
        "commodities_left_out": robustness.commodities_left_out(panel, forward, vintage, space.console.log),
        "oxide_prices": element_prices.price_test(panel, space.facts),
        "control_effects": control_effects.control_effects(panel, space.facts),
    }


def both_vintages(space: Workspace) -> dict[str, Any]:
    """The whole evaluation: walk-forward under each vintage beside the baselines and the model without the register,
    and under ``checks`` what is examined of the operational one only."""
    production = archive.read_production(space.cache)
    names, panel = facts.commodity_names(), space.panel
    found: dict[str, Any] = {}
    for vintage in VINTAGES:
        forward = walk_forward(panel, vintage, progress=space.console.log)
        bare = walk_forward(panel, vintage, rows=without_family(panel.features[vintage], "export_control"))
        risk = baselines.geopolrisk(panel, space.flows, space.governance, production, names, space.trade, vintage)
        indices = {
            "import_hhi": baselines.import_hhi(panel, space.trade, vintage),
            "geopolrisk": risk,
            "eu_supply_risk": baselines.eu_supply_risk(panel, space.trade, space.governance, vintage),
            "last_volatility": baselines.last_volatility(panel, vintage),
        }
        forecasts = forecasts_of(panel, forward, bare, indices, vintage)
        found[vintage] = report(panel, forward, forecasts, indices, vintage)
        if vintage == "operational":
            found["checks"] = checks(space, forward, forecasts, indices, vintage)
    return found


def unverified_effect(kept: Workspace, dropped: Workspace) -> list[str]:
    """What letting the measures of confidence C act changes: how many act, and the cells whose features they move."""
    recalled = [m for m in kept.facts.register.measures if m.confidence == "C" and m.sign == "tightening"]
    able = [m for m in recalled if m.hs_match in ("exact", "partial")]
    lines = [f"{len(able)} of {len(recalled)} unverified controls name a traded code and act"]
    columns = FAMILY_COLUMNS["export_control"]
    panel = kept.panel
    for vintage in VINTAGES:
        moved = (panel.features[vintage][:, columns] != dropped.panel.features[vintage][:, columns]).any(axis=1)
        made = moved & (panel.event >= 0) & (panel.year >= FIRST_TEST_YEAR) & (panel.year <= LAST_TEST_YEAR)
        rare = int((moved & panel.rare_earth).sum())
        lines.append(f"{vintage}: features of {moved.sum():,} cells change, {made.sum():,} tested, {rare} rare earths")
    return lines
