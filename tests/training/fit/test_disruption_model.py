"""Fitting: deterministic, additive, honest about what it can't know."""

from __future__ import annotations

import dataclasses
import itertools
from datetime import date

import numpy as np
import polars as pl
import pytest

from service.risk.bundle.storage import pickled
from service.risk.controls.register import Register
from service.risk.disruption.exposure import Facts
from service.risk.disruption.features import FAMILIES, FAMILY_COLUMNS, FEATURES, TRAINING_ONLY
from service.risk.disruption.model import Calibration
from service.risk.evidence.claims import SLOW, Evidence
from service.risk.supply_chain.borders import CONTROL_LEVELS
from tests.factories import small_space
from training.data import disruption_panel as panels
from training.data.disruption_panel import VINTAGES, trade_of
from training.data.facts import commodity_names, facts_of
from training.fit import disruption_model
from training.fit.control_prior import prior_rows
from training.fit.disruption_model import (
    MINIMUM_CALIBRATION_YEARS,
    FitError,
    affine,
    calibrate,
    fit_estimators,
    known_rows,
    model_of,
    raw_log_odds,
    walk_forward,
)

UNTIL = 2014


@pytest.fixture(scope="module")
def training_rows() -> tuple[np.ndarray, np.ndarray]:
    """Features and outcomes known at the end of a year, of a part of the archive."""
    whole = small_space().panel
    known = known_rows(whole, UNTIL, "operational")
    return whole.features["operational"][known], whole.event[known]


def test_the_same_rows_fit_to_the_same_bytes(training_rows: tuple[np.ndarray, np.ndarray]) -> None:
    rows, event = training_rows
    assert pickled(fit_estimators(rows, event)) == pickled(fit_estimators(rows.copy(), event.copy()))


def test_fitting_leaves_its_rows_alone(training_rows: tuple[np.ndarray, np.ndarray]) -> None:
    rows, event = training_rows
    before = rows.copy()
    fit_estimators(rows, event)
    np.testing.assert_array_equal(rows, before)


@pytest.mark.parametrize("outcome", [0, 1])
def test_outcomes_all_alike_are_refused(training_rows: tuple[np.ndarray, np.ndarray], outcome: int) -> None:
    rows, _ = training_rows
    with pytest.raises(FitError, match="all alike"):
        fit_estimators(rows[:50], np.full(50, outcome))


def test_a_column_that_nobody_knows_can_be_fitted(training_rows: tuple[np.ndarray, np.ndarray]) -> None:
    rows, event = training_rows
    blind = rows.copy()
    blind[:, FAMILY_COLUMNS["substitution"]] = np.nan
    raw = raw_log_odds(fit_estimators(blind, event), blind)
    assert np.isfinite(raw).all()


def test_the_model_counts_from_the_mean_row_and_from_no_control(training_rows: tuple[np.ndarray, np.ndarray]) -> None:
    rows, event = training_rows
    calibration = Calibration(-0.1, 0.9, ((0.01, 0.0), (0.0, 0.01)), ((0.01, 0.0), (0.0, 0.0)), 0.1)
    model = model_of(fit_estimators(rows, event), rows, calibration)
    contributions = model.estimate(rows).contributions
    control = FAMILIES.index("export_control")
    others = [n for n in range(len(FAMILIES)) if n != control]
    np.testing.assert_allclose(contributions[:, others].mean(axis=0), 0.0, atol=1e-9)
    free = rows[:, FAMILY_COLUMNS["export_control"]].sum(axis=1) == 0.0
    np.testing.assert_allclose(contributions[free, control], 0.0, atol=1e-12)


def test_the_array_walk_of_a_fresh_fit_equals_scikit_learn(training_rows: tuple[np.ndarray, np.ndarray]) -> None:
    rows, event = training_rows
    model = model_of(fit_estimators(rows, event), rows, disruption_model.IDENTITY)
    np.testing.assert_allclose(model.estimate(rows).log_odds, model.reference_log_odds(rows), rtol=0, atol=1e-9)


