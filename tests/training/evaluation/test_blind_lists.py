"""Lists of the end of a year, from forecasts few enough to rank by hand."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from training.evaluation.blind_lists import list_of, measured, pairs, with_announced

PLAIN = {"code": "1", "event": False, "any_act": False, "pending": False, "serious_age": float("nan"), "year": 2022}


def forecasts(*rows: dict[str, Any]) -> pl.DataFrame:
    return pl.DataFrame([{**PLAIN, **row} for row in rows], infer_schema_length=None)


def hundred(hit: int) -> pl.DataFrame:
    """A hundred pairs of which one was hit; the first has the highest forecast."""
    return pairs(
        forecasts(
            *({"country": f"C{n:02d}", "mineral": "tin", "p": 0.5 - n / 1000, "event": n == hit} for n in range(100))
        )
    )


def test_the_highest_forecast_over_a_minerals_codes_stands_for_the_pair() -> None:
    paired = pairs(
        forecasts(
            {"country": "CHN", "mineral": "tungsten", "p": 0.1},
            {"country": "CHN", "mineral": "tungsten", "p": 0.3, "code": "2", "event": True},
        )
    )
    assert paired.select("p", "event").rows() == [(0.3, True)]


def test_lists_are_of_the_newest_five_years_that_were_forecast() -> None:
    rows = ({"country": "CHN", "mineral": "tin", "p": 0.1, "year": year} for year in range(2015, 2031))
    assert [one["end_of"] for one in measured(forecasts(*rows))] == [2026, 2027, 2028, 2029, 2030]


def test_hits_lift_and_coverage_are_counted_from_the_top() -> None:
    listed = list_of(hundred(hit=29))
    assert listed["first"]["20"] == {"hits": 0, "lift": 0.0}
    assert listed["first"]["60"] == {"hits": 1, "lift": pytest.approx(100 / 60)}
    assert dict(listed["coverage"])[0.3] == 1.0
    assert dict(listed["coverage"])[0.2] == 0.0
    assert listed["auc"] == pytest.approx(1 - 29 / 99)


def test_a_hit_is_told_by_name_with_its_place() -> None:
    (event,) = list_of(hundred(hit=29))["events"]
    assert (event["country"], event["place"]) == ("C29", 30)


def test_a_list_without_a_hit_has_no_auc() -> None:
    assert "auc" not in list_of(hundred(hit=-1))


def test_an_announced_act_stands_at_the_rate_of_earlier_ones() -> None:
    hazards = with_announced(
        forecasts(
            {"country": "IDN", "mineral": "tin", "p": 0.1, "year": 2020, "pending": True, "event": True},
            {"country": "IDN", "mineral": "tin", "p": 0.1, "year": 2022, "pending": True},
            {"country": "IDN", "mineral": "coal", "p": 0.1, "year": 2022},
        )
    )
    assert hazards["p"].to_list() == pytest.approx([0.5, 0.75, 0.1])


def test_the_fate_of_an_act_of_the_same_year_isnt_known_to_its_list() -> None:
    rows = [{"country": c, "mineral": "tin", "p": 0.1, "pending": True, "event": True} for c in ("IDN", "BOL")]
    assert with_announced(forecasts(*rows))["p"].to_list() == pytest.approx([0.5, 0.5])


def test_pairs_with_a_serious_act_in_ten_years_arent_quiet() -> None:
    rows = [
        {"country": "CHN", "mineral": "tin", "p": 0.2, "serious_age": 12.0},
        {"country": "IDN", "mineral": "tin", "p": 0.1, "event": True},
        {"country": "BOL", "mineral": "tin", "p": 0.1, "serious_age": 120.0},
    ]
    year = next(one for one in measured(forecasts(*rows)) if one["end_of"] == 2022)
    assert (year["pairs"], year["quiet"]["pairs"], year["quiet"]["hits"]) == (3, 2, 1)
