"""``/what-if/{bom_id}``: a change scored beside what is stored, which stays as it is."""

from __future__ import annotations

import json
import shlex
from math import fsum

import pytest
from flask.testing import FlaskClient

from service.dashboard.findings.language import long_day
from tests.service.dashboard.html import Page, words_of

PATH = "/what-if/motor-7"
MOVE = "share=100&stage=magnet&from=CN&to=JP"


def numbers(page: Page) -> dict[str, list[str]]:
    """Rows of the comparison by their names."""
    return {row[0]: row[1:] for row in page.rows("Before and after")}


def test_without_a_change_it_asks_for_one(real: FlaskClient) -> None:
    assert "Change one thing and see both scores." in Page(real.get(PATH)).words()


def test_a_change_stores_nothing(real: FlaskClient) -> None:
    before = real.get("/v1/boms/motor-7").data
    Page(real.get(f"{PATH}?{MOVE}"))
    assert real.get("/v1/boms/motor-7").data == before


def test_before_and_after_are_the_scores_of_the_api(real: FlaskClient) -> None:
    page = Page(real.get(f"{PATH}?{MOVE}"))
    curl = next(words_of(code) for code in page.all("code"))
    changed = json.loads(shlex.split(curl)[-1])
    shown = numbers(page)["Score, out of 100"]
    scored = [
        real.post("/v1/scores", json=body).json["score"] for body in (real.get("/v1/boms/motor-7").json["bom"], changed)
    ]
    assert shown[:2] == [f"{score:.1f}" for score in scored]


@pytest.mark.slow
def test_moved_shares_still_add_up(real: FlaskClient) -> None:
    curl = words_of(Page(real.get(f"{PATH}?share=30&stage=separation&from=CN&to=MY")).all("code")[0])
    for line in json.loads(shlex.split(curl)[-1])["lines"]:
        shares = [row["share"] for row in line.get("supply", ()) if row["stage"] == "separation"]
        assert fsum(shares) == pytest.approx(1.0, abs=1e-4)


def test_several_changes_are_told_one_by_one(real: FlaskClient) -> None:
    rows = Page(real.get(f"{PATH}?{MOVE}&spare=20")).rows("What each change does alone")
    assert [row[0] for row in rows] == ["Moving 100 % of the magnets from China to Japan", "Doing without 20 %"]


def test_doing_without_never_raises_the_score(real: FlaskClient) -> None:
    before, after, _ = numbers(Page(real.get(f"{PATH}?spare=40")))["Score, out of 100"]
    assert float(after) <= float(before)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("share=120&stage=magnet&to=JP", "'120' is no share"),
        ("share=abc&stage=magnet&to=JP", "'abc' is no share"),
        ("stage=melting&to=JP", "There is no stage 'melting'"),
        ("stage=magnet&to=Atlantis", "'Atlantis' is no country"),
        ("stage=magnet&to=JP&element=Xx", "There is no rare earth 'Xx'"),
        ("grade=<script>", "No material '<script>' is catalogued"),
    ],
)
def test_a_wrong_change_stays_on_the_page(real: FlaskClient, query: str, words: str) -> None:
    assert words in Page(real.get(f"{PATH}?{query}"), 422).words()


def test_what_is_not_stored_cannot_be_changed(real: FlaskClient) -> None:
    Page(real.get("/what-if/nothing"), 404)


@pytest.mark.slow
@pytest.mark.parametrize("bom_id", ["hostile", "servo", "pump", "bracket", "old"])
def test_every_product_can_be_asked_about(real: FlaskClient, bom_id: str) -> None:
    Page(real.get(f"/what-if/{bom_id}?{MOVE}"))


