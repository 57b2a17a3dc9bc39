"""``/outlook/{bom_id}``: scenarios beside the forecast, each with what was assumed."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient

from service.dashboard.findings.language import linked
from service.risk.outlook.scenarios import TODAY, scenarios
from tests.service.dashboard.html import Page, words_of

PATH = "/outlook/motor-7"
AMOUNT_OR_SCORE = re.compile(r"\d+\.\d")
AMOUNT = re.compile(r"\d{1,3}(?:,\d{3})*")
SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.slow
def test_every_scenario_has_a_row_with_the_api_s_score_and_who_assumed_it(real: FlaskClient) -> None:
    rows = Page(real.get(PATH)).rows("Scores under scenarios")
    answer = real.get("/v1/boms/motor-7/scenarios").json["scenarios"][1:]
    assert len(rows) == len(answer) == len(scenarios()) - 1
    for row, one in zip(rows, answer, strict=True):
        assert one["id"] != TODAY
        assert row[0].startswith(one["title"])
        if one["level"]:
            assert abs(float(AMOUNT_OR_SCORE.findall(row[1])[0]) - one["level"]["score"]) < 0.06
            assert "assumed by the authors of Chokepoint" in row[5]
        else:
            assert one["why_not"].replace("end_use", "end use") in row[5]


@pytest.mark.slow
def test_a_scenario_names_the_country_that_is_lost_and_the_days_that_licences_are_late(real: FlaskClient) -> None:
    rows = {one.title: one for one in scenarios().values()}
    shown = {row[0] for row in Page(real.get(PATH)).rows("Scores under scenarios")}
    assert rows["China's licences come late"].assumptions[0].value == 60
    assert "China's licences come latelicences 60 days late" in shown
    assert "The largest separator is lostChina" in shown


@pytest.mark.slow
@pytest.mark.parametrize("path", [PATH, "/elements/Dy/alternatives"])
def test_ids_in_sentences_lead_to_figures_and_no_name_of_the_wire_is_left(real: FlaskClient, path: str) -> None:
    page = Page(real.get(path))
    named = set(re.findall(r"doc-\d{3}-\d\d(?:-[A-Z]{2,4}\d*)?", page.words()))
    assert named
    assert {f"/figures/{one}" for one in named} <= page.links()
    assert {real.get(f"/figures/{one}").status_code for one in named} == {200}
    assert not re.search(r"as_of|`|POST /v1|end_use|unit_price|monthly_need|products_per_year", page.words())


def test_every_indicator_has_the_same_years(real: FlaskClient) -> None:
    pictures = [one for one in Page(real.get("/indicators")).root.iter(f"{SVG}svg") if one.get("role") == "img"]
    texts = [[words_of(text) for text in one.iter(f"{SVG}text")] for one in pictures]
    assert len(texts) > 3
    assert {first for first, _ in texts} == {"2005"}
    assert len({last for _, last in texts}) == 1


@pytest.mark.slow
def test_the_page_says_that_nothing_of_it_is_a_forecast(real: FlaskClient) -> None:
    assert "None is a forecast" in Page(real.get(PATH)).words()


def test_the_product_leads_to_it(real: FlaskClient) -> None:
    assert f'href="{PATH}"' in real.get("/products/motor-7").get_data(as_text=True)


def test_a_product_that_is_not_stored_has_no_page(real: FlaskClient) -> None:
    assert real.get("/outlook/nobody").status_code == 404


@pytest.mark.slow
def test_stock_and_questions_stand_beside_the_scenarios(real: FlaskClient) -> None:
    page = Page(real.get(PATH))
    assert "Stock changes no score" in page.words()
    assert "Stock narrows nothing" in page.words()
    asked = real.get("/v1/boms/motor-7/questions").json["questions"]
    rows = page.rows("Missing facts, what narrows the interval most first")
    assert [row[0] for row in rows] == [one["text"] for one in asked]


def test_acts_among_the_costs_lead_to_their_pages_and_estimates_have_three_digits(real: FlaskClient) -> None:
    page = Page(real.get(f"{PATH}?products_per_year=5000"))
    made = real.get("/v1/boms/motor-7/costs?products_per_year=5000").json
    acts = {act for one in made["elements"] for quote in one["premia"] for act in quote["under"]}
    assert acts
    assert {f"/controls/{act}" for act in acts} <= set(page.links())
    cells = [cell for row in page.rows("Expected costs") for cell in row[2:]]
    digits = [amount.replace(",", "").strip("0") for cell in cells for amount in AMOUNT.findall(cell)]
    assert digits
    assert max(map(len, digits)) == 3


FIGURES = "products_per_year=5000&stop_cost_per_day=20000&carrying_rate=10&delay_days=90"


@pytest.mark.slow
def test_stock_is_told_with_the_api_s_days_that_pay_and_the_likeliest_stop_first(real: FlaskClient) -> None:
    rows = Page(real.get(f"{PATH}?{FIGURES}")).rows("Chance that a line stops")
    asked = "products_per_year=5000&stop_cost_per_day=20000&carrying_rate=0.1"
    lines = {one["line_id"]: one for one in real.get(f"/v1/boms/motor-7/stock?{asked}").json["lines"]}
    for row in rows:
        one = lines[row[0][:2]]
        assert row[-1] == ("–" if one["best_days"] is None else str(one["best_days"]))
        assert float(row[3].removesuffix(" %")) == pytest.approx(100 * one["stop"], abs=0.06)
    stops = [float(row[3].removesuffix(" %")) for row in rows]
    assert stops == sorted(stops, reverse=True)
    assert any(one["best_days"] for one in lines.values())


@pytest.mark.slow
def test_days_that_licences_are_late_are_taken_from_the_form(real: FlaskClient) -> None:
    shown = {row[0]: row for row in Page(real.get(f"{PATH}?{FIGURES}")).rows("Scores under scenarios")}
    row = shown["China's licences come latelicences 90 days late"]
    answer = real.get("/v1/boms/motor-7/scenarios?scenario=licences-late&delay_days=90").json["scenarios"][0]
    assert float(AMOUNT_OR_SCORE.findall(row[1])[0]) == pytest.approx(answer["level"]["score"], abs=0.06)
    assert answer["late"]
    assert "a standstill of 90 days" in row[5], "the motor states no stock"


@pytest.mark.slow
def test_what_takes_all_has_no_interval_and_says_that_it_is_assumed(real: FlaskClient) -> None:
    row = Page(real.get(PATH)).rows("Scores under scenarios")[1]
    assert row[1].startswith("100.0")
    assert row[2:4] == ["none: it is assumed", "Severe"]


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("products_per_year=x", "Products a year: Must be a number"),
        ("contract_share=200", "Share under contract: Must be from 0 to 1"),
        ("delay_days=0", "Licences late by: Must be"),
        ("stop_cost_per_day=-1", "A day of standstill costs: Must be from 0"),
        ("carrying_rate=1100", "Carrying stock costs: Must be from 0 to 10"),
    ],
)
def test_a_wrong_figure_is_refused_by_the_name_of_its_field(real: FlaskClient, query: str, words: str) -> None:
    assert words in Page(real.get(f"{PATH}?{query}"), 422).words()


def test_an_id_that_is_part_of_a_longer_one_is_no_link() -> None:
    assert linked("under CN-2025-18-MAG.", {"CN-2025-18"}) == [("under CN-2025-18-MAG.", None)]
    assert linked("CN-2025-18 (doc-000-13)", {"CN-2025-18"})[::2] == [
        ("CN-2025-18", "/controls/CN-2025-18"), ("doc-000-13", "/figures/doc-000-13")
    ]  # fmt: skip


def test_a_line_of_stock_and_costs_is_told_with_its_material_and_part(real: FlaskClient) -> None:
    page = Page(real.get(f"{PATH}?products_per_year=5000"))
    for caption in ("Chance that a line stops", "Expected costs"):
        assert {"10NdFeB N42SH · MAG-0042", "20Ce oxide"} <= {row[0] for row in page.rows(caption)}
