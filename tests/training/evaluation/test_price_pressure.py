"""Price pressure on history: every forecast before its outcome, and what it was worth on the archive."""

from __future__ import annotations

import numpy as np
import pytest

from tests.factories import workspace
from training.data.price_years import PriceYears
from training.evaluation.price_pressure import forecasts, measured, text
from training.fit.price_pressure import LABEL_DELAY, walk_forward


def test_a_forecast_is_made_by_the_model_of_its_year_beside_the_rate_known_then() -> None:
    random = np.random.default_rng(3)
    year = np.repeat(np.arange(2000, 2012), 40)
    rows, ratio = random.normal(size=(len(year), 3)), random.uniform(0.5, 2.0, len(year))
    prices = PriceYears(np.full(len(year), "a"), year, rows, ratio)
    models = walk_forward(prices, [2008, 2009], {"a": "rare_earth"})
    made, base = forecasts(prices, models)
    assert set(year[~np.isnan(made)].tolist()) == {2008, 2009}
    assert base[year == 2009][0] == prices.event[year <= 2009 - LABEL_DELAY].mean()
    assert made[year == 2009].tolist() == models[2009].probability(rows[year == 2009]).tolist()


@pytest.mark.slow
def test_on_the_archive_price_pressure_ranks_better_than_chance() -> None:
    measurement = measured(workspace())
    assert measurement["cuts"]["all"]["auc_95"][0] > 0.5
    assert measurement["cuts"]["rare_earths"]["events"] == 8
    assert all(row["served"] > 0.5 for row in measurement["rises"])
    assert text(measurement)[-1].startswith("  mean rise")