def test_what_cuts_a_loss_most_is_named_first(real: FlaskClient) -> None:
    hazards = real.get("/v1/boms/motor-7/score?view=full").json["hazards"]
    cuts = [
        h["expected_share_hit"] - h["best_alternative"]["expected_share_hit"] for h in hazards if h["best_alternative"]
    ]
    rows = Page(real.get(PATH)).rows("Sources that would lower")
    shown = [float(row[1].removesuffix(" %")) - float(row[2].removesuffix(" %")) for row in rows]
    assert shown[0] == pytest.approx(100 * max(cuts), abs=0.11)
    assert shown == sorted(shown, reverse=True)


def test_a_change_may_be_of_the_lines_that_hold_an_element(real: FlaskClient) -> None:
    page = Page(real.get(f"{PATH}?{MOVE}&element=Sm"))
    body = json.loads(shlex.split(next(words_of(code) for code in page.all("code")))[-1])
    before = real.get("/v1/boms/motor-7").json["bom"]["lines"]
    assert [new["line_id"] for new, old in zip(body["lines"], before, strict=True) if new != old] == ["40"]
    assert "of the magnets with samarium from China to Japan" in page.words()


def test_more_stock_changes_no_score_and_says_when_the_line_stops(real: FlaskClient) -> None:
    page = Page(real.get(f"{PATH}?stock=90&line=10"))
    before, after, change = numbers(page)["Score, out of 100"]
    assert (before, change) == (after, "0.0")
    assert "Stock changes no score: a shock is as likely." in page.words()
    [row] = page.rows("Lines with another stock")
    document = real.get("/v1/boms/motor-7").json["bom"]
    document["lines"][0]["stock_days"] = 90
    told = real.post("/v1/stock", json=document_of(document)).json["lines"][0]
    chances = [f"{100 * told[name]:.1f} %" for name in ("stop",)]
    assert row[:3] == ["10", "not stated", "90"]
    assert row[-1] == chances[0]
    assert float(row[-1].split()[0]) < float(row[-2].split()[0])
    assert f"Line 10 would go on for 90 days if it were cut off today, until {long(told['stops_on'])}." in page.words()


def document_of(bom: dict[str, object]) -> dict[str, object]:
    """What the API asks the stock of."""
    return {"bom": {name: value for name, value in bom.items() if name not in ("bom_id", "as_of")}}


def long(day: str) -> str:
    """A day as prose writes it."""
    return long_day(day).replace("\u00a0", " ")


def test_the_command_of_a_change_of_stock_alone_asks_for_the_stock(real: FlaskClient) -> None:
    curl = words_of(Page(real.get(f"{PATH}?stock=90&line=10")).all("code")[0])
    assert '"$CHOKEPOINT_URL/v1/stock"' in curl
    body = json.loads(shlex.split(curl)[-1])
    assert [line.get("stock_days") for line in body["bom"]["lines"]] == [90, None, None, None, None, None]
    assert real.post("/v1/stock", json=body).status_code == 200


def test_stock_beside_a_move_is_that_of_the_moved_supply(real: FlaskClient) -> None:
    page = Page(real.get(f"{PATH}?{MOVE}&stock=30"))
    assert numbers(page)["Score, out of 100"][2] != "0.0"
    assert len(page.rows("Lines with another stock")) == 6


@pytest.mark.parametrize("days", ["-1", "3651", "1.5", "x", "9" * 40])
def test_what_is_no_stock_is_refused(real: FlaskClient, days: str) -> None:
    assert "write whole days, from 0 to 3,650" in Page(real.get(f"{PATH}?stock={days}"), 422).words()


def test_a_change_has_an_address_to_send_without_what_stays_as_it_is(real: FlaskClient) -> None:
    page = Page(real.get(f"{PATH}?{MOVE}&grade=&spare=&stock=&line="))
    sent = f"{PATH}?share=100&stage=magnet&from=CN&to=JP"
    assert sent in page.links()
    assert f"http://localhost{sent}" in page.words()
    assert Page(real.get(sent)).rows("Before and after") == page.rows("Before and after")


def test_a_line_that_the_product_does_not_have_is_refused(real: FlaskClient) -> None:
    assert "The product has no line 'nope'" in Page(real.get(f"{PATH}?{MOVE}&line=nope"), 422).words()
