"""The probability of a hazard: the array walk is scikit-learn's, families add up, intervals widen where they should."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

from service.risk.disruption.features import FAMILIES, FAMILY_COLUMNS, FEATURES, NAMES, TRAINING_ONLY
from service.risk.disruption.model import Calibration, Forest, Model, sigmoid
from service.risk.errors import BundleError
from tests.factories import kernel

CERTAIN = ((0.0, 0.0), (0.0, 0.0))
IDENTITY = Calibration(0.0, 1.0, CERTAIN, CERTAIN, 0.0)


def random_rows(count: int = 400, seed: int = 1) -> np.ndarray:
    """Rows over the features' ranges, a third of the cells unknown, some rows wholly so."""
    rng = np.random.default_rng(seed)
    low = np.where([f.family == "market" for f in FEATURES], -2.0, 0.0)
    high = np.where([f.name == "market_size" for f in FEATURES], 16.0, 3.0)
    rows = low + rng.random((count, len(FEATURES))) * (high - low)
    rows[rng.random(rows.shape) < 0.33] = np.nan
    rows[:5] = np.nan
    controls = FAMILY_COLUMNS["export_control"]
    rows[:, controls] = rng.random((count, len(controls)))  # the register always has an answer
    return rows


def test_the_array_walk_equals_scikit_learn_unknown_values_included() -> None:
    rows = random_rows()
    model = kernel().model
    np.testing.assert_allclose(model.estimate(rows).log_odds, model.reference_log_odds(rows), rtol=0, atol=1e-9)


def test_the_array_walk_equals_scikit_learn_exactly_at_the_thresholds() -> None:
    forest = kernel().model.forest
    rows = np.tile(random_rows(1, seed=2)[0], (2000, 1))
    inner = np.argwhere(np.isfinite(forest.threshold))[:2000]
    for row, (tree, node) in enumerate(inner):
        rows[row, forest.feature[tree, node]] = forest.threshold[tree, node]
    model = kernel().model
    np.testing.assert_allclose(model.estimate(rows).log_odds, model.reference_log_odds(rows), rtol=0, atol=1e-9)


def test_a_row_scores_the_same_to_the_last_bit_whatever_stands_beside_it() -> None:
    rows = random_rows(60)
    together = kernel().model.estimate(rows).log_odds
    alone = [float(kernel().model.estimate(rows[n : n + 1]).log_odds[0]) for n in range(len(rows))]
    assert together.tolist() == alone


def test_baseline_and_contributions_are_the_log_odds() -> None:
    rows = random_rows()
    model = kernel().model
    found = model.estimate(rows)
    np.testing.assert_allclose(model.baseline + found.contributions.sum(axis=1), found.log_odds, rtol=0, atol=1e-12)
    np.testing.assert_allclose(found.log_odds, model.calibration.apply(found.raw), rtol=0, atol=1e-9)


def test_every_tree_belongs_to_at_most_one_family() -> None:
    trees = [tree for members in kernel().model.forest.families for tree in members]
    assert len(trees) == len(set(trees)) > 0


def fitted_on(columns: list[int]) -> HistGradientBoostingClassifier:
    """A classifier of two columns whose outcome needs both."""
    rng = np.random.default_rng(3)
    rows = rng.random((600, 2))
    event = ((rows[:, 0] > 0.5) ^ (rows[:, 1] > 0.4)).astype(int)
    assert len(columns) == 2
    return HistGradientBoostingClassifier(max_iter=5, max_leaf_nodes=4, early_stopping=False).fit(rows, event)


def test_a_tree_that_mixes_families_is_refused() -> None:
    columns = [FAMILY_COLUMNS["concentration"][0], FAMILY_COLUMNS["market"][0]]
    with pytest.raises(BundleError, match="mixes the families"):
        Forest([(fitted_on(columns), columns)])


def test_a_tree_inside_one_family_is_taken() -> None:
    columns = FAMILY_COLUMNS["market"][:2]
    forest = Forest([(fitted_on(columns), columns)])
    found = np.abs(forest.by_family(random_rows(20))).sum(axis=0)
    assert [family for family, total in zip(FAMILIES, found, strict=True) if total] == ["market"]


def test_trees_without_a_split_go_to_the_baseline() -> None:
    column = FAMILY_COLUMNS["market"][:1]
    estimator = HistGradientBoostingRegressor(max_iter=3, early_stopping=False)
    estimator.fit(np.zeros((50, 1)), np.arange(50.0))
    forest = Forest([(estimator, column)])
    found = forest.baseline + forest.by_family(np.zeros((1, len(NAMES)))).sum()
    assert found == pytest.approx(float(estimator.predict(np.zeros((1, 1)))[0]))


def test_a_control_adds_in_proportion_to_the_share_of_supply_under_it() -> None:
    rows = np.full((3, len(NAMES)), np.nan)
    rows[:, FAMILY_COLUMNS["export_control"]] = [[0.0], [0.3], [0.6]]
    none, some, twice = kernel().model.estimate(rows).contributions[:, FAMILIES.index("export_control")]
    assert none == 0.0 < some
    assert twice == pytest.approx(2.0 * some)


def test_the_slope_of_the_calibration_scales_the_contributions() -> None:
    model = kernel().model
    columns = {name: [NAMES[i] for i in used] for name, used in model.columns.items()}
    reference = dict(zip(FAMILIES, model.reference.tolist(), strict=True))
    plain = Model(model.estimators, columns, IDENTITY, reference)
    doubled = Model(model.estimators, columns, dataclasses.replace(IDENTITY, slope=2.0), reference)
    rows = random_rows(10)
    np.testing.assert_allclose(doubled.estimate(rows).contributions, 2.0 * plain.estimate(rows).contributions)


def test_extrapolation_widens_the_uncertainty() -> None:
    raw = np.linspace(-3, 1, 9)
    calibration = kernel().model.calibration
    own = calibration.sd(raw, np.zeros(9, bool))
    other = calibration.sd(raw, np.ones(9, bool))
    assert (other > own).all()
    assert (own > 0).all()


def test_uncertainty_includes_the_covariance_of_intercept_and_slope() -> None:
    calibration = Calibration(0.0, 1.0, ((0.04, 0.01), (0.01, 0.09)), ((0.09, 0.0), (0.0, 0.01)), 0.4)
    expected = np.sqrt(0.04 + 2 * 0.01 * 2.0 + 0.09 * 4.0 + 0.09 + 0.01 * 4.0 + 0.16)
    assert calibration.sd(np.array([2.0]), np.array([True]))[0] == pytest.approx(expected)


def test_the_rare_earths_own_calibration_is_less_certain_far_from_the_middle() -> None:
    calibration = kernel().model.calibration
    spread = calibration.sd(np.array([-4.0, -1.0, 2.0]), np.zeros(3, bool))
    assert spread[1] < min(spread[0], spread[2])


def test_log_odds_turn_into_probabilities_and_unknown_ones_stay_unknown() -> None:
    np.testing.assert_allclose(sigmoid(np.array([0.0, np.log(3), np.nan])), [0.5, 0.75, np.nan])


def test_what_only_training_knows_moves_no_forecast() -> None:
    rows = random_rows(20)
    other = rows.copy()
    other[:, TRAINING_ONLY] = np.linspace(-1.0, 1.0, 20)[:, None]
    model = kernel().model
    assert model.estimate(rows).log_odds.tolist() == model.estimate(other).log_odds.tolist()
    np.testing.assert_allclose(model.estimate(other).log_odds, model.reference_log_odds(other), rtol=0, atol=1e-9)
