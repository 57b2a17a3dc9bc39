"""``/elements/{symbol}/alternatives``: who makes it elsewhere, on whose material, with which plants, beside a need."""

from __future__ import annotations

from datetime import date

import pytest
from flask.testing import FlaskClient

from service.dashboard.findings.language import needed
from service.risk.outlook.projects import HAS_PRODUCED
from tests.service.dashboard.html import Page

PATH = "/elements/Nd/alternatives"
ASKED = "stage=separation&need_kg=1500&buyer_country=DE"


@pytest.fixture(scope="module")
def page(real: FlaskClient) -> Page:
    return Page(real.get(f"{PATH}?{ASKED}"))


def test_each_maker_has_the_api_s_share_hazard_feeds_and_plants(real: FlaskClient, page: Page) -> None:
    answer = real.get(f"/v1/alternatives?element=Nd&{ASKED}").json
    rows = page.rows("Makers outside China")
    assert len(rows) == len(answer["makers"])
    for row, one in zip(rows, answer["makers"], strict=True):
        assert row[2] == f"{100 * one['shock_probability']:.1f} %"
        assert row[3].startswith(f"{one['score']:.1f}")
        assert all(plant["name"] in row[5] and plant["owner"] in row[5] for plant in one["plants"])
    estonia = next(row for row in rows if row[0] == "Estonia")
    assert "ore from Russian Federation" in estonia[4]
    assert "Silmet, Neo Performance Materials" in estonia[5]
    assert {f"/figures/{one['plants'][0]['claims'][-1]}" for one in answer["makers"] if one["plants"]} <= page.links()


def test_a_plant_stands_beside_the_need(page: Page) -> None:
    malaysia = page.rows("Makers outside China")[0]
    assert "10,500 t a year, your need is 0.014 % of it" in malaysia[5]
    assert "open the figure before you compare it with your need" in page.words()


@pytest.mark.parametrize(("times", "words"), [(7000, "your need is 0.014 % of it"), (0.25, "25 % of your need")])
def test_a_need_is_told_as_a_share_that_one_can_picture(times: float, words: str) -> None:
    assert needed(times).replace("\u00a0", " ") == words


def test_a_stated_start_that_has_passed_is_told(real: FlaskClient, page: Page) -> None:
    planned = real.get(f"/v1/alternatives?element=Nd&{ASKED}").json["planned"]
    today = date.today().isoformat()  # noqa: DTZ011 - the service's own day is UTC, a start is a month
    passed = {one["name"] for one in planned if one["status"] not in {*HAS_PRODUCED, "given_up"}
              and one["stated_starts"] and one["stated_starts"][-1] <= today}  # fmt: skip
    rows = page.rows("Planned capacity")
    assert "Caremag (Lacq)" in passed
    told = [row[0] for row in rows if "that has passed; no output of it is known" in row[4]]
    assert len(told) == len(passed)
    assert all(any(row.startswith(name) for name in passed) for row in told)


def test_another_stage_keeps_what_was_asked(page: Page) -> None:
    assert "?stage=magnet&buyer_country=DE&need_kg=1500" in page.links()


def test_another_country_can_be_left_out(real: FlaskClient) -> None:
    rows = Page(real.get(f"{PATH}?without=MY")).rows("Makers outside Malaysia")
    assert rows[0][0] == "China"


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("stage=smelting", "Stage: Must be"),
        ("without=XX", "Outside: Must be an ISO 3166-1 code"),
        ("need_kg=lots", "Your need: Must be a number"),
    ],
)
def test_a_wrong_question_is_refused_by_the_name_of_its_field(real: FlaskClient, query: str, words: str) -> None:
    assert words in Page(real.get(f"{PATH}?{query}"), 422).words()
