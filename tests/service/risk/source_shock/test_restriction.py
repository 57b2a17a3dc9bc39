"""The fitted model: sums by family are exact, and nothing is lost on the way through plain data."""

from __future__ import annotations

import json

import numpy as np
import pytest

from service.risk.source_shock.features import FAMILIES, NAMES
from service.risk.source_shock.restriction import RestrictionModel, logit, sigmoid
from tests.service.risk.source_shock.by_hand import model

ROWS = np.random.default_rng(5).random((50, len(NAMES)))


def test_log_odds_are_those_of_scikit_learn() -> None:
    fitted = model()
    expected = fitted.estimator.decision_function(fitted.scores(ROWS))
    assert fitted.log_odds(ROWS) == pytest.approx(expected, abs=1e-12)


def test_contributions_sum_to_the_log_odds() -> None:
    fitted = model()
    assert fitted.baseline + fitted.contributions(ROWS).sum(axis=1) == pytest.approx(fitted.log_odds(ROWS), abs=1e-12)


def test_an_unknown_value_counts_as_the_training_mean() -> None:
    rows, mean = ROWS.copy(), ROWS.copy()
    rows[:, 1], mean[:, 1] = np.nan, model().means[1]
    assert model().log_odds(rows) == pytest.approx(model().log_odds(mean))


def test_a_source_of_which_nothing_is_known_has_the_base_rate() -> None:
    fitted = model()
    assert sigmoid(np.array(fitted.baseline + fitted.pooled().sum())) == pytest.approx(fitted.base_rate)


def test_an_empty_register_lowers_the_log_odds_by_what_its_features_add_at_the_mean() -> None:
    assert model().empty_register() == pytest.approx(-0.1 * (1.5 + 1.0))


def test_draws_that_repeat_the_fit_give_its_log_odds() -> None:
    assert model().drawn(ROWS)[0] == pytest.approx(model().log_odds(ROWS))


def test_a_feature_that_was_left_out_moves_nothing() -> None:
    whole = model()
    estimator = model().estimator
    estimator.coef_ = estimator.coef_[:, :-1]
    part = RestrictionModel(
        estimator,
        NAMES[:-1],
        whole.means[:-1],
        whole.deviations[:-1],
        whole.draws[:, :-1],
        whole.base_rate,
        whole.minerals,
        whole.spread,
    )
    moved = ROWS.copy()
    moved[:, -1] += 1.0
    assert part.log_odds(ROWS) == pytest.approx(part.log_odds(moved))
    assert part.contributions(ROWS).shape == (len(ROWS), len(FAMILIES))


def test_a_model_comes_back_from_plain_data_as_it_went() -> None:
    fitted = model()
    back = RestrictionModel.from_json(json.loads(json.dumps(fitted.to_json())), fitted.estimator)
    assert back.log_odds(ROWS) == pytest.approx(fitted.log_odds(ROWS), abs=0)
    assert back.drawn(ROWS) == pytest.approx(fitted.drawn(ROWS), abs=0)
    assert back.minerals == fitted.minerals


def test_logit_undoes_sigmoid() -> None:
    assert logit(float(sigmoid(np.array(-3.0)))) == pytest.approx(-3.0)
