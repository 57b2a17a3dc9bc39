"""Indicators over HTTP: what was seen by a day, with its sources."""

from __future__ import annotations

from xml.etree import ElementTree

from flask.testing import FlaskClient

ATOM = "{http://www.w3.org/2005/Atom}"


def test_five_indicators_say_what_they_count_and_what_is_missing(client: FlaskClient) -> None:
    items = client.get("/v1/indicators").json["items"]
    assert [one["indicator"] for one in items] == [
        "investment", "export_policy", "technology_transfer", "regions", "cooperation",
    ]  # fmt: skip
    assert all(one["counts"] and one["missing"] and one["statement"].startswith("doc-001-s") for one in items)


def test_an_act_is_seen_from_the_day_on_which_it_was_known(client: FlaskClient) -> None:
    def policy(on: str) -> list[str]:
        items = client.get(f"/v1/indicators?on={on}").json["items"]
        return [seen["source"] for one in items if one["indicator"] == "export_policy" for seen in one["observations"]]

    assert policy("2025-04-03") == []
    assert policy("2025-04-04") == ["CN-2025-18"]


def test_what_nobody_published_is_not_called_steady(client: FlaskClient) -> None:
    (regions,) = [one for one in client.get("/v1/indicators").json["items"] if one["indicator"] == "regions"]
    assert (regions["direction"], regions["observations"]) == ("not_observed", [])


def test_every_observation_is_an_entry_dated_to_its_day_and_leads_to_its_source(client: FlaskClient) -> None:
    answer = client.get("/v1/indicators.atom")
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    rows = ElementTree.fromstring(answer.data).findall(f"{ATOM}entry")
    items = client.get("/v1/indicators").json["items"]
    seen = [(f"{obs['on']}T00:00:00Z", obs["seen"]) for one in items for obs in one["observations"]]
    assert seen
    assert sorted((row.findtext(f"{ATOM}updated"), row.findtext(f"{ATOM}summary")) for row in rows) == sorted(seen)
    assert len({row.findtext(f"{ATOM}id") for row in rows}) == len(rows)
    for row in rows:
        link = row.find(f"{ATOM}link")
        assert link is not None
        assert client.get(link.get("href")).status_code == 200
    assert client.get("/v1/indicators.atom").data == answer.data


def test_a_feed_reader_that_was_there_meets_304(client: FlaskClient) -> None:
    tag = client.get("/v1/indicators.atom").headers["ETag"]
    assert client.get("/v1/indicators.atom", headers={"If-None-Match": tag}).status_code == 304
