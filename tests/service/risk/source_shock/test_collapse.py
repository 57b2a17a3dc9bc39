"""X as served: its constant, its features and their sum."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from service.risk.source_shock.collapse import FEATURES, SIGNS, SMALLEST_SHARE, CollapseModel, Structure, rows_of


@pytest.fixture
def model() -> CollapseModel:
    """A model of noise."""
    rng = np.random.default_rng(1)
    rows = rng.normal(size=(200, len(FEATURES)))
    event = rng.random(200) < 0.3
    return CollapseModel(LogisticRegression().fit(rows, event), rows.mean(axis=0), rows.std(axis=0))


def test_contributions_and_the_intercept_sum_to_the_log_odds(model: CollapseModel) -> None:
    rows = np.random.default_rng(2).normal(size=(5, len(FEATURES)))
    total = model.contributions(rows).sum(axis=1) + model.estimator.intercept_
    assert total == pytest.approx(model.log_odds(rows))
    assert model.probability(rows) == pytest.approx(1.0 / (1.0 + np.exp(-total)))


def test_exporters_below_the_smallest_share_are_taken_at_it() -> None:
    shares = np.array([0.001, SMALLEST_SHARE, 0.5])
    rows = rows_of(Structure(shares, np.zeros(3), np.zeros(3)))
    assert rows[0].tolist() == rows[1].tolist()
    assert rows[2, 0] == pytest.approx(np.log(0.5))


def test_every_feature_has_a_sign_and_says_what_it_is() -> None:
    assert SIGNS.keys() == FEATURES.keys()
    assert all(compute.__doc__ for compute in FEATURES.values())
