"""``/plans/{bom_id}``: the engine of ``POST /v1/plans`` for people, and what the product's page says of it."""

from __future__ import annotations

import json
import re
import shlex
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.factories import ROOT
from tests.service.dashboard.conftest import put
from tests.service.dashboard.html import XHTML, Page, words_of

PATH = "/plans/motor-7"


@pytest.fixture(scope="module")
def catalysts(real: FlaskClient) -> FlaskClient:
    """A client that has a product stored whose score can be lowered."""
    document: dict[str, Any] = json.loads((ROOT / "examples" / "catalysts.json").read_text(encoding="utf-8"))
    put(real, "catalysts", {name: value for name, value in document.items() if name not in ("bom_id", "as_of")})
    return real


def numbers(cell: str) -> list[float]:
    """The numbers of a cell, in order."""
    return [float(one.replace("−", "-")) for one in re.findall(r"[−\d][\d.]*", cell)]


def asked_again(client: FlaskClient, page: Page) -> dict[str, Any]:
    """The answer to the command that a page gives to copy."""
    body = shlex.split(words_of(page.all("code")[0]))[-1]
    plan: dict[str, Any] = client.post("/v1/plans", json=json.loads(body)).json
    return plan


@pytest.mark.slow
def test_the_changes_are_those_of_the_api(catalysts: FlaskClient) -> None:
    page = Page(catalysts.get("/plans/catalysts"))
    plan = asked_again(catalysts, page)
    rows = page.rows("The fewest changes to the aim")
    assert plan["reached"]
    assert [row[0] for row in rows] == [one["words"] for one in plan["actions"]]
    scores = [one["after"]["score"] for one in plan["actions"]]
    assert [numbers(row[2])[0] for row in rows] == pytest.approx(scores, abs=0.06)
    assert f"from {plan['before']['score']:.1f} to {numbers(rows[-1][2])[0]}." in page.words()


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
def test_an_offer_of_a_small_maker_is_tried_with_one_click(real: FlaskClient) -> None:
    page = Page(real.get(f"{PATH}?budget=200000&cost_sole_source=60000"))
    rows = {row[0]: row for row in page.rows("Elements that one country alone makes")}
    assert rows["Dysprosium"][5].startswith("Malaysia (1.")
    assert rows["Yttrium"][5] == "nobody is known"
    (link,) = (one for one in page.links() if "offer_country=MY" in one and "table=" not in one)
    tried = Page(real.get(f"{PATH}{link}"))
    plan = asked_again(real, tried)
    assert "offer" in [one["kind"] for one in plan["actions"]]
    assert plan["reached"]
    assert "Of the budget of 200,000 EUR" in tried.words(), "what was asked before still holds"


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
        ("target=x", "Your aim: Must be a number, such as 1.2, with a decimal point."),
        ("target=101", "Your aim: Must be from 0 to 100, is 101."),
        ("target=nan", "Your aim: Must be a number"),
        ("aim=share&target=101", "Your aim: Must be from 0 to 1"),
        ("without=XX", "Move nothing to 1: Must be an ISO 3166-1 code of a country"),
        ("budget=lots", "Budget: Must be a number"),
        ("budget=-1&cost_sole_source=5", "Budget: Must be from 0"),
        ("cost_sole_source=much", "Your costs sole source: Must be a number"),
        ("allowed=magic", "What may be done 1: Must be one of"),
        ("offer_share=50&offer_stage=magnet", "Offer 1, country: Is required."),
        ("offer_share=500&offer_stage=magnet&offer_country=JP", "Offer 1, share: Must be from 0 to 1"),
        ("offer_share=50&offer_stage=magnet&offer_country=JP&offer_line=9", "Offer 1, line: No line has the id '9'"),
        ("material_line=10&material_material=mystery", "Other material 1, material: 'mystery' can't be read"),
        ("products_per_year=some", "Products a year: Must be a number"),
        ("carrying_rate=5000", "Carrying stock: Must be from 0 to 10"),
        ("budget=5&carrying_rate=5000", "Carrying stock: Must be from 0 to 10"),
    ],
)
def test_a_wrong_aim_is_refused_with_the_mend(real: FlaskClient, query: str, words: str) -> None:
    assert words in Page(real.get(f"{PATH}?{query}"), 422).words()


@pytest.mark.parametrize(("bom_id", "words"), [("pump", "It can’t be scored yet."), ("bracket", "as it stands")])
def test_a_product_without_a_risk_to_plan_for_says_so(real: FlaskClient, bom_id: str, words: str) -> None:
    assert words in Page(real.get(f"/plans/{bom_id}")).words()


def test_what_is_not_stored_has_no_plan(real: FlaskClient) -> None:
    Page(real.get("/plans/nothing"), 404)


OFFERED = (
    "aim=score&target=17&budget=200000&cost_sole_source=60000&offer_share=100&offer_stage=separation"
    "&offer_country=Malaysia&offer_made_of=ore&offer_line=&offer_cost=50000"
    "&products_per_year=5000&stop_cost_per_day=20000&carrying_rate=10"
)


