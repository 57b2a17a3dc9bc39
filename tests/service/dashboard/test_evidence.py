"""``/elements``, ``/countries`` and ``/model``: every element, a few countries, and what the model owns up to."""

from __future__ import annotations

from datetime import date

import pytest
from flask.testing import FlaskClient

from service.dashboard.findings import model
from service.dashboard.findings.supply import Quote, price_pairs
from service.dashboard.pages.evidence import NEW_POINTS
from service.risk.outlook.projects import projects
from service.risk.vocabulary import ELEMENTS
from tests.factories import kernel
from tests.service.dashboard.html import Page, words_of

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.slow
@pytest.mark.parametrize("symbol", ELEMENTS)
def test_the_page_of_every_element_is_sound(real: FlaskClient, symbol: str) -> None:
    assert ELEMENTS[symbol].name in Page(real.get(f"/elements/{symbol}")).words()


@pytest.mark.slow
@pytest.mark.parametrize("code", ["CN", "MM", "JP", "LU", "EU", "ZZ"])
def test_the_page_of_a_country_is_sound_whatever_is_known_of_it(real: FlaskClient, code: str) -> None:
    assert len(Page(real.get(f"/countries/{code}")).rows("Chances for the twelve months")) == len(ELEMENTS)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("CD", "Democratic Republic of the Congo"), ("VI", "U.S. Virgin Islands"), ("VG", "British Virgin Islands"),
        ("SH", "Saint Helena, Ascension and Tristan da Cunha"),
    ],
)  # fmt: skip
def test_a_country_whose_name_has_a_comma_is_called_as_it_is(real: FlaskClient, code: str, name: str) -> None:
    assert words_of(Page(real.get(f"/countries/{code}")).all("h1")[0]) == name


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/elements/Xx", "/elements/<b>", "/countries/XX", "/countries/China"])
def test_what_is_no_element_or_country_is_a_page_that_says_so(real: FlaskClient, path: str) -> None:
    Page(real.get(path), 404)


@pytest.mark.slow
def test_shares_of_an_element_are_those_of_the_api(real: FlaskClient) -> None:
    stages = {row["stage"]: row["shares"] for row in real.get("/v1/elements/Dy/supply").json["stages"]}
    page = Page(real.get("/elements/Dy"))
    for stage, word in (("mining", "Mine"), ("magnet", "Magnet")):
        first = max(stages[stage], key=lambda share: share["central"])
        assert page.rows(f"{word}: shares")[0][1] == f"{100 * first['central']:.1f} %"


@pytest.mark.slow
def test_a_chance_of_a_country_is_the_one_that_scores_count(real: FlaskClient) -> None:
    sources = real.get("/v1/boms/motor-7/score?view=full").json["sources"]
    counted = {s["element"]: s["restriction"] for s in sources if s["country"] == "CN"}
    rows = {row[0]: row[1] for row in Page(real.get("/countries/CN")).rows("Chances for the twelve months")}
    assert {rows[ELEMENTS[e].name.capitalize()] for e in counted} == {f"{100 * p:.1f} %" for p in counted.values()}


@pytest.mark.slow
def test_an_element_says_once_who_leads_and_links_every_figure_of_a_share(real: FlaskClient) -> None:
    page = Page(real.get("/elements/Dy"))
    assert page.words().count("and leads in mining, metal and magnets as well.") == 1
    mining = real.get("/v1/elements/Dy/supply").json["stages"][0]
    china = next(share for share in mining["shares"] if share["country"] == "CN")
    assert {f"/figures/{figure}" for figure in china["figures"]} <= set(page.links())
    assert len(china["figures"]) > 3


def test_marks_of_a_ranking_are_told_in_the_unit_of_their_axis(real: FlaskClient) -> None:
    page = Page(real.get("/model"))
    ranking = float(page.rows("Ranking and skill")[0][2].split()[0])
    picture = next(one for one in page.root.iter(f"{SVG}svg") if "Ranking" in one.get("aria-label", ""))
    assert f"{100 * ranking:.0f}" in [words_of(text) for text in picture.iter(f"{SVG}text")]


@pytest.mark.slow
def test_all_links_of_these_pages_resolve(real: FlaskClient) -> None:
    links: set[str] = set()
    for path in ("/elements", "/elements/Dy", "/countries/CN", "/model"):
        links |= Page(real.get(path)).links()
    inside = sorted(link for link in links if link.startswith("/") and link != "/")
    assert len(inside) > 100
    assert {link for link in inside[::3] if real.get(link).status_code >= 400} == set()


def test_the_page_of_the_model_says_what_is_not_proven(real: FlaskClient) -> None:
    assert model.unproven(model.skills(kernel().manifest)), "the foot of every page says that nothing is proven"
    words = Page(real.get("/model")).words()
    assert "unproven" in words
    assert "not told apart from the base rate" in words
    assert all(prior in words for prior in kernel().manifest["priors"])


