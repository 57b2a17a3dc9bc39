"""Indicators over HTTP: what was seen by a day, with its sources."""

from __future__ import annotations

from flask.testing import FlaskClient


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
