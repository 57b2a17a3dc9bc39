"""``/products/{bom_id}``: what the page of one product says, and what its forms do."""

from __future__ import annotations

import re
from math import fsum
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from service.api.context import EXTENSION, OWN, today
from service.store.scores import packed
from tests.service.dashboard.conftest import HOSTILE, motor, put, stored
from tests.service.dashboard.html import Page

MOTOR = "/products/motor-7"


def answer(client: FlaskClient, bom_id: str) -> dict[str, Any]:
    """The stored answer behind a page."""
    body: dict[str, Any] = client.get(f"/v1/boms/{bom_id}/score?view=full").json
    return body


def points(text: str) -> float:
    """A number as a page writes it."""
    return float(text.replace("−", "-").replace("+", "").replace(",", ""))


@pytest.mark.slow
@pytest.mark.parametrize("bom_id", stored())
def test_the_page_of_every_product_is_sound(real: FlaskClient, bom_id: str) -> None:
    Page(real.get(f"/products/{bom_id}"))


def test_it_opens_with_the_score_its_interval_and_its_band(real: FlaskClient) -> None:
    words, scored = Page(real.get(MOTOR)).words(), answer(real, "motor-7")
    low, high = scored["interval"]
    assert f"with a chance of {scored['score']:.1f} in 100" in words
    assert f"{low:.1f} to {high:.1f} with 90 % certainty" in words
    assert scored["band"].capitalize() in words
    assert all(reason["text"] in words for reason in scored["reasons"])


@pytest.mark.slow
def test_the_day_that_it_opens_with_is_that_of_the_main_countrys_own_act(real: FlaskClient) -> None:
    """Myanmar's tax is older than China's licences, and half as much meets it."""
    standing = answer(real, "motor-7")["standing"]
    assert min(act["since"] for act in standing) < "2025-04-04"
    assert "Controls of its own have stood since 4 April 2025." in Page(real.get(MOTOR)).words()


def test_the_points_that_are_shown_add_up_to_the_score_that_is_shown(real: FlaskClient) -> None:
    rows = Page(real.get(MOTOR)).rows("Parts of the score")
    assert round(fsum(points(row[1]) for row in rows), 1) == round(answer(real, "motor-7")["score"], 1)


@pytest.mark.slow
def test_shares_into_each_stage_add_up_to_the_need(real: FlaskClient) -> None:
    rows = Page(real.get(f"{MOTOR}?chain=Nd-magnet")).rows("Neodymium magnets")
    last = [points(row[3].removesuffix(" %").removeprefix("< ")) for row in rows if row[0] == "Magnet to you"]
    assert abs(fsum(last) - 100) <= len(last)


def test_a_step_within_a_country_has_no_chance_and_one_across_a_border_has(real: FlaskClient) -> None:
    rows = Page(real.get(f"{MOTOR}?chain=Dy-magnet")).rows("Dysprosium magnets")
    assert {row[4] for row in rows if row[1] == row[2]} == {"stays in country"}
    assert all(row[4].endswith("%") for row in rows if row[1] != row[2] and row[1] != "Unnamed countries")


def test_panels_give_a_stage_a_chance_only_where_its_steps_have_one(real: FlaskClient) -> None:
    page = Page(real.get(f"{MOTOR}?chain=Y-oxide"))
    steps = {row[0]: row[4] for row in page.rows("Yttrium oxide") if row[1] == "China"}
    panels = {row[1]: row[4] for row in page.rows("Leading country by element") if row[0] == "Y"}
    assert (steps["Mine to separation"], panels["Mine"]) == ("stays in country", "crosses no border")
    assert steps["Separation to you"] == panels["Separation"]


@pytest.mark.slow
def test_the_scores_of_other_days_are_drawn_and_told(real: FlaskClient) -> None:
    put(real, "moved", motor(name="Moved", as_of="2026-06-30"))
    points = {row["as_of"]: row["score"] for row in real.get("/v1/boms/moved/scores").json["items"]}
    rows = Page(real.get("/products/moved")).rows("Score by day")
    assert len(points) == len(rows) == 2
    assert [row[1] for row in rows] == [f"{score:.1f}" for _, score in sorted(points.items(), reverse=True)]
    assert "30 Jun 2026" in Page(real.get("/products/moved")).words()


