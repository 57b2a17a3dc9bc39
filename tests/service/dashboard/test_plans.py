"""``/plans/{bom_id}``: the engine of ``POST /v1/plans`` for people, and what the product's page says of it."""

from __future__ import annotations

import json
import shlex
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.factories import ROOT
from tests.service.dashboard.conftest import put
from tests.service.dashboard.html import Page, words_of

PATH = "/plans/motor-7"


@pytest.fixture(scope="module")
def catalysts(real: FlaskClient) -> FlaskClient:
    """A client that has a product stored whose score can be lowered."""
    document: dict[str, Any] = json.loads((ROOT / "examples" / "catalysts.json").read_text(encoding="utf-8"))
    put(real, "catalysts", {name: value for name, value in document.items() if name not in ("bom_id", "as_of")})
    return real


def asked_again(client: FlaskClient, page: Page) -> dict[str, Any]:
    """The answer to the command that a page gives to copy."""
    body = shlex.split(words_of(page.all("code")[0]))[-1]
    plan: dict[str, Any] = client.post("/v1/plans", json=json.loads(body)).json
    return plan


@pytest.mark.slow
def test_the_changes_are_those_of_the_api(catalysts: FlaskClient) -> None:
    page = Page(catalysts.get("/plans/catalysts"))
    plan = asked_again(catalysts, page)
    rows = page.rows("The fewest changes to the target")
    assert plan["reached"]
    assert [row[0] for row in rows] == [one["words"] for one in plan["actions"]]
    scores = [one["after"]["score"] for one in plan["actions"]]
    assert [float(row[1]) for row in rows] == pytest.approx(scores, abs=0.06)
    assert f"from {plan['before']['score']:.1f} to {rows[-1][1]}." in page.words()


@pytest.mark.slow
def test_a_first_change_that_raises_the_score_alone_is_told(catalysts: FlaskClient) -> None:
    page = Page(catalysts.get("/plans/catalysts"))
    first = asked_again(catalysts, page)["actions"][0]["after"]["score"]
    assert f"The first alone would raise it to {first:.1f}: make them together." in page.words()


@pytest.mark.slow
def test_where_nothing_lowers_the_score_it_says_so_and_what_would_lose_less(real: FlaskClient) -> None:
    page = Page(real.get(PATH))
    plan = asked_again(real, page)
    assert "No change that was tried lowers the score of" in page.words()
    assert [row[0] for row in page.rows("Changes that lose less")] == [one["words"] for one in plan["actions"]]
    before, after = (plan[side]["score"] for side in ("before", "after"))
    assert after > before
    assert f"The score would rise from {before:.1f} to {after:.1f}: Vietnam and Malaysia can be hit too" in page.words()


@pytest.mark.slow
def test_elements_that_one_country_alone_makes_lead_to_who_else_may(real: FlaskClient) -> None:
    page = Page(real.get(PATH))
    stuck = asked_again(real, page)["stuck"]
    assert len(page.rows("Elements that one country alone makes")) == len(stuck) > 0
    assert {f"/elements/{one['element']}/alternatives?stage={one['stage']}" for one in stuck} <= page.links()


@pytest.mark.slow
def test_a_target_that_is_met_needs_no_change(real: FlaskClient) -> None:
    assert "is met as it stands" in Page(real.get(f"{PATH}?target=100")).words()


@pytest.mark.slow
def test_a_country_that_is_left_out_gets_nothing(real: FlaskClient) -> None:
    rows = Page(real.get(f"{PATH}?without=VN")).rows("Changes that lose less")
    assert rows
    assert not any("Vietnam" in row[0] for row in rows)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("target=x", "'x' is no score: write a number from 0 to 100."),
        ("target=101", "'101' is no score"),
        ("target=nan", "'nan' is no score"),
        ("without=XX", "'XX' is no country: choose one of the list."),
    ],
)
def test_a_wrong_aim_is_refused_with_the_mend(real: FlaskClient, query: str, words: str) -> None:
    assert words in Page(real.get(f"{PATH}?{query}"), 422).words()


@pytest.mark.parametrize(("bom_id", "words"), [("pump", "It can’t be scored yet."), ("bracket", "as it stands")])
def test_a_product_without_a_risk_to_plan_for_says_so(real: FlaskClient, bom_id: str, words: str) -> None:
    assert words in Page(real.get(f"/plans/{bom_id}")).words()


def test_what_is_not_stored_has_no_plan(real: FlaskClient) -> None:
    Page(real.get("/plans/nothing"), 404)


@pytest.mark.slow
def test_the_product_says_what_its_plan_begins_with_and_leads_to_it(real: FlaskClient) -> None:
    page, plan = Page(real.get("/products/motor-7")), asked_again(real, Page(real.get(PATH)))
    first = plan["actions"][0]
    assert f"To lose less, first {first['words'][0].lower()}{first['words'][1:]}." in page.words()
    assert f"The score would rise from {plan['before']['score']:.1f} to {first['after']['score']:.1f}" in page.words()
    assert "Change first" not in page.words(), "no advice where the score would rise"
    assert PATH in page.links()
