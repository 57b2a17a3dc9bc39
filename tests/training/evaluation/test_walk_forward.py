"""Measures of a forecast, on outcomes small enough to check by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from service.risk.bundle.track_record import skill
from service.risk.disruption.features import FAMILY_COLUMNS, FEATURES
from tests.factories import facts, small_space
from tests.factories import measure as control
from training.data.disruption_panel import VINTAGES, Panel
from training.data.workspace import Workspace
from training.evaluation.walk_forward import index_forecast, measure, onset, subsets, unverified_effect, without_family


def tiny(rows: list[tuple[str, str, int, int]]) -> Panel:
    """A panel of (code, importer, year, event)."""
    cells = pl.DataFrame(rows, schema=["k", "j", "t", "event"], orient="row")
    return Panel(cells, {"operational": np.zeros((len(rows), len(FEATURES)))}, pl.DataFrame(), 2024)


def many(years: range = range(2006, 2016), size: int = 200) -> Panel:
    """A panel with an event in one row of four."""
    return tiny([("284610", f"C{n}", year, int(n % 4 == 0)) for year in years for n in range(size)])


def test_skill_is_none_for_the_climatology_and_one_for_the_truth() -> None:
    event, climatology = np.array([0, 1, 0, 1]), np.full(4, 0.5)
    assert skill(climatology, climatology, event) == 0.0
    assert skill(event.astype(float), climatology, event) == 1.0
    assert skill(1.0 - event, climatology, event) < 0.0


def test_a_perfect_ranking_has_an_auc_of_one_with_an_interval_that_holds_it() -> None:
    whole = many()
    found = measure(whole, 0.1 + 0.8 * whole.event, np.full(len(whole.event), 0.25), np.ones(len(whole.event), bool))
    assert (found["auc"], found["auc_95"]) == (1.0, [1.0, 1.0])
    assert found["brier_skill_95"][0] <= found["brier_skill"] <= found["brier_skill_95"][1]
    assert (found["cells"], found["event_rate"]) == (2000, 0.25)


def test_a_forecast_that_says_the_same_of_all_has_an_auc_of_a_half() -> None:
    whole = many()
    flat = np.full(len(whole.event), 0.25)
    assert measure(whole, flat, flat, np.ones(len(flat), bool))["auc"] == 0.5


def test_intervals_are_the_same_each_time() -> None:
    whole = many()
    p = np.random.default_rng(1).random(len(whole.event))
    flat, mask = np.full(len(p), 0.25), np.ones(len(p), bool)
    assert measure(whole, p, flat, mask) == measure(whole, p, flat, mask)


def test_an_onset_is_a_cell_that_was_not_in_the_event_the_year_before() -> None:
    whole = tiny(
        [("a", "X", 2006, 1), ("a", "X", 2007, 1), ("a", "X", 2008, 0), ("a", "X", 2009, 1), ("a", "Y", 2007, 1)]
    )
    assert onset(whole).tolist() == [True, False, False, True, True]


def test_subsets_split_rare_earths_and_years() -> None:
    whole = tiny(
        [("284610", "X", 2009, 0), ("284610", "X", 2016, 1), ("810520", "X", 2009, 1), ("810520", "X", 2016, 0)]
    )
    cuts = {name: mask.tolist() for name, mask in subsets(whole, np.array([True, True, True, False])).items()}
    assert cuts["all"] == [True, True, True, False]
    assert cuts["rare_earths"] == [True, True, False, False]
    assert cuts["rare_earths_without_2009_10"] == [False, True, False, False]
    assert cuts["all_2015_23"] == [False, True, False, False]


def test_hiding_a_family_hides_no_other() -> None:
    rows = np.ones((3, len(FEATURES)))
    for family, hidden in (("export_control", 0.0), ("market", np.nan)):
        out = without_family(rows, family)
        columns = FAMILY_COLUMNS[family]
        np.testing.assert_array_equal(out[:, columns], np.full((3, len(columns)), hidden))
        others = [n for n in range(len(FEATURES)) if n not in columns]
        assert (out[:, others] == 1.0).all()
    assert (rows == 1.0).all()


def test_an_index_becomes_a_probability_fitted_on_what_was_known() -> None:
    whole = small_space().panel
    index = np.random.default_rng(2).random(len(whole.year))
    index[::7] = np.nan
    probability = index_forecast(whole, index, "operational")
    tested = (whole.year >= 2006) & (whole.year <= 2023) & (whole.event >= 0)
    assert np.isfinite(probability[tested]).all()
    assert np.isnan(probability[~tested]).all()
    assert probability[tested].mean() == pytest.approx(whole.event[tested].mean(), abs=0.05)


def control_space(*moved: int) -> Workspace:
    """A workspace of three cells, one of rare earths; those named are under some control."""
    plain = tiny([("284610", "A", 2005, 0), ("260300", "A", 2010, 1), ("260300", "B", 2010, -1)])
    rows = np.zeros((3, len(FEATURES)))
    rows[list(moved), FAMILY_COLUMNS["export_control"][0]] = 1.0
    space = Workspace(Path("nowhere"))
    space.panel = Panel(plain.cells, dict.fromkeys(VINTAGES, rows), plain.dropped, plain.last_year)
    recalled = [control("M", confidence="C"), control("N", confidence="C", hs_match="none"), control("O")]
    space.facts = facts(measures=recalled)
    return space


def test_the_effect_of_unverified_measures_counts_measures_and_cells() -> None:
    lines = unverified_effect(control_space(0, 1, 2), control_space())
    assert lines[0] == "1 of 2 unverified controls name a traded code and act"
    assert lines[1] == "operational: features of 3 cells change, 1 tested, 1 rare earths"
    assert "0 cells" in unverified_effect(control_space(1), control_space(1))[1]
