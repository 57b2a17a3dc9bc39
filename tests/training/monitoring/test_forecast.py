"""Forecasts for every candidate cell of a year."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from service.risk.bundle import storage
from service.risk.errors import BundleError
from tests.factories import CURRENT, kernel, small_space
from training.monitoring import forecast
from training.monitoring.forecast import ForecastError, predict


def test_a_forecast_has_one_row_for_each_candidate_cell_of_the_year() -> None:
    table = predict(small_space(), CURRENT, 2022).table
    cells = small_space().panel.cells.filter(pl.col("t") == 2022)
    assert table.columns == ["hs92_code", "importer_iso3", "year", "probability"]
    assert table.height == cells.height == table.unique(["hs92_code", "importer_iso3"]).height
    assert table["year"].unique().to_list() == [2022]
    assert table["probability"].is_between(0.0, 1.0, closed="none").all()


def test_a_forecast_is_the_probability_that_the_service_would_serve() -> None:
    table = predict(small_space(), CURRENT, 2022).table
    small = small_space().panel
    rows = (small.year == 2022) & (small.cells["k"] == "284610").to_numpy() & (small.cells["j"] == "DEU").to_numpy()
    served = kernel().model.estimate(small.features["operational"][rows]).log_odds[0]
    found = table.filter((pl.col("hs92_code") == "284610") & (pl.col("importer_iso3") == "DEU"))["probability"].item()
    assert found == pytest.approx(1 / (1 + np.exp(-served)), abs=1e-9)


def test_taiwan_goes_by_the_code_of_the_trade_statistics() -> None:
    importers = set(predict(small_space(), CURRENT, 2022).table["importer_iso3"])
    assert "S19" in importers
    assert "TWN" not in importers


def test_a_year_that_was_trained_on_is_called_a_replay() -> None:
    through = kernel().manifest["trained_through"]
    assert any("replay" in note for note in predict(small_space(), CURRENT, through).notes)
    assert not any("replay" in note for note in predict(small_space(), CURRENT, through + 1).notes)


def test_a_year_after_the_data_takes_the_newest_candidate_cells_and_says_so() -> None:
    last = small_space().last_year
    found = predict(small_space(), CURRENT, last + 2)
    assert any("isn't in the data" in note for note in found.notes)
    assert found.table.height == small_space().panel.cells.filter(pl.col("t") == last).height
    assert found.table["year"].unique().to_list() == [last + 2]


@pytest.mark.parametrize("year", [0, 1995, 1996, 2027, 9999])
def test_an_impossible_year_is_refused_with_those_that_can_be_forecast(year: int) -> None:
    with pytest.raises(ForecastError, match="choose 1997 to 2026"):
        predict(small_space(), CURRENT, year)


def test_the_first_possible_year_can_be_forecast() -> None:
    assert predict(small_space(), CURRENT, 1997).table.height > 0


def test_a_folder_without_a_bundle_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="no readable bundle"):
        forecast.predict(small_space(), tmp_path, 2022)


def test_the_same_bundle_and_year_forecast_the_same() -> None:
    assert storage.load(CURRENT).sha256 == kernel().sha256
    assert predict(small_space(), CURRENT, 2020).table.equals(predict(small_space(), CURRENT, 2020).table)
