"""The feed of what changed."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.api.watching.feeds import _of_measure
from tests.conftest import bom
from tests.factories import kernel

ATOM = "{http://www.w3.org/2005/Atom}"


def entries(client: FlaskClient, path: str = "/v1/feed.atom") -> list[tuple[str, str]]:
    """Titles and summaries of the feed, as it stands."""
    answer = client.get(path)
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(answer.data)
    assert all(feed.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated"))
    rows = feed.findall(f"{ATOM}entry")
    assert len({row.findtext(f"{ATOM}id") for row in rows}) == len(rows)
    moments = [row.findtext(f"{ATOM}updated") or "" for row in rows]
    assert moments == sorted(moments, reverse=True)
    return [(row.findtext(f"{ATOM}title") or "", row.findtext(f"{ATOM}summary") or "") for row in rows]


def test_the_feed_tells_crossed_bands_and_new_measures(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    client.put("/v1/boms/motor", json=bom())
    before = entries(client)
    assert [title for title, _ in before if title.startswith("China: ")]
    monkeypatch.setattr("tests.fakes.BAND", "severe")
    client.put("/v1/boms/motor", json=bom(name="Mo\ufffetor <1>"))
    now = entries(client)
    assert now[0] == ("Motor <1>: severe, was high", now[0][1])
    assert now[0][1].startswith("Score 30 on ")
    assert now[1:] == before
    client.put("/v1/boms/motor", json=bom(name="Motor"))
    assert len(entries(client)) == len(now)
    first = client.get("/v1/feed.atom")
    again = client.get("/v1/feed.atom", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert client.delete("/v1/boms/motor").status_code == 204
    assert entries(client) == before


def test_an_entry_of_the_register_says_in_words_what_is_restricted(app: Flask) -> None:
    with app.test_request_context():
        summaries = [_of_measure(measure).summary for measure in kernel().register.measures]
    assert [summary for summary in summaries if "_" in summary or ";" in summary] == []
    assert "New in the register: export licence, all rare earths." in summaries
