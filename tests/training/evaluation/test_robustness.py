"""Differences between forecasts, and forecasts of goods that were left out, on small panels."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from sklearn.metrics import roc_auc_score

from service.risk.bundle.track_record import ranks, weighted_auc
from service.risk.disruption.features import FEATURES, NAMES
from tests.factories import small_space
from training.data.disruption_panel import Panel
from training.evaluation import control_effects
from training.evaluation.robustness import compared, fresh_measure
from training.metrics.year_draws import METRICS

RNG = np.random.default_rng(8)


def panel_of(years: int = 10, size: int = 300) -> Panel:
    """A panel with an event in about a quarter of rows."""
    rows = [("284610", f"C{n}", 2006 + y, int(RNG.random() < 0.25)) for y in range(years) for n in range(size)]
    cells = pl.DataFrame(rows, schema=["k", "j", "t", "event"], orient="row")
    return Panel(cells, {"operational": np.zeros((len(rows), len(FEATURES)))}, pl.DataFrame(), 2024)


def test_the_weighted_auc_is_scikit_learns() -> None:
    event, value = RNG.integers(0, 2, 500), RNG.integers(0, 20, 500).astype(float)
    weight = RNG.integers(0, 4, 500).astype(float)
    expected = roc_auc_score(event, value, sample_weight=weight)
    assert weighted_auc(ranks(value), event, weight) == pytest.approx(expected)


def test_unknown_values_rank_at_the_mean() -> None:
    assert ranks(np.array([1.0, np.nan, 3.0])).tolist() == [0, 1, 2]


def test_a_better_forecast_differs_by_more_than_its_interval_and_a_forecast_from_itself_by_nothing() -> None:
    whole = panel_of()
    mask = np.ones(len(whole.event), bool)
    good, poor = 0.1 + 0.3 * whole.event + RNG.random(len(mask)) * 0.2, RNG.random(len(mask)) * 0.5
    found = compared(whole, {"model": good, "poor": poor, "same": good}, {}, np.full(len(mask), 0.25), mask)
    for metric in METRICS:
        assert found["poor"][metric]["interval_95"][0] > 0.0
        assert found["same"][metric] == {"value": 0.0, "interval_95": [0.0, 0.0]}


def test_an_index_is_ranked_in_its_own_order_and_judged_by_its_probability() -> None:
    whole = panel_of()
    mask, flat = np.ones(len(whole.event), bool), np.full(len(whole.event), 0.25)
    perfect = {"index": whole.event.astype(float)}
    found = compared(whole, {"model": flat, "index": flat}, perfect, flat, mask)["index"]
    assert found["auc"]["value"] == -0.5
    assert found["brier_skill"]["value"] == 0.0


def test_a_moderate_measure_weighs_half_of_a_strong_one() -> None:
    whole = panel_of(1, 3)
    rows = whole.features["operational"]
    rows[:, NAMES.index("control_fresh")] = (0.5, 0.5, 0.7)
    rows[:, NAMES.index("control_strong_recent")] = (0.0, 0.2, 0.0)
    assert fresh_measure(whole, "operational").tolist() == [False, True, True]


def test_effects_are_held_against_cells_of_the_same_code_and_year() -> None:
    small = small_space()
    rows = control_effects.exposures(small.panel, small.facts)
    assert rows.height > 100
    assert ((rows["share"] > 0.0) & (rows["share"] <= 1.0 + 1e-6)).all()
    raised = small.panel.cells.with_columns(pl.Series("event", np.where(small.panel.event < 0, -1, 1)))
    alike = Panel(raised, small.panel.features, small.panel.dropped, small.panel.last_year)
    found = control_effects.effect(alike, rows, rows, np.ones(raised.height, bool))
    assert found is not None
    assert (found["effect"], found["events_exposed"]) == (0.0, 1.0)


def test_no_effect_is_stated_of_a_handful_of_cells() -> None:
    small = small_space()
    rows = control_effects.exposures(small.panel, small.facts).head(3)
    assert control_effects.effect(small.panel, rows, rows, np.ones(small.panel.cells.height, bool)) is None


def test_the_effect_of_an_instrument_is_drawn_towards_the_others_the_more_the_less_is_known_of_it() -> None:
    found = control_effects.control_effects(small_space().panel, small_space().facts)
    told = [one for name, cuts in found.items() if name.startswith("instrument") for one in cuts.values()]
    assert all(("pooled" in one) == (one["effect_95"] is not None) for one in told)
    wide = {"effect": 0.2, "effect_95": [-0.2, 0.6]}
    narrow = {"effect": 0.2, "effect_95": [0.15, 0.25]}
    others = [{"effect": e, "effect_95": [e - 0.02, e + 0.02]} for e in (-0.1, 0.0, 0.1)]
    control_effects.pool([wide, narrow, *others])
    assert 0.0 < wide["pooled"] < narrow["pooled"] < 0.2
