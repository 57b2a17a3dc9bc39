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
