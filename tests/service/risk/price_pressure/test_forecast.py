"""Price pressure as served: one figure for each element, form and day."""

from __future__ import annotations

import json
from datetime import date

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from service.risk.controls.register import Register
from service.risk.evidence.claims import Evidence
from service.risk.evidence.facts import Facts
from service.risk.evidence.trade import Trade
from service.risk.price_pressure.forecast import price_pressure
from service.risk.price_pressure.model import PricePressureModel
from service.risk.vocabulary import Form

INDEX = {2016: 1.0, 2017: 1.1, 2018: 1.0, 2019: 1.2, 2020: 1.3}
FACTS = Facts(Evidence([]), Register([], "r"), Trade({}, {}, {}, {"284690": INDEX, "280530": INDEX}, {}), {})
ON = date(2020, 12, 31)


@pytest.fixture
def model() -> PricePressureModel:
    """A model of noise."""
    random = np.random.default_rng(1)
    rows = random.normal(size=(200, 3))
    return PricePressureModel(LogisticRegression().fit(rows, random.random(200) < 0.2), rows.mean(0), rows.std(0), 0.8)


def test_a_figure_comes_with_its_period_and_its_claims(model: PricePressureModel) -> None:
    pressure = price_pressure(FACTS, model, "Dy", Form.OXIDE, ON)
    assert pressure is not None
    assert 0 < pressure.probability < 1
    assert (pressure.price_through, pressure.figures) == ("2020", ("baci-prices-284690-2020",))


def test_forms_whose_trade_has_no_labels_are_extrapolated(model: PricePressureModel) -> None:
    told = {form: price_pressure(FACTS, model, "Dy", form, ON) for form in Form}
    assert {form for form, pressure in told.items() if pressure and pressure.extrapolated} == {Form.ORE, Form.MAGNET}


def test_an_unknown_price_has_no_pressure(model: PricePressureModel) -> None:
    assert price_pressure(FACTS, model, "Ce", Form.OXIDE, ON) is None


def test_an_unknown_feature_counts_as_the_mean(model: PricePressureModel) -> None:
    known = np.array([[0.5, 0.1, model.mean[2]]])
    assert model.probability(np.array([[0.5, 0.1, np.nan]])) == pytest.approx(model.probability(known))


def test_a_model_comes_back_from_the_manifest(model: PricePressureModel) -> None:
    data = json.loads(json.dumps(model.to_json()))
    again = PricePressureModel.from_json(data, model.estimator)
    rows = np.random.default_rng(2).normal(size=(4, 3))
    assert again.probability(rows).tolist() == model.probability(rows).tolist()
    assert again.mean_rise == model.mean_rise
