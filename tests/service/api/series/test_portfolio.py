"""What all stored BOMs came to, day by day."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from service.api.series import portfolio
from tests.conftest import bom, faults, line

PATH = "/v1/portfolio/scores?from=2026-11-20&to=2026-11-23"


@pytest.fixture
def clock() -> Any:
    with time_machine.travel("2026-11-21T12:00:00Z", tick=False) as clock:
        yield clock


def put(client: FlaskClient, bom_id: str, lines: int = 1) -> float:
    stored = client.put(f"/v1/boms/{bom_id}", json=bom(*(line(str(n)) for n in range(lines))))
    return float(stored.json["score"])


def test_every_bom_counts_with_its_newest_score_by_the_day(client: FlaskClient, clock: Any) -> None:
    small = put(client, "a")
    clock.move_to("2026-11-22T12:00:00Z")
    large = put(client, "b", 3)
    clock.move_to("2026-11-23T12:00:00Z")
    rows = client.get(PATH).json["items"]
    assert [(row["time"], row["boms"], row["high"], row["highest_score"]) for row in rows] == [
        ("2026-11-21T00:00:00Z", 1, 1, small),
        ("2026-11-22T00:00:00Z", 2, 2, large),
        ("2026-11-23T00:00:00Z", 2, 2, large),
    ]
    assert rows[-1]["mean_score"] == pytest.approx((small + large) / 2, rel=1e-2)


def test_of_a_day_the_newest_revision_counts(client: FlaskClient, clock: Any) -> None:
    put(client, "a")
    now = put(client, "a", 4)
    [row] = client.get("/v1/portfolio/scores?from=2026-11-21&to=2026-11-21").json["items"]
    assert (row["boms"], row["highest_score"]) == (1, now)


def test_csv_has_the_same_rows(client: FlaskClient, clock: Any) -> None:
    put(client, "a")
    path = "/v1/portfolio/scores{}?from=2026-11-21&to=2026-11-21"
    [item] = client.get(path.format("")).json["items"]
    [row] = csv.DictReader(io.StringIO(client.get(path.format(".csv")).text))
    assert {name: str(value) for name, value in item.items()} == row


def test_filters_leave_some_boms(client: FlaskClient, clock: Any) -> None:
    put(client, "a")
    put(client, "b")
    client.put("/v1/boms/a/tags", json={"tags": ["x"]})
    [row] = client.get("/v1/portfolio/scores?from=2026-11-21&tag=x").json["items"]
    assert row["boms"] == 1


def test_more_look_ups_than_one_answer_may_take_are_refused_with_what_fits(
    client: FlaskClient, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(portfolio, "MOST_LOOK_UPS", 3)
    for bom_id in ("a", "b"):
        put(client, bom_id)
    refused = client.get("/v1/portfolio/scores?from=2026-11-20&to=2026-11-21")
    assert faults(refused) == {"?step": "too_much_work"}
    assert "at most 1 points" in refused.json["errors"][0]["detail"]
    assert client.get("/v1/portfolio/scores?from=2026-11-21&to=2026-11-21").status_code == 200


def test_scores_of_another_event_are_counted_by_themselves(
    app: Flask, client: FlaskClient, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(client, "a")
    monkeypatch.setattr(portfolio, "EVENT", "another/v3")
    [row] = client.get("/v1/portfolio/scores?from=2026-11-21&to=2026-11-21").json["items"]
    assert (row["boms"], row["scored"], row["mean_score"], row["other_event"]) == (0, 0, None, 1)
