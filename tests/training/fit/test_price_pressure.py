"""Fitting price pressure: labels known then, and the mean rise after an event."""

from __future__ import annotations

import numpy as np
import pytest

from tests.factories import workspace
from training.data.price_years import PriceYears
from training.fit.price_pressure import LABEL_DELAY, LARGEST_RISE, fit, mean_rise, served, walk_forward

GROUPS = {"a": "rare_earth", "b": "energy", "c": "battery"}


def prices(seed: int = 1, years: int = 30) -> PriceYears:
    """Codes of three groups; what swings more rises more often."""
    random = np.random.default_rng(seed)
    code = np.repeat(np.array(list(GROUPS)), years)
    year = np.tile(np.arange(1990, 1990 + years), 3)
    rows = random.normal(size=(len(code), 3))
    return PriceYears(code, year, rows, np.exp(0.4 * rows[:, 0] + random.normal(0.0, 0.3, len(code))))


def test_what_swings_more_is_forecast_to_rise_more_often() -> None:
    history = prices()
    model = fit(history, np.ones(len(history.year), bool), GROUPS)
    calm, wild = model.probability(np.array([[-1.0, 0.0, 0.0], [1.0, 0.0, 0.0]]))
    assert wild > 2 * calm


def test_prices_of_the_last_three_years_are_not_known() -> None:
    one = prices()
    late = one.year > 2015 - LABEL_DELAY
    other = PriceYears(one.code, one.year, one.rows, np.where(late, 9.0, one.ratio))
    first, second = (walk_forward(p, [2015], GROUPS)[2015] for p in (one, other))
    assert first.estimator.coef_.tolist() == second.estimator.coef_.tolist()
    assert first.mean_rise == second.mean_rise


def rise(**by_code: list[float]) -> float:
    """Mean rise of the rare earths from price ratios by code, one a year."""
    code = [name for name, values in by_code.items() for _ in values]
    year = [2000 + n for values in by_code.values() for n in range(len(values))]
    ratio = np.array([value for values in by_code.values() for value in values])
    history = PriceYears(np.array(code), np.array(year), np.zeros((len(code), 3)), ratio)
    return mean_rise(history, np.ones(len(code), bool), GROUPS)


def test_the_rise_is_drawn_towards_other_groups_as_far_as_its_years_differ() -> None:
    others = {"b": [1.6, 1.7, 1.8, 1.7], "c": [1.5, 1.7, 1.6, 1.6]}
    sure, unsure = rise(a=[3.0, 3.1, 3.0, 2.9], **others), rise(a=[1.5, 5.0, 1.5, 4.0], **others)
    assert sure == pytest.approx(2.0, abs=0.05)
    assert 0.65 < unsure < 1.9


def test_too_few_years_take_the_mean_of_all() -> None:
    assert rise(a=[5.0], b=[2.0, 2.0, 2.0]) == pytest.approx((4.0 + 3.0) / 4)


def test_a_rise_is_capped_at_tenfold() -> None:
    assert rise(a=[500.0], b=[500.0]) == LARGEST_RISE


@pytest.mark.slow
def test_the_archive_gives_a_model_that_knows_rare_earths_rise_by_more_than_half() -> None:
    model = served(workspace().flows)
    assert 0.5 < model.mean_rise < 2.0
    assert (model.estimator.coef_[0][[0, 2]] > 0).all()
