"""Reliability and lift, on outcomes whose truth is known."""

from __future__ import annotations

import numpy as np
import pytest

from training.metrics.reliability import deciles, reliability

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


def test_a_decile_tells_its_cells_and_the_interval_of_what_was_observed() -> None:
    rows = reliability(TRUTH, EVENT, YEAR)["deciles"]
    assert [row["cells"] for row in rows] == [1000] * 10
    assert all(row["observed_95"][0] <= row["observed"] <= row["observed_95"][1] for row in rows)


def test_a_decile_that_some_draws_of_years_miss_has_its_interval_from_the_others() -> None:
    forecast = np.where(YEAR == 2006, 0.9, 0.1)
    top = reliability(forecast, (forecast > 0.5).astype(np.int64), YEAR)["deciles"][-1]
    assert top["observed_95"] == [1.0, 1.0]
    assert top["gap_95"] == pytest.approx([0.1, 0.1])
