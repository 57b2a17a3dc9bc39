"""A new year is judged by its own outcomes and its drift, beside the years that are held."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from rich.console import Console

from service.risk.bundle import track_record
from service.risk.bundle.kernel import RECORD
from tests.factories import CURRENT, kernel, workspace
from training.data.exports import exports
from training.data.workspace import Workspace
from training.publication import build, new_year, release
from training.publication.new_year import Figure, outcomes, own_years, surprise
from training.publication.release import ReasonAskedError, publish

HELD = {2019: 0.10, 2020: 0.12, 2021: 0.14, 2022: 0.11, 2023: 0.20, 2024: 0.15}


@pytest.mark.parametrize(
    ("value", "stands_out"), [(0.15, False), (0.25, False), (0.251, True), (0.05, False), (0.049, True)]
)
def test_a_year_stands_out_beyond_those_held_by_more_than_half_of_their_range(value: float, stands_out: bool) -> None:
    told = list(Figure("share of sources", HELD | {2025: value}, frozenset({2025})).objections())
    assert bool(told) is stands_out
    if stands_out:
        assert told == [f"share of sources of 2025: {value:.3g}; the 6 years held lie between 0.1 and 0.2"]


def test_too_few_years_say_nothing_of_a_new_one() -> None:
    assert list(Figure("x", {2023: 0.1, 2024: 0.1, 2025: 9.0}, frozenset({2025})).objections()) == []


def trade(years: range, lost_in: int | None = None) -> pl.DataFrame:
    """Ten exporters of a code sell to two buyers, each year as the last; in one year, half of most is lost."""
    rows = []
    for year in years:
        for exporter in range(10):
            left = 0.4 if year == lost_in and exporter < 8 else 1.0
            for buyer in ("DEU", "USA"):
                rows.append((year, f"X{exporter:02d}", buyer, "284610", 5000.0 * left, 1000.0 * left))
    return pl.DataFrame(rows, schema=["t", "i", "j", "k", "v", "q"], orient="row")


def test_a_year_in_which_most_sources_collapse_shows_in_its_base_rates() -> None:
    quiet, broken = (outcomes(exports(trade(range(2010, 2026), lost))) for lost in (None, 2025))
    collapse, tonnes = "share of sources whose exports collapse", "median tonnes of a source over those of three years"
    assert set(quiet[collapse].values()) == {0.0}
    assert broken[collapse][2025] > 0.5
    assert broken[tonnes][2025] == pytest.approx(0.4)
    assert {year: value for year, value in broken[collapse].items() if year < 2025} == {
        year: value for year, value in quiet[collapse].items() if year < 2025
    }


def test_the_surprise_of_a_year_is_what_came_less_what_was_forecast_in_standard_deviations() -> None:
    record = track_record.decode(kernel().papers[RECORD])
    rows = record.where(record.year == 2024)
    expected = float(rows.forecast.sum())
    assert surprise(record)[2024] == pytest.approx((rows.event.sum() - expected) / expected**0.5)


@pytest.mark.slow
def test_forecasts_of_a_year_that_only_the_new_bundle_has_are_judged_by_what_came() -> None:
    record = track_record.decode(kernel().papers[RECORD])
    served = record.where(record.year < 2024)
    assert own_years(served, record.where(record.year <= 2023)) == []
    wrong = dataclasses.replace(record, event=np.where(record.year == 2024, 1, record.event))
    (told,) = own_years(served, wrong.where(record.year <= 2024))
    assert "of 2024: " in told


@pytest.mark.slow
def test_the_years_that_the_served_bundle_knows_are_not_judged_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(new_year, "figures", lambda *_: pytest.fail("nothing is new"))
    known = {"structure_through": workspace().last_year, "trade_data": workspace().data_key()}
    assert new_year.objections(workspace(), known) == []


def test_a_year_under_the_same_number_with_other_trade_is_judged(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[frozenset[int]] = []
    monkeypatch.setattr(new_year, "figures", lambda _, new: asked.append(new) or [])

    class Added(Workspace):
        last_year = 2024  # type: ignore[assignment]

        def added_years(self) -> list[dict[str, Any]]:
            return [{"year": 2024}]

    space = Added(Path("nowhere"), Console(quiet=True))
    assert new_year.objections(space, {"structure_through": 2024, "trade_data": "another"}) == []
    assert asked == [frozenset({2024})]


@pytest.mark.slow
def test_a_new_year_that_stands_out_is_refused_before_anything_is_fitted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "current").symlink_to(CURRENT.resolve())
    monkeypatch.setattr(new_year, "objections", lambda *_: ["share of sources of 2025: 0.9"])
    fitted: list[Path] = []
    monkeypatch.setattr(build, "fit_bundle", lambda _, draft, __: fitted.append(draft))
    with pytest.raises(ReasonAskedError, match=r"Nothing was fitted[\s\S]*of 2025: 0\.9\nPublish with --reason"):
        publish(workspace(), tmp_path)
    assert fitted == []
    monkeypatch.setattr(release, "publish_draft", lambda *_, early, **__: early)
    told: Any = publish(workspace(), tmp_path, reason="Trade broke down")
    assert (told, len(fitted)) == (["share of sources of 2025: 0.9"], 1)
    assert json.loads((tmp_path / "current" / "manifest.json").read_text())["version"] == kernel().version