def test_blind_lists_name_what_was_missed(real: FlaskClient) -> None:
    lists = model.blind_lists(kernel().manifest)
    assert len(lists) == 4
    missed = [act for one in lists for act in one.came if act.place > 100]
    words = Page(real.get("/model")).words()
    assert missed
    assert all(f"{act.country}, {act.mineral}: place {act.place}" in words for act in missed)


@pytest.mark.slow
def test_an_element_shows_its_scores_by_month_and_how_many_are_left(real: FlaskClient) -> None:
    before = Page(real.get("/elements/Pr")).rows("Score of one purchase by month")
    page = Page(real.get("/elements/Pr"))
    told = real.get("/v1/elements/Pr/scores?from=2024-12-01").json
    rows = page.rows("Score of one purchase by month")
    assert len(rows) == len(before) + NEW_POINTS  # whoever viewed the page before had some computed
    assert rows[0][1] == f"{told['items'][0]['score']:.1f}"
    assert "earlier months aren’t computed yet" in page.words()


def test_a_command_says_where_the_service_answers(real: FlaskClient) -> None:
    shown = [words_of(code) for code in Page(real.get("/elements/Dy")).all("code")]
    assert shown == [
        'CHOKEPOINT_URL=http://localhost # where this service answers curl -s "$CHOKEPOINT_URL/v1/elements/Dy/supply"'
    ]


def test_a_statement_has_a_page_with_its_place_and_what_stands_beside_it(real: FlaskClient) -> None:
    stated = real.get("/v1/statements?geography=CN&limit=200").json["items"]
    one = next(one for one in stated if one["beside"])
    page = Page(real.get(f"/statements/{one['statement_id']}"))
    assert one["statement"] in page.words()
    assert one["locator"] in page.words()
    addresses = {link.get("href", "") for link in page.all("a")}
    beside = {link for link in addresses if link.rpartition("/")[2] in one["beside"]}
    assert len(beside) == len(one["beside"])
    assert {real.get(link).status_code for link in beside} == {200}
    Page(real.get("/statements/nothing"), 404)


@pytest.mark.slow
@pytest.mark.parametrize("path", ["/elements/Dy", "/elements/Dy/alternatives", "/countries/CN", "/indicators"])
def test_no_id_on_a_page_leads_to_json(real: FlaskClient, path: str) -> None:
    ids = ("/v1/claims/", "/v1/statements/", "/v1/controls/")
    assert [link for link in Page(real.get(path)).links() if link.startswith(ids)] == []


@pytest.mark.slow
def test_the_indicators_are_linked_and_their_sources_have_pages(real: FlaskClient) -> None:
    assert "/indicators" in Page(real.get("/elements")).links()
    links = Page(real.get("/indicators")).links()
    sources = [link for link in links if link.startswith(("/figures/", "/controls/", "/statements/"))]
    assert len(sources) > 5
    assert {real.get(link).status_code for link in sources} == {200}


def test_plants_of_an_element_are_those_of_the_table_with_their_sources(real: FlaskClient) -> None:
    page = Page(real.get("/elements/Sc"))
    rows = page.rows("Plants outside China for scandium")
    known = [one for one in projects(kernel().evidence, date.today()) if one.makes("Sc")]  # noqa: DTZ011
    assert all(any(row[0].startswith(one.name) for row in rows) for one in known)
    assert len(rows) == len(known)
    produced = sum(one.supplies for one in known)
    assert f"{produced} of {len(known)} plants for scandium have produced." in page.words()
    assert {f"/figures/{one.claim.claim_id}" for one in known} <= page.links()


@pytest.mark.slow
def test_prices_outside_china_stand_beside_the_nearest_in_china(real: FlaskClient) -> None:
    rows = Page(real.get("/elements/Dy")).rows("Outside China beside")
    assert rows[0][1:] == ["850.0", "31 May 2026FOB China", "292.0", "558.0", "2.9"]
    assert len(rows) == 3


def test_a_price_without_a_neighbour_in_time_says_so() -> None:
    far = Quote("Europe", date(2025, 1, 1), 10.0, "a"), Quote("FOB China", date(2020, 1, 1), 5.0, "b")
    [pair] = price_pairs(far)
    assert (pair.china, pair.gap, pair.times) == (None, None, None)


@pytest.mark.slow
def test_what_happened_is_named_in_words_with_what_it_covers(real: FlaskClient) -> None:
    [marks] = [one for one in Page(real.get("/elements/Dy")).all("ol") if one.get("class") == "small"]
    names = [words_of(item) for item in marks]
    assert any("4 Apr 2025: China, No. 18 of 2025, export licence" in name and "magnet" in name for name in names)
    assert len(set(names)) == len(names), "two acts of one announcement are told apart"
    assert not any("CN-QUOTA" in name for name in names), "no ids in place of words"