def test_the_main_reason_comes_with_its_stage_its_chance_and_its_own_controls(real: FlaskClient) -> None:
    words, scored = Page(real.get(MOTOR)).words(), answer(real, "motor-7")
    china = [one for one in scored["chokepoints"] if one["country"] == "CN"]
    assert re.search(
        r"China is the main reason: up to 100 % of its \w+, \w+, \w+ and \d+ more are separated there", words
    )
    assert f"is about as likely as {100 * china[0]['shock_probability']:.0f} in 100" in words
    assert min(one["since"] for one in scored["standing"]) == "2025-03-27"  # of another country
    assert "Controls of its own have stood since 4 April 2025" in words


def test_each_reason_says_where_its_controls_are_written(real: FlaskClient) -> None:
    named = {control for reason in answer(real, "motor-7")["reasons"] for control in reason["controls"]}
    words = Page(real.get(MOTOR)).words()
    sources = {control: real.get(f"/v1/controls/{control}").json["source"] for control in named}
    assert sources
    assert all(f"Written in {source}." in words for source in sources.values())


def test_the_acts_that_are_counted_are_those_of_the_table(real: FlaskClient) -> None:
    page = Page(real.get(MOTOR))
    counted = re.search(r"(\d+) acts are in force and (\d+) acts are of unknown state; (\d+) more eases", page.words())
    assert counted
    assert sum(map(int, counted.groups())) == len(page.rows("Export controls that touch this product"))


def test_every_figure_and_control_that_it_links_resolves(real: FlaskClient) -> None:
    sources = sorted(link for link in Page(real.get(MOTOR)).links() if link.startswith(("/figures/", "/controls/")))
    assert len(sources) > 20
    assert {link: real.get(link).status_code for link in sources[::4]} == dict.fromkeys(sources[::4], 200)


def test_hostile_names_stay_text(real: FlaskClient) -> None:
    page = Page(real.get("/products/hostile"))
    assert "<script" not in page.text
    assert "49" not in page.all("h1")[0].itertext()
    assert " ".join(HOSTILE.split()) in page.words()


def test_a_product_that_nobody_can_read_says_so_and_asks(real: FlaskClient) -> None:
    words = Page(real.get("/products/pump")).words()
    assert "It can’t be scored yet." in words
    assert "Nobody knows yet what this is." in words


def test_a_product_that_is_not_stored_is_a_page_of_its_own(real: FlaskClient) -> None:
    assert "No product 'nothing' is stored" in Page(real.get("/products/nothing"), 404).words()


@pytest.mark.slow
def test_a_score_of_another_day_is_brought_up_to_date_by_whoever_looks(real: FlaskClient) -> None:
    store = real.application.extensions[EXTENSION].store
    put(real, "yesterday", motor(name="Yesterday"))
    with store._writing() as connection:
        connection.exec_driver_sql("UPDATE boms SET as_of = '2026-01-31' WHERE bom_id = 'yesterday'")
    assert ", today." in Page(real.get("/products/yesterday")).words()
    assert store.bom(OWN, "yesterday")["as_of"] == today()


@pytest.mark.slow
def test_a_product_that_cannot_be_scored_any_more_shows_its_last_score_and_why(real: FlaskClient) -> None:
    put(real, "late", motor(name="Late"))
    store = real.application.extensions[EXTENSION].store
    with store._writing() as connection:
        spoilt = packed(b'{"lines": [{"line_id": "1", "material": "NdFeB", "colour": "red"}]}')
        query = "UPDATE revisions SET document = ? WHERE bom = (SELECT id FROM boms WHERE bom_id = 'late')"
        connection.exec_driver_sql(query, (spoilt,))
        connection.exec_driver_sql("UPDATE boms SET as_of = '2026-01-31' WHERE bom_id = 'late'")
    words = Page(real.get("/products/late")).words()
    assert "There is none of today: The stored BOM isn't valid any more" in words


@pytest.mark.slow
@pytest.mark.parametrize("bom_id", ["a/b", "ä ö", "50 %", "a?b#c", '"><b>', "x" * 200])
def test_any_id_has_its_page(real: FlaskClient, bom_id: str) -> None:
    put(real, quote(bom_id, safe=""), motor(name=None))
    page = Page(real.get(f"/products/{quote(bom_id)}"))
    assert f"/v1/boms/{quote(bom_id, safe='')}/score" in page.links()
    assert real.get(f"/v1/boms/{quote(bom_id, safe='')}/score").status_code == 200


