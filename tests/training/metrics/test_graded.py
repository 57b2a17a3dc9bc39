"""Measures of graded outcomes, held against scikit-learn's on rows split into hits and misses."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import brier_score_loss, roc_auc_score

from training.metrics.graded import concordance, graded
from training.metrics.year_draws import year_draws

ROWS = 400


@pytest.fixture
def rows() -> dict[str, np.ndarray]:
    """Forecasts rounded so that some tie, outcomes between 0 and 1, and years."""
    random = np.random.default_rng(3)
    return {
        "p": random.random(ROWS).round(2),
        "y": np.clip(2 * random.random(ROWS) - 0.5, 0, 1),
        "year": random.integers(2010, 2015, ROWS),
        "base": np.full(ROWS, 0.5),
    }


def split(rows: dict[str, np.ndarray], weight: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Each row as a hit and a miss, with the weight of each."""
    p, y = rows["p"], rows["y"]
    return np.tile(p, 2), np.repeat([1, 0], len(p)), np.concatenate([weight * y, weight * (1 - y)])


def test_auc_and_skill_are_those_of_rows_split_into_hits_and_misses(rows: dict[str, np.ndarray]) -> None:
    metrics = graded({"m": rows["p"]}, {}, rows["base"], rows["y"], rows["year"]).metrics_of("m")
    p, event, weight = split(rows, np.ones(ROWS))
    assert metrics["auc"] == pytest.approx(roc_auc_score(event, p, sample_weight=weight))
    own, base = (brier_score_loss(event, f, sample_weight=weight) for f in (p, np.full(2 * ROWS, 0.5)))
    assert metrics["brier_skill"] == pytest.approx(1 - own / base)


def test_every_draw_of_years_is_the_auc_of_its_rows(rows: dict[str, np.ndarray]) -> None:
    graded_rows = graded({"m": rows["p"]}, {}, rows["base"], rows["y"], rows["year"])
    position, draws = year_draws(rows["year"])
    for draw in (0, 17):
        p, event, weight = split(rows, draws[draw][position])
        assert graded_rows.auc_draws[draw, 0] == pytest.approx(roc_auc_score(event, p, sample_weight=weight))


def test_a_yes_or_no_outcome_has_the_ordinary_auc(rows: dict[str, np.ndarray]) -> None:
    event = (rows["y"] > 0.5).astype(float)
    metrics = graded({}, {"o": rows["p"]}, rows["base"], event, rows["year"]).metrics_of("o")
    assert metrics["auc"] == pytest.approx(roc_auc_score(event, rows["p"]))
    assert "brier_skill" not in metrics


def test_pairs_are_counted_between_years() -> None:
    order, outcome = np.array([0.9, 0.1, 0.5]), np.array([1.0, 0.0, 0.0])
    assert concordance(order, outcome, np.array([0, 0, 1]), 2).tolist() == [[1.0, 1.0], [0.0, 0.0]]


def test_a_forecast_has_nothing_over_itself(rows: dict[str, np.ndarray]) -> None:
    gain = graded({"a": rows["p"], "b": rows["p"]}, {}, rows["base"], rows["y"], rows["year"]).difference("a", "b")
    assert (gain["auc"], gain["auc_95"], gain["brier_skill"]) == (0.0, [0.0, 0.0], 0.0)
