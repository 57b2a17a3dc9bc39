"""Scores of elements by day: computed once, a few in a request, and kept."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine as Database
from sqlalchemy import delete, func, select

from service.api.context import EXTENSION
from service.api.series.elements import MOST_NEW
from service.store.database import reading, writing
from service.store.schema import element_points
from tests.conftest import faults
from tests.fakes import FakeKernel

YEAR = "/v1/elements/Dy/scores?from=2025-01-01&to=2025-12-31"


@pytest.fixture(autouse=True)
def _nothing_kept(app: Flask, shared_database: Database) -> Iterator[None]:
    """Pages of elements keep points, too."""
    with writing(shared_database) as connection:
        connection.execute(delete(element_points))
    yield
    with writing(shared_database) as connection:
        connection.execute(delete(element_points))


def test_a_request_computes_a_few_points_and_tells_how_many_are_left(client: FlaskClient, fake: FakeKernel) -> None:
    first = client.get(YEAR).json
    assert (len(first["items"]), first["left"], fake.scored) == (MOST_NEW, 12 - MOST_NEW, MOST_NEW)
    assert first["items"][0]["time"] == "2025-12-31T00:00:00Z"
    second = client.get(YEAR).json
    assert (len(second["items"]), second["left"], fake.scored) == (12, 0, 12)


def test_what_is_computed_once_is_kept_for_everybody(client: FlaskClient, fake: FakeKernel) -> None:
    path = "/v1/elements/Dy/scores?from=2025-06-01&to=2025-07-31"
    first = client.get(path)
    again = client.get(path)
    assert (again.json, fake.scored) == (first.json, 2)
    assert client.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_another_form_is_another_series_and_another_model_begins_anew(
    app: Flask, client: FlaskClient, fake: FakeKernel, shared_database: Database
) -> None:
    path = "/v1/elements/Dy/scores?from=2025-06-30&to=2025-06-30"
    client.get(path)
    assert client.get(f"{path}&form=magnet").json["form"] == "magnet"
    assert fake.scored == 2
    newer = app.extensions[EXTENSION].kernel = FakeKernel("fake-2")
    assert client.get(path).json["items"][0]["model_version"] == "fake-2"
    assert newer.scored == 1
    with reading(shared_database) as connection:
        assert connection.execute(select(func.count()).select_from(element_points)).scalar_one() == 1


def test_csv_has_the_points_that_are_computed(client: FlaskClient) -> None:
    path = "/v1/elements/Dy/scores{}?from=2025-06-01&to=2025-07-31"
    items = client.get(path.format("")).json["items"]
    rows = list(csv.DictReader(io.StringIO(client.get(path.format(".csv")).text)))
    assert [(row["time"], float(row["score"]), row["band"]) for row in rows] == [
        (item["time"], item["score"], item["band"]) for item in items
    ]


def test_what_cant_be_asked_is_refused(client: FlaskClient, fake: FakeKernel) -> None:
    assert client.get("/v1/elements/Xx/scores").status_code == 404
    assert faults(client.get("/v1/elements/Dy/scores?from=2020-01-01&step=day")) == {"?step": "too_many"}
    assert faults(client.get("/v1/elements/Dy/scores?from=2025-01-02&to=2025-01-01")) == {"?to": "out_of_range"}
    assert faults(client.get("/v1/elements/Dy/scores?from=2099-01-01")) == {"?from": "too_late"}
    assert faults(client.get("/v1/elements/Dy/scores?from=2009-01-01")) == {"?from": "too_early"}
    assert fake.scored == 0
