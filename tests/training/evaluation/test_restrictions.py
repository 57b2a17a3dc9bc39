"""The evaluation of restrictions on made-up histories: what is there is found, what isn't isn't."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import polars as pl
import pytest

from tests.factories import workspace
from tests.training.fit.histories import history
from training.evaluation import restrictions
from training.evaluation.restriction_text import text
from training.fit.restriction import restriction_forecasts

YEARS = range(2008, 2016)


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Eight origins, few draws and few placebos."""
    monkeypatch.setattr(restrictions, "FIRST_ORIGIN", YEARS.start)
    monkeypatch.setattr(restrictions, "DRAWS", 20)
    monkeypatch.setattr(restrictions, "PLACEBOS", 4)


def forecasts(**more: Any) -> pl.DataFrame:
    return restriction_forecasts(history(**more), {}, YEARS)


@pytest.mark.slow
def test_a_known_cause_is_found_with_its_interval() -> None:
    metrics = restrictions.metrics(forecasts())
    assert metrics["auc_95"][0] > 0.65
    assert metrics["auc_95"][0] < metrics["auc"] < metrics["auc_95"][1]
    assert metrics["brier_skill"] > 0
    assert metrics["lift"] > 1.5


def test_rows_without_an_event_have_no_metrics() -> None:
    assert restrictions.metrics(forecasts().filter(~pl.col("event"))).keys() == {"rows", "events"}


@pytest.mark.slow
def test_shuffled_labels_have_no_skill() -> None:
    assert restrictions.placebo(history(), {})["mean"] == pytest.approx(0.5, abs=0.06)


@pytest.mark.slow
def test_the_model_is_no_better_than_itself() -> None:
    rows = forecasts()
    difference = restrictions.auc_difference(rows, rows["p"].to_numpy())
    assert (difference["model_above"], difference["model_above_95"]) == (0.0, [0.0, 0.0])


@pytest.mark.slow
def test_the_model_beats_an_order_of_chance() -> None:
    rows = forecasts()
    difference = restrictions.auc_difference(rows, np.random.default_rng(1).random(len(rows)))
    assert difference["model_above_95"][0] > 0.1


@pytest.mark.slow
def test_a_family_that_carries_the_cause_is_missed_and_one_that_doesnt_isnt() -> None:
    rows = history(own_effect=0.0)
    ablation = restrictions.ablations(rows, {}, restriction_forecasts(rows, {}, YEARS))
    assert ablation["governance"]["model_above"] > 0.1
    assert abs(ablation["export_control"]["model_above"]) < 0.02


@pytest.mark.slow
def test_a_mineral_that_wasnt_trained_on_is_forecast_as_well_when_causes_are_shared() -> None:
    rows = history()
    left_out = restrictions.unseen(rows, {}, restriction_forecasts(rows, {}, YEARS))
    assert abs(left_out["minerals"]["loses"]) < 0.02
    assert left_out["minerals"]["rows"] == len(restriction_forecasts(rows, {}, YEARS))


def test_bins_hold_every_row_and_a_true_model_is_calibrated() -> None:
    rows = forecasts()
    bins = restrictions.calibration(rows)
    assert sum(one["rows"] for one in bins["bins"]) == len(rows)
    assert bins["ratio"] == pytest.approx(1.0, abs=0.15)
    assert bins["slope_95"][0] < 1.0 < bins["slope_95"][1] + 0.2


def test_a_forecast_half_as_high_shows_in_the_ratio() -> None:
    halved = forecasts().with_columns(pl.col("p") / 2)
    assert restrictions.calibration(halved)["ratio"] == pytest.approx(0.5, abs=0.08)


@pytest.mark.fit
def test_the_shipped_tables_meet_what_was_set_as_goal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    monkeypatch.setattr(restrictions, "DRAWS", 50)
    measurement = restrictions.measured(workspace())
    metrics = measurement["metrics"]
    assert metrics["all"]["auc"] >= 0.88
    assert metrics["since_2015"]["auc"] >= 0.86
    assert metrics["specialty_metals"]["auc"] >= 0.91
    assert measurement["unseen"]["minerals"]["loses"] <= 0.01
    assert all(one["model_above_95"][0] > 0 for one in measurement["baselines"].values())
    assert 0.43 <= measurement["placebo"]["mean"] <= 0.57
    assert json.loads(json.dumps(measurement)) == measurement
    assert len(list(text(measurement))) > 40
