"""The served model's papers."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from service.risk import record
from tests.conftest import faults
from tests.fakes import FakeEngine


def test_the_track_record_holds_the_digest_of_the_file_and_both_groups(client: FlaskClient) -> None:
    found = client.get("/v1/track-record").json
    assert (found["version"], found["sha256"]) == ("fake-1", "1" * 64)
    assert [group["group"] for group in found["groups"]] == ["all", "rare_earths"]
    assert [group["summary"]["cells"] for group in found["groups"]] == [16, 8]
    assert [year["year"] for year in found["groups"][0]["years"]] == [2006, 2007]


def test_the_worst_misses_are_named_with_what_was_said_and_what_happened(client: FlaskClient) -> None:
    rare = client.get("/v1/track-record").json["groups"][1]
    assert rare["surprises"][0] == {
        "hs92_code": "284610", "importer": "DE", "year": 2006, "forecast": 0.1, "base_rate": 0.25, "event": True,
    }  # fmt: skip
    assert [miss["importer"] for miss in rare["false_alarms"]] == ["FR", "FR", "US", "US"]


def test_every_forecast_can_be_fetched_and_read_again(client: FlaskClient, engine: FakeEngine) -> None:
    answer = client.get("/v1/models/fake-1/track-record")
    assert answer.content_type == "application/gzip"
    assert len(record.decode(answer.data)) == len(engine.frozen)


@pytest.mark.parametrize(("paper", "kind"), [("card", "text/markdown"), ("report", "text/html")])
def test_card_and_report_are_served_with_an_etag(client: FlaskClient, paper: str, kind: str) -> None:
    answer = client.get(f"/v1/models/fake-1/{paper}")
    assert answer.mimetype == kind
    assert "Chokepoint model fake-1" in answer.text
    again = client.get(f"/v1/models/fake-1/{paper}", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_the_report_may_run_no_script_and_ask_no_other_host(client: FlaskClient) -> None:
    assert "default-src 'none'" in client.get("/v1/models/fake-1/report").headers["Content-Security-Policy"]


@pytest.mark.parametrize("paper", ["card", "report", "track-record"])
def test_another_version_is_404_and_the_served_one_is_named(client: FlaskClient, paper: str) -> None:
    answer = client.get(f"/v1/models/other/{paper}")
    assert answer.status_code == 404
    assert "fake-1" in answer.json["detail"]
    assert faults(answer) == {}
