"""Rows of exporters, from trade and acts small enough to check by hand."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

import numpy as np
import polars as pl
import pytest

from service.risk.controls.measures import Measure
from service.risk.evidence.claims import Claim
from tests.factories import claim, facts, flows, measure
from training.data.exporters import is_source, last_origin, mined, panel
from training.tables.minerals import Mineral

TUNGSTEN = Mineral("tungsten", ("261100",), "Tungsten (W)", "tungsten", "tungsten", True)
HREE = Mineral("HREE", ("284690",), "", "HREE", "REE", True)
GALLIUM = Mineral("gallium", (), "Gallium", "", "", True)
TRADE = flows(
    *((year, "CHN", "DEU", "261100", 60.0, 6.0) for year in range(2015, 2023)),
    *((year, "VNM", "DEU", "261100", 40.0, 4.0) for year in range(2015, 2023)),
    *((year, "CHN", "JPN", "284690", 10.0, 1.0) for year in range(2015, 2023)),
)
OUTPUT = {"Gallium": {2018: {"CHN": 99.0, "RUS": 1.0}, 2022: {"CHN": 50.0, "RUS": 50.0}}}
NEXT = {"announced": "2021-03-01", "effective": "2021-03-01"}
ACT = {"elements": "", "hs92": "261100", "forms": "", "stages": "", "commodity": "tungsten"}


def rows(
    measures: Iterable[Measure] = (),
    claims: Iterable[Claim] = (),
    goods: Iterable[Mineral] = (TUNGSTEN,),
    year: int = 2020,
) -> pl.DataFrame:
    known = dataclasses.replace(facts(claims, measures), governance={"CHN": {2018: 0.5, 2019: 0.6, 2020: 0.7}})
    return panel(TRADE, known, OUTPUT, list(goods), [year])


def row(table: pl.DataFrame, country: str = "CHN", **more: Any) -> Mapping[str, Any]:
    wanted = {"country": country, **more}
    return table.row(by_predicate=pl.all_horizontal(*(pl.col(k) == v for k, v in wanted.items())), named=True)


def test_a_row_knows_exports_two_years_back_and_governance_of_the_year_before() -> None:
    exporter = row(rows())
    assert exporter["share"] == pytest.approx(0.6)
    assert exporter["instability"] == 0.6
    assert not exporter["event"]


def test_a_country_without_governance_is_unknown_and_kept() -> None:
    assert np.isnan(row(rows(), "VNM")["instability"])


@pytest.mark.parametrize(("newest", "year"), [("2026-09-28", 2025), ("2027-06-30", 2025), ("2027-07-05", 2026)])
def test_a_year_becomes_an_origin_once_the_register_knows_half_of_the_next(newest: str, year: int) -> None:
    register = facts([], [measure(**ACT, announced=newest, effective=newest)]).register
    assert last_origin(register) == year


def test_the_panel_reaches_to_the_newest_origin_without_an_edit() -> None:
    known = facts([], [measure(**ACT, announced="2022-09-01", effective="2022-09-01")])
    made = panel(TRADE, known, OUTPUT, [TUNGSTEN])
    assert (made["year"].min(), made["year"].max()) == (2015 + 2, 2021)


def test_an_act_in_the_next_year_is_an_event_and_its_announcement_makes_it_pending() -> None:
    sudden = measure(**ACT, announced="2021-03-01", effective="2021-03-01")
    told = measure(**ACT, announced="2020-12-01", effective="2021-03-01")
    assert {k: row(rows([sudden]))[k] for k in ("event", "pending", "acts")} == {
        "event": True,
        "pending": False,
        "acts": "M",
    }
    assert row(rows([told]))["pending"]
    assert not row(rows([sudden]), "VNM")["event"]


@pytest.mark.parametrize("day", ["2020-12-31", "2022-01-01"])
def test_an_act_outside_the_next_year_is_no_event(day: str) -> None:
    assert not row(rows([measure(**ACT, announced=day, effective=day)]))["event"]


def test_an_act_suspended_before_its_first_day_is_no_event() -> None:
    stopped = measure(**ACT, announced="2021-03-01", effective="2021-06-01", suspended_from="2021-05-01")
    assert not row(rows([stopped]))["any_act"]


def test_an_act_on_some_destinations_or_uses_is_told_apart_from_a_general_one() -> None:
    day = {"announced": "2021-03-01", "effective": "2021-03-01"}
    limited = row(rows([measure(**ACT, **day, destinations="USA")]))
    assert (limited["event"], limited["limited"], limited["any_act"]) == (False, True, True)
    military = row(rows([measure(**ACT, **day, end_uses="military")]))
    assert (military["event"], military["limited"], military["any_act"]) == (False, False, True)


def test_an_act_known_later_changes_no_feature() -> None:
    later = measure(**ACT, announced="2021-01-01", effective="2020-06-01")
    names = ["share", "instability", "own_age", "companions", "serious_age"]
    assert rows([later]).select(names).equals(rows().select(names), null_equal=True)


def test_an_act_on_another_mineral_is_a_companions() -> None:
    other = measure(announced="2020-12-31", effective="2020-12-31", elements="Dy", hs92="284690", forms="oxide")
    exporter = row(rows([other], goods=(TUNGSTEN, HREE)), mineral="tungsten")
    assert np.isnan(exporter["own_age"])
    assert exporter["companions"] == pytest.approx(1.0)
    own = row(rows([other], goods=(TUNGSTEN, HREE)), mineral="HREE")
    assert (own["own_age"], own["companions"]) == (0.0, 0.0)


def test_an_act_must_name_a_fifth_of_the_elements_of_a_code() -> None:
    day = {"announced": "2021-03-01", "effective": "2021-03-01", "hs92": "284690", "forms": "oxide"}
    assert not row(rows([measure(elements="La Nd", **day)], goods=(HREE,)))["event"]
    assert row(rows([measure(elements="Dy Tb Y", **day)], goods=(HREE,)))["event"]


def test_output_of_a_mineral_without_a_code_counts_two_years_later() -> None:
    assert row(rows(goods=(GALLIUM,)))["share"] == pytest.approx(0.99)
    assert row(rows(goods=(GALLIUM,), year=2024))["share"] == pytest.approx(0.5)
    assert mined(OUTPUT["Gallium"], date(2019, 12, 31)) == {}


def test_a_mineral_without_a_code_is_hit_by_name() -> None:
    listed = measure(
        elements="",
        hs92="811230",
        forms="",
        commodity="germanium;gallium",
        announced="2021-08-01",
        effective="2021-08-01",
    )
    assert row(rows([listed], goods=(GALLIUM,)))["event"]


def test_a_share_of_rare_earths_counts_from_its_publication() -> None:
    published = [claim("a", value=0.98, scope="REE", geography="MYS", published="2021-01-01")]
    assert "MYS" not in rows(claims=published, goods=(HREE,), year=2020)["country"]
    assert row(rows(claims=published, goods=(HREE,), year=2021), "MYS")["share"] == pytest.approx(0.98)


def test_ports_and_small_sellers_are_no_sources() -> None:
    shares = pl.DataFrame({"country": ["NLD", "CHN", "VNM"], "share": [0.5, 0.4, 0.005]})
    assert is_source(shares, 0.01)["country"].to_list() == ["CHN"]
