"""``/indicators``: five findings, each with a table of what was seen."""

from __future__ import annotations

from flask.testing import FlaskClient

from tests.service.dashboard.html import Page


def test_the_page_tells_each_indicator_with_what_was_seen(real: FlaskClient) -> None:
    answer = real.get("/v1/indicators").json
    page = Page(real.get("/indicators"))
    for one in answer["items"]:
        assert f"{one['name']}: {one['direction'].replace('_', ' ')}" in page.words()
        if one["observations"]:
            assert len(page.rows(f"{one['name']}: what was seen")) == len(one["observations"])


def test_a_reader_is_told_that_none_of_it_enters_a_score(real: FlaskClient) -> None:
    assert "None enters a score" in Page(real.get("/indicators")).words()


def test_each_indicator_says_what_was_seen_last_with_its_source(real: FlaskClient) -> None:
    page = Page(real.get("/indicators"))
    seen = [one["observations"][0] for one in real.get("/v1/indicators").json["items"] if one["observations"]]
    assert len(seen) == 5
    for one in seen:
        assert f": {one['seen']} {one['source']}" in page.words()
        assert page.links() & {f"/controls/{one['source']}", f"/figures/{one['source']}"}


def test_the_page_leads_to_a_feed_that_answers(real: FlaskClient) -> None:
    assert "/v1/indicators.atom" in Page(real.get("/indicators")).links()
    assert real.get("/v1/indicators.atom").content_type.startswith("application/atom+xml")


def test_every_page_leads_to_scenarios_and_to_what_to_watch(real: FlaskClient) -> None:
    assert {"/scenarios", "/indicators"} <= Page(real.get("/")).links()