def test_what_only_training_knows_is_trained_on_and_moves_no_forecast(
    training_rows: tuple[np.ndarray, np.ndarray],
) -> None:
    rows, event = training_rows
    estimators, other = fit_estimators(rows, event), rows.copy()
    other[:, TRAINING_ONLY] = np.linspace(-1.0, 1.0, len(rows))[:, None]
    np.testing.assert_array_equal(raw_log_odds(estimators, rows), raw_log_odds(estimators, other))
    knowing = [estimators["main"].decision_function(r[:, disruption_model.SETS["main"]]) for r in (rows, other)]
    assert not np.array_equal(*knowing)


def test_every_column_is_fitted_once_and_controls_apart() -> None:
    used = [i for columns in disruption_model.SETS.values() for i in columns]
    assert sorted(used) == list(range(len(FEATURES)))
    assert set(disruption_model.SETS["export_control"]) == set(FAMILY_COLUMNS["export_control"])


def test_the_walk_forward_forecasts_only_tested_years_from_what_was_known() -> None:
    whole = small_space().panel
    forward = walk_forward(whole, "operational", 2007)
    assert sorted(set(whole.year[forward.made].tolist())) == [2006, 2007]
    at = forward.made & (whole.year == 2007)
    known = known_rows(whole, 2007, "operational")
    assert set(forward.climatology[at].tolist()) == {whole.event[known].mean()}


def test_outcomes_that_were_not_known_do_not_move_a_forecast() -> None:
    whole = small_space().panel
    blind = whole.cells.with_columns(
        event=np.where(
            whole.year > 2006 - disruption_model.LABEL_DELAY["operational"], 1 - np.clip(whole.event, 0, 1), whole.event
        )
    )
    altered = type(whole)(blind, whole.features, whole.dropped, whole.last_year)
    one, other = (walk_forward(p, "operational", 2006) for p in (whole, altered))
    at = one.made & (whole.year == 2006) & other.made
    assert at.sum() > 100
    np.testing.assert_array_equal(one.raw[at], other.raw[at])