@pytest.fixture(scope="module")
def offered(real: FlaskClient) -> Page:
    """A plan with an offer, costs and a budget."""
    return Page(real.get(f"{PATH}?{OFFERED}"))


@pytest.mark.slow
def test_a_plan_with_offer_and_budget_is_that_of_the_api_with_what_it_costs(real: FlaskClient, offered: Page) -> None:
    plan = asked_again(real, offered)
    rows = offered.rows("The fewest changes to the aim")
    assert [row[0] for row in rows] == [one["words"] for one in plan["actions"]]
    assert (
        [row[5] for row in rows]
        == [f"{one['cost']:,.0f} EUR" for one in plan["actions"]]
        == ["50,000 EUR", "60,000 EUR"]
    )
    spent = plan["budget"]
    assert spent["actions"] == 110_000
    assert "Of the budget of 200,000 EUR the changes take 110,000 EUR, stock takes" in offered.words()
    assert f"and {spent['left']:,.0f} EUR are left." in offered.words()


@pytest.mark.slow
def test_each_change_says_what_it_adds_who_makes_it_and_where_its_share_is_written(offered: Page) -> None:
    first, second = offered.rows("The fewest changes to the aim")
    before, after = (numbers(row[2])[0] for row in (first, second))
    assert numbers(second[2])[1] == pytest.approx(after - before, abs=0.11)
    assert "by your own word" in first[1]
    assert "of the world’s output" in second[1]
    assert "Fort Worth magnets, MP Materials" in second[1]
    assert any(link.startswith("/figures/derived-magnet-2026-USA") for link in offered.links())


@pytest.mark.slow
def test_the_changed_product_of_a_plan_scores_as_promised(real: FlaskClient, offered: Page) -> None:
    (link,) = (one for one in offered.links() if one.endswith("file=bom"))
    file = real.get(f"{PATH}{link}")
    assert file.headers["Content-Disposition"] == 'attachment; filename="changed-bom.json"'
    score = real.post("/v1/scores", json=file.json).json["score"]
    assert f"to {score:.1f}." in offered.words()
    assert f"Score {score:.1f}, with 90 % certainty" in offered.words()


@pytest.mark.slow
def test_what_the_changes_leave_of_a_budget_buys_the_api_s_stock(real: FlaskClient, offered: Page) -> None:
    plan = asked_again(real, offered)
    rows = offered.rows("Stock that the changes leave money for")
    lines = plan["budget"]["lines"]
    assert [row[0][:2] for row in rows] == [one["line_id"] for one in lines]
    assert [float(row[2]) for row in rows] == [float(one["to_days"]) for one in lines]
    stock = {row[0][:2]: row for row in offered.rows("Chance that a line stops within twelve months, with the changes")}
    assert stock["10"][4] == f"{round(90 * 5000 * 114 / 365, -3):,.0f}"
    assert int(stock["10"][7]) > 180
    assert stock["20"][4] == "–", "it has no price"


@pytest.mark.slow
def test_a_budget_without_any_cost_buys_stock_and_names_what_it_does_not_count(real: FlaskClient) -> None:
    page = Page(real.get(f"{PATH}?budget=200000&products_per_year=5000"))
    assert "Nobody put a cost on 2 changes: the budget counts nothing for that." in page.words()
    assert "The budget lifts the lowest stocks to" in page.words()
    page = Page(real.get(f"{PATH}?budget=200000"))
    assert "The budget of 200,000 EUR buys nothing yet: say below what changes cost you" in page.words()
    assert next(page.root.iter(f"{XHTML}details")).get("open") is not None, "where to say it stands open"


@pytest.mark.slow
def test_an_aim_out_of_reach_says_what_the_best_is(real: FlaskClient) -> None:
    page = Page(real.get(f"{PATH}?target=5&offer_share=100&offer_stage=separation&offer_country=MY"))
    assert "5.0 is out of reach of what was tried: the best is" in page.words()


@pytest.mark.slow
def test_a_kind_of_change_that_isn_t_ticked_isn_t_made(real: FlaskClient) -> None:
    page = Page(real.get(f"{PATH}?aim=share&target=15&allowed=second_source"))
    assert asked_again(real, page)["actions"]
    assert all(row[0].split()[1] == "50" for row in page.rows("Changes that help most"))


@pytest.mark.slow
def test_the_product_says_what_its_plan_begins_with_and_leads_to_it(real: FlaskClient) -> None:
    page, plan = Page(real.get("/products/motor-7")), asked_again(real, Page(real.get(PATH)))
    first = plan["actions"][0]
    assert f"To lose less, first {first['words'][0].lower()}{first['words'][1:]}." in page.words()
    assert f"The score would rise from {plan['before']['score']:.1f} to {first['after']['score']:.1f}" in page.words()
    assert "Change first" not in page.words(), "no advice where the score would rise"
    assert PATH in page.links()
