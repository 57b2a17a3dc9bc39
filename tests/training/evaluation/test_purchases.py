"""Purchases on history: what the forecast knows, how it is moved, and what it was worth on the archive."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from tests.factories import flows
from tests.training.evaluation.purchase_history import known
from training.data.exports import exports
from training.data.purchases import Purchases, purchases
from training.evaluation.purchases import (
    FIRST_CALIBRATED,
    JUDGED,
    MODEL,
    announced_hazard,
    hazards,
    judge,
    known_mean,
    measured,
    recalibrated,
    text,
)
from training.fit.collapse import LABEL_DELAY

K = "260300"
TABLE = {"k": pl.String, "i": pl.String, "year": pl.Int64, "p": pl.Float64}


@pytest.fixture
def bought() -> Purchases:
    """One purchase of 2003, from Chile, Peru and a hub."""
    rows = [
        (year, country, "DEU", K, value, value)
        for year in (2000, 2001, 2002, 2003)
        for country, value in (("CHL", 5000.0), ("PER", 3000.0), ("NLD", 2000.0))
    ]
    table = flows(*rows)
    nothing = pl.DataFrame(schema={"i": pl.String, "k": pl.String, "j": pl.String, "t": pl.Int64})
    history = purchases(table, exports(table), nothing)
    last = history.rows["t"].to_numpy() == 2003
    arrays = (history.country, history.share, history.restricted, history.collapsed, history.apart)
    return Purchases(history.rows.filter(t=2003), *(array[last] for array in arrays))


def table(*rows: tuple[str, float], year: int = 2002) -> pl.DataFrame:
    """Hazards of exporters of the code."""
    return pl.DataFrame([(K, i, year, p) for i, p in rows], schema=TABLE, orient="row")


def test_a_source_takes_its_own_hazard_of_the_base_year(bought: Purchases) -> None:
    rows = pl.concat([table(("CHL", 0.1), ("PER", 0.2)), table(("CHL", 0.9), year=2003)])
    assert hazards(bought, rows, 0.0)[0].tolist() == [0.1, 0.2, 0.0]


def test_a_source_too_small_to_have_one_takes_that_of_small_exporters_else_the_missing_one(bought: Purchases) -> None:
    assert hazards(bought, table(("CHL", 0.1), ("", 0.07)), 0.5)[0].tolist() == [0.1, 0.07, 0.0]
    assert hazards(bought, table(("CHL", 0.1)), 0.5)[0].tolist() == [0.1, 0.5, 0.0]


def test_an_announced_act_raises_the_hazard_of_the_flows_that_it_is_to_reach(bought: Purchases) -> None:
    schema = {"i": pl.String, "k": pl.String, "j": pl.String, "year": pl.Int64, "p": pl.Float64}
    rows = [("PER", K, "DEU", 2002, 0.9), ("CHL", K, "FRA", 2002, 0.9), ("CHL", K, "DEU", 2003, 0.9)]
    hazard = announced_hazard(bought, pl.DataFrame(rows, schema=schema, orient="row"))
    assert hazard[0].tolist() == [0.0, 0.9, 0.0]


def test_a_forecast_joins_restrictions_and_collapses(bought: Purchases) -> None:
    restriction = {MODEL: table(("CHL", 0.1), ("PER", 0.0))}
    schema = {"i": pl.String, "k": pl.String, "j": pl.String, "year": pl.Int64, "p": pl.Float64}
    judged = judge(bought, restriction, pl.DataFrame(schema=schema), {MODEL: table(("CHL", 0.2), ("PER", 0.0))})
    whole = 1 - (1 - 0.1) * (1 - 0.2)
    assert judged.forecasts[MODEL][JUDGED.index("at_0.25"), 0] == pytest.approx(whole)
    assert judged.forecasts[MODEL][JUDGED.index("integrated"), 0] == pytest.approx(0.5 * whole)
    assert judged.forecasts["restrictions_alone"][JUDGED.index("at_0.25"), 0] == pytest.approx(0.1)


def test_the_reference_knows_no_outcome_of_the_last_three_years() -> None:
    year = np.array([2000, 2001, 2002, 2003, 2004])
    means = known_mean(np.array([0.0, 1.0, 0.5, 0.5, 0.5]), year)
    assert means[year == 2003].item() == 0.0
    assert means[year == 2004].item() == 0.5
    assert np.isnan(means[:LABEL_DELAY]).all()


def test_recalibration_keeps_the_order_within_a_year_and_knows_no_outcome_of_the_last_three() -> None:
    random = np.random.default_rng(5)
    year = np.repeat(np.arange(2007, 2016), 300)
    forecast = random.uniform(0.01, 0.3, len(year))
    outcome = (random.random(len(year)) < forecast / 2).astype(float)
    moved, maps = recalibrated(forecast, outcome, year)
    assert np.isnan(moved[year < FIRST_CALIBRATED]).all()
    newest = year == 2015
    assert (np.argsort(moved[newest]) == np.argsort(forecast[newest])).all()
    assert moved[newest].mean() == pytest.approx(forecast[newest].mean() / 2, rel=0.25)
    later = np.where(year > 2015 - LABEL_DELAY, 1.0 - outcome, outcome)
    assert recalibrated(forecast, later, year)[1][2015] == maps[2015]


@pytest.mark.fit
def test_the_archive_holds_as_many_purchases_as_the_definition_counts() -> None:
    judged = known().judged
    assert int(judged.made.sum()) == 47_352
    restricted = (judged.bought.share * judged.bought.restricted).sum(axis=1)
    assert int((restricted[judged.made] >= 0.5 - 1e-9).sum()) == 317


@pytest.mark.fit
def test_on_the_archive_the_mix_and_the_controls_earn_and_no_interval_holds_nought() -> None:
    measurement = measured(None, known())  # type: ignore[arg-type]
    whole, late = measurement["cuts"]["all"], measurement["cuts"]["since_2015"]
    assert whole["integrated"]["auc"] >= 0.70
    assert late["integrated"]["auc"] >= 0.69
    assert whole["integrated"]["brier_skill_95"][0] > 0
    for name in ("without_mix", "without_controls", "import_hhi"):
        assert whole["over"][name]["auc_95"][0] > 0
    assert len(text(measurement)) > len(measurement["cuts"])


@pytest.mark.fit
def test_shuffled_outcomes_show_no_skill() -> None:
    judged, random = known().judged, np.random.default_rng(11)
    forecast, outcome = judged.forecasts[MODEL][0][judged.made], judged.outcome[0][judged.made]
    year = judged.year[judged.made]
    from training.metrics.graded import graded

    shuffled = outcome.copy()
    for one in np.unique(year):
        shuffled[year == one] = random.permutation(outcome[year == one])
    assert 0.43 < graded({}, {"m": forecast}, outcome, shuffled, year).metrics_of("m")["auc"] < 0.57