def synthetic(years: int, intercept: float, slope: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Forecasts and outcomes whose log-odds are an affine map of the forecasts'."""
    rng = np.random.default_rng(4)
    raw = rng.normal(-1.0, 1.0, years * 2000)
    event = (rng.random(len(raw)) < 1 / (1 + np.exp(-(intercept + slope * raw)))).astype(np.int64)
    return raw, event, np.repeat(np.arange(2000, 2000 + years), 2000)


def test_a_handful_of_years_leaves_the_calibration_at_the_identity() -> None:
    point, covariance = affine(*synthetic(MINIMUM_CALIBRATION_YEARS - 1, 0.5, 0.5))
    assert point.tolist() == [0.0, 1.0]
    np.testing.assert_allclose(covariance, np.eye(2) * disruption_model.PRIOR_SD**2)


def test_the_calibration_moves_from_the_identity_towards_the_outcomes() -> None:
    (intercept, slope), covariance = affine(*synthetic(12, -0.3, 0.7))
    assert intercept == pytest.approx(-0.3, abs=0.1)
    assert slope == pytest.approx(0.7, abs=0.1)
    assert (np.linalg.eigvalsh(covariance) > 0).all()


def test_calibrating_on_too_few_years_keeps_the_prior() -> None:
    whole = small_space().panel
    forward = walk_forward(whole, "operational", 2006)
    found = calibrate(whole, forward, 2009, "operational")
    assert (found.intercept, found.slope) == (0.0, 1.0)
    np.testing.assert_allclose(found.group_covariance, np.eye(2) * disruption_model.PRIOR_SD**2)
    assert found.transfer_sd == pytest.approx(disruption_model.PRIOR_SD)


def shuffled(flows: pl.DataFrame, after: int) -> pl.DataFrame:
    """Flows whose values and quantities of the years after ``after`` changed hands."""
    future = pl.col("t") > after
    later = flows.filter(future)
    drawn = np.random.default_rng(5).permutation(later.height)
    return pl.concat([flows.filter(~future), later.with_columns(later[drawn]["v", "q"])]).sort("t", "k", "j", "i")


def another_future(flows: pl.DataFrame, known: Facts, year: int) -> tuple[pl.DataFrame, Facts]:
    """The same until the end of ``year``, and another world after it: trade after ``year`` - 2 (and with it labels
    after ``year`` - 3), price indices after ``year``, no measure announced and no figure published later. Figures that
    hardly change stay: they are used before they are published, and say so."""
    mixed, last_day = shuffled(flows, year - VINTAGES["operational"]), date(year, 12, 31)
    table = trade_of(mixed)
    for code, after in table.price_index.items():
        before = known.trade.price_index[code]
        kept = {y: value for y, value in before.items() if y <= year}
        table.price_index[code] = kept | {y: value for y, value in after.items() if y > year}
    told = [m for m in known.register.measures if (m.announced or m.effective or last_day) <= last_day]
    claims = [c for c in known.evidence.claims if c.published <= last_day or c.quantity in SLOW]
    return mixed, dataclasses.replace(known, trade=table, register=Register(told, ""), evidence=Evidence(claims))


@pytest.mark.parametrize("year", [2008, 2014])
def test_no_forecast_for_a_year_knows_trade_prices_outcomes_controls_or_figures_of_later(year: int) -> None:
    small, names, lag = small_space(), commodity_names(), VINTAGES["operational"]
    flows = small.flows.filter(pl.col("t") <= year + 2)
    known = facts_of(trade_of(flows), small.governance, year + 2)
    now = small.panel.cells.filter(pl.col("t") == year)
    found = []
    for table, facts in ((flows, known), another_future(flows, known, year)):
        candidates = panels.candidate_cells(table).filter((pl.col("reason") == "") & (pl.col("t") < year))
        cells = panels.outcomes(table, candidates, year + 2)
        rows, asked = (panels.features_of(c, facts, names, lag) for c in (cells, now))
        train = known_rows(panels.Panel(cells, {}, pl.DataFrame(), year + 2), year, "operational")
        event = cells["event"].to_numpy()[train]
        found.append((asked, raw_log_odds(fit_estimators(rows[train], event), asked)))
    (features, forecast), (again, repeated) = found
    assert len(forecast) > 100
    np.testing.assert_array_equal(again, features)
    np.testing.assert_array_equal(repeated, forecast)


def test_a_severer_and_a_fresher_control_is_taken_to_add_more() -> None:
    rows, effects = prior_rows()
    assert rows.shape == (len(effects), len(FAMILY_COLUMNS["export_control"]))
    full = {tuple(row): effect for row, effect in zip(rows.tolist(), effects.tolist(), strict=True) if row[0] == 1.0}
    for a, b in itertools.permutations(full, 2):
        if all(x <= y for x, y in zip(a, b, strict=True)):
            assert full[a] <= full[b]


def test_many_outcomes_outweigh_the_prior_and_few_leave_it_standing() -> None:
    rng = np.random.default_rng(2)
    added = []
    for exposed in (50, 20_000):
        rows = np.zeros((40_000, len(FEATURES)))
        rows[:exposed, [FAMILY_COLUMNS["export_control"][CONTROL_LEVELS.index(x)] for x in ("any", "moderate")]] = 1.0
        rows[:, 0] = rng.random(len(rows))
        fitted = fit_estimators(rows, (rng.random(len(rows)) < 0.3).astype(np.int64))["export_control"]
        free, old = fitted.predict(rows[[-1, 0]][:, FAMILY_COLUMNS["export_control"]])
        added.append(old - free)
    assert added[0] > added[1] + 0.01
    assert added[1] < 0.03
