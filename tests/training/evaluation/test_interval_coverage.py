"""Intervals against frequencies."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from service.risk.disruption.features import FAMILIES, FEATURES
from training.data.disruption_panel import Panel
from training.evaluation.interval_coverage import by_tenth, intervals, simulated
from training.fit.disruption_model import WalkForward

YEARS = range(2006, 2022)
PER_YEAR = 400


def history(bias: float = 0.0, seed: int = 8) -> tuple[Panel, WalkForward]:
    """Forecasts and outcomes that follow them, off by ``bias`` in log-odds, with a shock to every year."""
    rng = np.random.default_rng(seed)
    year = np.repeat(np.array(YEARS), PER_YEAR)
    raw = rng.normal(-1.0, 0.8, len(year))
    shock = np.repeat(rng.normal(0.0, 0.2, len(YEARS)), PER_YEAR)
    event = (rng.random(len(raw)) < 1 / (1 + np.exp(-(raw + shock + bias)))).astype(np.int64)
    codes = np.tile(["284610", "260300", "260500", "260800"], len(year) // 4)
    cells = pl.DataFrame({"k": codes, "j": [f"C{n}" for n in range(len(year))], "t": year, "event": event})
    panel = Panel(cells, {"operational": np.zeros((len(year), len(FEATURES)))}, pl.DataFrame(), 2024)
    families, slope = np.zeros((len(raw), len(FAMILIES))), np.ones(len(raw))
    return panel, WalkForward(raw, raw.copy(), np.full(len(raw), event.mean()), families, slope)


def test_the_interval_holds_the_forecast_and_is_wider_where_it_is_extrapolated() -> None:
    panel, forward = history()
    near, far = (intervals(panel, forward, "operational", extrapolated) for extrapolated in (False, True))
    p = 1 / (1 + np.exp(-forward.calibrated))
    assert ((near[0] < p) & (p < near[1])).all()
    assert (far[1] - far[0] >= near[1] - near[0]).all()


def test_tenths_of_a_fair_forecast_lie_inside_and_of_a_biased_one_outside() -> None:
    fair, biased = (
        by_tenth(*history(bias), "operational", np.ones(len(YEARS) * PER_YEAR, bool)) for bias in (0.0, 1.2)
    )
    assert sum(t["inside"] for t in fair) >= 8
    assert sum(t["inside"] for t in biased) <= 2
    assert sum(t["cells"] for t in fair) == len(YEARS) * PER_YEAR


def test_intervals_hold_a_known_truth_about_as_often_as_they_say() -> None:
    panel, forward = history()
    assert simulated(panel, forward, "operational", 2024, 60) == pytest.approx(0.9, abs=0.12)
