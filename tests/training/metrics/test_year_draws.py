"""Draws of years, and AUC and skill of every draw, on outcomes small enough to check by hand."""

from __future__ import annotations

import numpy as np
import pytest

from service.risk.bundle.track_record import ranks, skill, weighted_auc
from training.metrics.year_draws import (
    BOOTSTRAPS,
    METRICS,
    drawn,
    drawn_together,
    interval,
    measured,
    with_interval,
    year_draws,
)

RNG = np.random.default_rng(3)
YEAR = np.repeat(np.arange(2006, 2016), 100)
EVENT = (RNG.random(len(YEAR)) < 0.3).astype(np.int64)
FORECAST = np.round(0.1 + 0.3 * EVENT + 0.4 * RNG.random(len(YEAR)), 2)
BASE = np.full(len(YEAR), 0.25)


def test_intervals_come_from_resampled_years_and_are_the_same_each_time() -> None:
    (position, draws), (_, again) = year_draws(YEAR), year_draws(YEAR)
    assert draws.shape == (BOOTSTRAPS, 10)
    assert (draws.sum(axis=1) == 10).all()
    np.testing.assert_array_equal(draws, again)
    interval = with_interval(lambda w: float(w @ np.bincount(position)) / 1_000, draws)
    assert interval == {"value": 1.0, "interval_95": [1.0, 1.0]}


def test_a_block_is_drawn_once_on_average() -> None:
    assert drawn(20).mean(axis=0) == pytest.approx(np.ones(20), abs=0.2)


def test_a_draw_without_a_value_does_not_count() -> None:
    assert interval(np.array([np.nan, 1.0, 1.0])) == [1.0, 1.0]


def test_the_first_draw_is_the_auc_and_skill_of_the_rows_of_the_years_drawn() -> None:
    position, draws = year_draws(YEAR)
    rows = np.repeat(np.arange(len(YEAR)), draws[0][position].astype(int))
    auc = weighted_auc(ranks(FORECAST[rows]), EVENT[rows], np.ones(len(rows)))
    measurement = measured([FORECAST], BASE, EVENT, YEAR)
    assert measurement.draws[0, 0] == pytest.approx([skill(FORECAST[rows], BASE[rows], EVENT[rows]), auc])
    assert measurement.values[0].tolist() != measurement.draws[0, 0].tolist()


def test_a_draw_of_years_without_an_event_has_no_auc_and_a_skill() -> None:
    event = EVENT * (YEAR == 2006)
    draws = measured([FORECAST], BASE, event, YEAR).draws[:, 0]
    missed = year_draws(YEAR)[1][:, 0] == 0
    assert missed.any()
    np.testing.assert_array_equal(np.isnan(draws[:, METRICS.index("auc")]), missed)
    assert np.isfinite(draws[:, METRICS.index("brier_skill")]).all()


def test_a_difference_is_drawn_on_the_same_years_for_both() -> None:
    both = measured([FORECAST, FORECAST - 0.01 * EVENT], BASE, EVENT, YEAR)
    assert both.difference(0, 0)["auc"] == {"value": 0.0, "interval_95": [0.0, 0.0]}
    gap, alone = both.difference(0, 1)["brier_skill"], both.metrics_of(0)["brier_skill_95"]
    assert 0.0 < gap["interval_95"][0] < gap["value"] < gap["interval_95"][1]
    assert gap["interval_95"][1] - gap["interval_95"][0] < alone[1] - alone[0]


def test_a_group_known_for_certain_among_equal_ones_is_left_as_it_is() -> None:
    means = np.array([0.1, 0.1, 0.2])
    assert drawn_together(means, np.array([0.0, 0.0, 9.0])).tolist() == means.tolist()
    shrunk = drawn_together(np.array([0.0, 0.1, 0.5]), np.array([0.001, 0.001, 0.1]))
    assert 0.0 < shrunk[0] < shrunk[1] < shrunk[2] < 0.5
