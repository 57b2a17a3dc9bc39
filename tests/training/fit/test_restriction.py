"""Fitting restrictions, on made-up histories whose causes are known."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from service.risk.source_shock.features import FEATURES, encode
from service.risk.source_shock.restriction import sigmoid
from tests.training.fit.histories import history
from training.data.exporters import sources
from training.fit.restriction import fit, restriction_forecasts, trainable


def test_a_cause_gets_its_sign_and_rows_near_their_rate() -> None:
    rows = history()
    model = fit(rows, {}, draws=0).model
    slopes = dict(zip(model.features, model.coefficients, strict=True))
    assert slopes["instability"] > 0.3
    mean = sigmoid(model.log_odds(encode(sources(trainable(rows))))).mean()
    assert mean == pytest.approx(trainable(rows)["event"].mean(), rel=0.01)


def test_a_feature_with_the_wrong_sign_is_left_out_and_told() -> None:
    rows = history(own_effect=-3.0)
    fitted = fit(rows, {}, draws=0)
    assert "own_record" in fitted.dropped
    assert "own_record" not in fitted.model.features
    assert (fitted.model.coefficients >= 0).all()


def test_with_no_feature_of_the_right_sign_the_rate_is_what_was_learned() -> None:
    rows = history(instability_effect=-6.0)
    only = [feature for feature in FEATURES if feature.name == "instability"]
    model = fit(rows, {}, only, draws=0).model
    p = sigmoid(model.log_odds(encode(sources(trainable(rows)))))
    assert p == pytest.approx(np.full(len(p), trainable(rows)["event"].mean()))


def test_draws_are_kept_as_numbers_the_same_every_time_and_never_of_the_wrong_sign() -> None:
    one, other = (fit(history(), {}, FEATURES[:3], draws=5).model.draws for _ in range(2))
    assert one.shape == (5, 4)
    assert np.array_equal(one, other)
    assert (one[:, 1:] >= 0).all()
    assert len(np.unique(one[:, 0])) > 1


def test_ports_small_sellers_and_pending_rows_arent_trained_on() -> None:
    rows = (
        history()
        .head(4)
        .with_columns(
            pl.Series("country", ["NLD", "CHN", "CHN", "CHN"]),
            pl.Series("share", [0.5, 0.009, 0.5, 0.5]),
            pl.Series("pending", [False, False, True, False]),
        )
    )
    assert len(trainable(rows)) == 1


def test_a_forecast_hasnt_seen_its_own_year_nor_a_later_one() -> None:
    rows = history()
    turned = rows.with_columns(pl.when(pl.col("year") >= 2012).then(~pl.col("event")).otherwise("event").alias("event"))
    one, other = (restriction_forecasts(table, {}, [2012])["p"].to_numpy() for table in (rows, turned))
    assert np.array_equal(one, other)


def test_a_forecast_is_made_for_every_row_of_the_origin() -> None:
    rows = history()
    forecasts = restriction_forecasts(rows, {}, [2012, 2013])
    assert len(forecasts) == len(rows.filter(pl.col("year").is_in([2012, 2013])))
    assert forecasts["p"].is_between(0.0, 1.0).all()
