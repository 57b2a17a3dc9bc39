"""Why a score moved, comparisons, and pages for a control and a figure."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient

from service.dashboard.charts.timeline import Row, timeline
from service.dashboard.findings.moves import moves_of
from service.risk.changes.rounding import rounded_parts
from tests.service.dashboard.html import Page

OLD = "/products/old"
THEN = "2024-06-30"


def number(text: str) -> float:
    return float(text.replace("−", "-"))


@pytest.mark.slow
def test_the_parts_of_a_move_add_up_as_they_are_printed(real: FlaskClient) -> None:
    rows = Page(real.get(OLD)).rows("From 30 June 2024")
    first, *parts = rows
    shown = [number(row[1]) for row in parts]
    told = real.get(f"/v1/boms/old/changes?from={THEN}").json
    assert number(first[1]) == round(told["from"]["score"], 1)
    assert round(number(first[1]) + sum(shown), 1) == round(told["to"]["score"], 1)


@pytest.mark.slow
def test_a_move_is_told_in_a_sentence_and_its_measures_lead_to_their_pages(real: FlaskClient) -> None:
    page = Page(real.get(OLD))
    assert "Since 30 June 2024 the score rose by" in page.words()
    assert "most by news of export controls" in page.words()
    assert any(link.startswith("/controls/CN-2025") for link in page.links())


def test_a_product_with_one_score_has_no_move(real: FlaskClient) -> None:
    assert "Why it moved" not in Page(real.get("/products/pump")).words()


def test_the_portfolio_says_in_words_what_moved_most(real: FlaskClient) -> None:
    page = Page(real.get("/"))
    assert "What moved most" in page.words()
    assert "Motor of 2024 rose by" in page.words()
    assert "/products/old#moved" in page.links()


def test_two_products_stand_side_by_side(real: FlaskClient) -> None:
    page = Page(real.get("/compare?one=motor-7&other=servo"))
    scores = [f"{real.get(f'/v1/boms/{name}/score').json['score']:.1f}" for name in ("motor-7", "servo")]
    [row] = [row for row in page.rows("Scores of today") if row[0].startswith("Score")]
    assert row[1:] == scores


def test_one_product_on_two_days_is_told_part_by_part(real: FlaskClient) -> None:
    today = datetime.now(UTC).date()
    page = Page(real.get(f"/compare?one=old&from={THEN}&to={today}"))
    assert page.rows("From 30 June 2024")[0][0] == "Score on 30 Jun 2024"
    assert "no other score" in Page(real.get("/compare?one=pump")).words()
    Page(real.get("/compare?one=old&from=2025-01-02&to=2025-01-01"), 422)


def test_what_isnt_compared_is_said_and_not_drawn() -> None:
    point = {"as_of": datetime.now(UTC).date(), "score": 7.0}
    old = {"model_version": "m", "score": 9.04}
    told = {"before": point, "after": point, "comparable": False, "why_not": "other_event", "old_model": old}
    part = moves_of(told)
    assert part.wide is None
    assert "would say 9.0 now" in part.finding


def test_a_control_says_what_it_is_since_when_whom_it_touches_and_where_it_is_written(real: FlaskClient) -> None:
    page = Page(real.get("/controls/CN-2025-18"))
    told = real.get("/v1/controls/CN-2025-18").json
    assert "4 April 2025" in page.words()
    assert told["locator"] in page.words()
    assert "/?measure=CN-2025-18" in page.links()
    assert "Traction motor" in page.words()
    Page(real.get("/controls/nothing"), 404)


def test_a_figure_says_what_it_measures_and_where_it_is_written(real: FlaskClient) -> None:
    for figure in ("wgi-CHN-2023", "usgs-mcs2026-mining-share-2025-CHN", "baci-exports-284690-2023"):
        page = Page(real.get(f"/figures/{figure}"))
        assert "Where it is written" in page.words()
        assert real.get(f"/v1/claims/{figure}").json["locator"] in page.words()
    Page(real.get("/figures/nothing"), 404)


def test_what_isnt_there_is_a_page_for_a_browser_and_a_problem_for_a_program(real: FlaskClient) -> None:
    browser = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    for path in ("/nothing", "/v1/nothing", "/v1/boms/nothing"):
        Page(real.get(path, headers=browser), 404)
        for accept in ({}, {"Accept": "*/*"}, {"Accept": "application/json"}):
            assert real.get(path, headers=accept).content_type == "application/problem+json"


def test_long_names_of_measures_are_wrapped_and_never_cut() -> None:
    name, detail = "Announcement No. 18 of 2025, " * 4, "China · " + "dysprosium, terbium, " * 6
    on = datetime.now(UTC).date()
    rows = [Row(name.strip(), detail.strip(), "/", (), "In force", None)] * 2
    for above in (False, True):
        drawn = timeline(rows, on, width=340, left=0, above=above)
        assert " ".join(drawn.rows[0].name) == name.strip()
        assert " ".join(drawn.rows[0].detail) == detail.strip()
        lines = len(drawn.rows[0].name) + len(drawn.rows[0].detail)
        assert drawn.rows[1].y - drawn.rows[0].y >= 16 * lines


def test_rounded_parts_give_the_rest_to_the_largest() -> None:
    assert rounded_parts([1.04, 0.04, -0.04], 1.1) == [1.1, 0.0, 0.0]
