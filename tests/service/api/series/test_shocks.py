"""Every source on a day, as JSON and CSV, with what drives its chance."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from math import exp, fsum

import pytest
from flask.testing import FlaskClient

from service.engine import KERNEL
from tests.conftest import client_of, faults, settings_in
from tests.factories import kernel

BEFORE, AFTER = "2025-03-31", "2025-04-05"
PARTS = ("baseline", "concentration", "governance", "export_control", "substitution")


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A client of the service on the shipped bundle."""
    with client_of(settings_in(tmp_path_factory.mktemp("shocks")), replace(KERNEL, load=lambda *_: kernel())) as client:
        yield client


def china(client: FlaskClient, day: str) -> dict[str, object]:
    rows = client.get(f"/v1/shocks?as_of={day}&element=Dy&stage=separation").json["items"]
    return next(row for row in rows if row["country"] == "CN")


def test_a_source_is_another_before_and_after_the_licences_of_april_2025(real: FlaskClient) -> None:
    before, after = china(real, BEFORE), china(real, AFTER)
    assert after["probability"] > before["probability"]
    assert "CN-2025-18" in after["controls"]
    assert "CN-2025-18" not in before["controls"]
    assert (before["time"], before["as_of"]) == (f"{BEFORE}T00:00:00Z", BEFORE)


def test_the_five_parts_add_up_to_the_log_odds_of_the_restriction(real: FlaskClient) -> None:
    row = china(real, AFTER)
    log_odds = fsum(float(row[name]) for name in PARTS)
    assert 1.0 / (1.0 + exp(-log_odds)) == pytest.approx(row["restriction"], rel=0.02)
    assert row["restriction_low"] <= row["restriction"] <= row["restriction_high"]


def test_what_is_asked_for_is_all_that_comes(real: FlaskClient) -> None:
    answer = real.get("/v1/shocks?element=Nd&stage=magnet").json
    assert {(row["element"], row["stage"]) for row in answer["items"]} == {("Nd", "magnet")}
    every = real.get("/v1/shocks").json["items"]
    assert {row["stage"] for row in every} == {"mining", "separation", "metal", "magnet"}
    assert len({row["element"] for row in every}) == 16


def test_csv_has_the_same_rows(real: FlaskClient) -> None:
    query = f"as_of={AFTER}&element=Dy"
    items = real.get(f"/v1/shocks?{query}").json["items"]
    rows = list(csv.DictReader(io.StringIO(real.get(f"/v1/shocks.csv?{query}").text)))
    assert [(row["country"], row["stage"], float(row["probability"])) for row in rows] == [
        (item["country"], item["stage"], item["probability"]) for item in items
    ]
    assert rows[0]["time"] == f"{AFTER}T00:00:00Z"
    assert "CN-2025-18" in rows[0]["controls"].split()


def test_a_poll_with_its_etag_looks_nothing_up(real: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    path = f"/v1/shocks?as_of={AFTER}"
    etag = real.get(path).headers["ETag"]
    monkeypatch.setattr("service.api.series.shocks.shocks", None)
    assert real.get(path, headers={"If-None-Match": etag}).status_code == 304


def test_days_that_cant_be_scored_are_refused_with_the_parameter(real: FlaskClient) -> None:
    tomorrow = (datetime.now(UTC) + timedelta(days=1)).date()
    assert faults(real.get("/v1/shocks?as_of=2009-12-31")) == {"?as_of": "too_early"}
    assert faults(real.get(f"/v1/shocks?as_of={tomorrow}")) == {"?as_of": "too_late"}
    assert faults(real.get("/v1/shocks?element=Fe")) == {"?element": "not_a_choice"}
