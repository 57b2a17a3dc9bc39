"""Reliability and lift, on outcomes whose truth is known."""

from __future__ import annotations

import numpy as np
import pytest

from training.reliability import deciles, difference, reliability, top_decile_lift, year_draws

YEAR = np.repeat(np.arange(2006, 2016), 1000)
RNG = np.random.default_rng(3)
TRUTH = RNG.uniform(0.05, 0.6, len(YEAR))
EVENT = (RNG.random(len(YEAR)) < TRUTH).astype(np.int64)


def test_each_decile_holds_a_tenth() -> None:
    assert np.bincount(deciles(TRUTH)).tolist() == [1000] * 10
    within = deciles(TRUTH, YEAR)
    assert all(np.bincount(within[y == YEAR]).tolist() == [100] * 10 for y in np.unique(YEAR))


def test_the_truth_is_reliable_and_a_level_too_high_is_not() -> None:
    true, high = (reliability(p, EVENT, YEAR) for p in (TRUTH, TRUTH + 0.1))
    assert true["mean_absolute_gap"] < 0.02
    assert true["deciles_inside"] >= 8
    assert high["mean_absolute_gap"] == pytest.approx(0.1, abs=0.02)
    assert high["deciles_inside"] == 0


def test_the_lift_of_a_perfect_ranking_is_that_of_events_alone() -> None:
    rare = (RNG.random(len(YEAR)) < 0.05).astype(np.int64)
    found = top_decile_lift(rare + RNG.random(len(YEAR)) * 0.1, rare, YEAR)
    assert found["value"] == pytest.approx(10.0)
    assert found["interval_95"][0] <= found["value"] + 1e-9


def test_the_lift_of_no_ranking_is_about_one() -> None:
    found = top_decile_lift(RNG.random(len(YEAR)), EVENT, YEAR)
    assert found["interval_95"][0] < 1.0 < found["interval_95"][1]


def test_intervals_come_from_resampled_years_and_are_the_same_each_time() -> None:
    (position, draws), (_, again) = year_draws(YEAR), year_draws(YEAR)
    assert (draws.sum(axis=1) == len(np.unique(YEAR))).all()
    np.testing.assert_array_equal(draws, again)
    found = difference(lambda w: float(w @ np.bincount(position)) / 10_000, draws)
    assert found["value"] == 1.0
    assert found["interval_95"] == [1.0, 1.0]
