"""``/outlook/{bom_id}``: scenarios beside the forecast, each with what was assumed."""

from __future__ import annotations

from flask.testing import FlaskClient

from service.risk.outlook.scenarios import TODAY, scenarios
from tests.service.dashboard.html import Page

PATH = "/outlook/motor-7"


def test_every_scenario_has_a_row_with_the_api_s_score_and_who_assumed_it(real: FlaskClient) -> None:
    rows = Page(real.get(PATH)).rows("Scores under scenarios")
    answer = real.get("/v1/boms/motor-7/scenarios").json["scenarios"][1:]
    assert len(rows) == len(answer) == len(scenarios()) - 1
    for row, one in zip(rows, answer, strict=True):
        assert one["id"] != TODAY
        assert row[0].startswith(one["title"])
        if one["level"]:
            assert abs(float(row[1]) - one["level"]["score"]) < 0.06
            assert "the authors of Chokepoint" in row[4]
        else:
            assert one["why_not"] in row[4]


def test_the_page_says_that_nothing_of_it_is_a_forecast(real: FlaskClient) -> None:
    assert "None is a forecast" in Page(real.get(PATH)).words()


def test_the_product_leads_to_it(real: FlaskClient) -> None:
    assert f'href="{PATH}"' in real.get("/products/motor-7").get_data(as_text=True)


def test_a_product_that_is_not_stored_has_no_page(real: FlaskClient) -> None:
    assert real.get("/outlook/nobody").status_code == 404


def test_stock_and_questions_stand_beside_the_scenarios(real: FlaskClient) -> None:
    page = Page(real.get(PATH))
    assert "Stock changes no score" in page.words()
    assert "Stock narrows nothing" in page.words()
    asked = real.get("/v1/boms/motor-7/questions").json["questions"]
    rows = page.rows("Missing facts, what narrows the interval most first")
    assert [row[0] for row in rows] == [one["text"] for one in asked]