@pytest.mark.slow
def test_an_open_line_is_confirmed_of_its_part_and_the_product_scored_anew(real: FlaskClient) -> None:
    document = motor(name="Confirmed")
    document["lines"].append({"line_id": "70", "part_number": "MAG-10", "material": "mystery magnet"})
    put(real, "confirmed", document)
    place = len(document["lines"]) - 1
    token = Page(real.get("/products/confirmed")).token()
    form = {"csrf_token": token, "choice": "other", "other": "SmCo5", "confirmed_by": "A. Engineer"}
    response = real.post(f"/products/confirmed/lines/{place}", data=form)
    assert (response.status_code, response.location) == (303, "/products/confirmed#lines")
    reading = answer(real, "confirmed")["lines"][place]["reading"]
    assert (reading["material_id"], reading["confirmed_by"]) == ("smco5", "A. Engineer")
    assert "confirmed by A. Engineer" in Page(real.get("/products/confirmed")).words()


@pytest.mark.slow
def test_an_open_line_without_a_part_number_is_read_so_by_itself(real: FlaskClient) -> None:
    document = motor(name="Line alone")
    document["lines"].append({"line_id": "80", "material": "mystery part 7", "quantity": {"value": 0.1, "unit": "kg"}})
    put(real, "alone", document)
    place = len(document["lines"]) - 1
    form = {"csrf_token": Page(real.get("/products/alone")).token(), "choice": "none"}
    assert real.post(f"/products/alone/lines/{place}", data=form).status_code == 303
    kept = real.get("/v1/boms/alone").json["bom"]
    assert kept["lines"][place] == document["lines"][place] | {"rare_earth": False}
    assert answer(real, "alone")["coverage"]["unread"] == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({}, "Choose what the part is."),
        ({"choice": "other"}, "Write the name"),
        ({"choice": "other", "other": "<b>no such thing</b>"}, "No catalogued material is called"),
        ({"choice": "none"}, "Write who confirms it"),
        ({"choice": "smco5", "confirmed_by": "x" * 101}, "Write who confirms it"),
    ],
)
def test_a_wrong_answer_to_an_open_line_stays_on_the_page(real: FlaskClient, form: dict[str, str], words: str) -> None:
    token = Page(real.get("/products/servo")).token()
    page = Page(real.post("/products/servo/lines/6", data=form | {"csrf_token": token}), 422)
    assert words in page.words()


@pytest.mark.slow
@pytest.mark.parametrize("headers", [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_a_form_of_another_site_changes_nothing(real: FlaskClient, headers: dict[str, str]) -> None:
    token = Page(real.get("/products/servo")).token()
    form = {"csrf_token": token, "choice": "none", "confirmed_by": "Mallory"}
    before = answer(real, "servo")
    Page(real.post("/products/servo/lines/6", data=form, headers=headers), 403)
    assert answer(real, "servo") == before


def test_a_form_without_its_token_changes_nothing(real: FlaskClient) -> None:
    for form in ({}, {"csrf_token": "guessed"}):
        Page(real.post("/products/servo/lines/6", data=form), 403)


@pytest.mark.slow
def test_a_long_product_shows_fifty_lines_at_a_time(real: FlaskClient) -> None:
    lines = [{"line_id": str(n), "material": "steel screw M6"} for n in range(120)]
    put(real, "long", {"name": "Long", "lines": lines})
    seen = [Page(real.get(f"/products/long?lines={number}")).rows("120 lines") for number in (1, 2, 3)]
    assert [len(rows) for rows in seen] == [50, 50, 20]
    assert len({re.search(r"Line (\d+)", row[0])[1] for rows in seen for row in rows}) == 120  # type: ignore[index]
    assert len(Page(real.get("/products/long?lines=99999999999")).rows("120 lines")) == 50


def test_a_product_without_rare_earths_says_so_and_draws_no_empty_bars(real: FlaskClient) -> None:
    page = Page(real.get("/products/bracket"))
    assert "It holds no rare earth that was read, so no supply shock to one hits it." in page.words()
    assert "What makes up the score" not in page.words()
