"""The served model's papers."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from service.config import Settings
from service.risk.bundle import track_record
from service.risk.bundle.kernel import CARD, RECORD
from tests.conftest import client_of, faults
from tests.factories import CURRENT, kernel
from tests.fakes import FakeKernel


def test_the_track_record_holds_the_digest_of_the_file_and_both_groups(client: FlaskClient) -> None:
    record = client.get("/v1/track-record").json
    assert (record["version"], record["sha256"]) == ("fake-1", "1" * 64)
    assert [group["group"] for group in record["groups"]] == ["all", "rare_earths"]
    assert [group["summary"]["cells"] for group in record["groups"]] == [16, 8]
    assert [year["year"] for year in record["groups"][0]["years"]] == [2006, 2007]


def test_the_worst_misses_are_named_with_what_was_said_and_what_happened(client: FlaskClient) -> None:
    rare = client.get("/v1/track-record").json["groups"][1]
    assert rare["surprises"][0] == {
        "mineral": "HREE", "country": "DE", "year": 2006, "forecast": 0.1, "base_rate": 0.25, "event": True,
    }  # fmt: skip
    assert [miss["country"] for miss in rare["false_alarms"]] == ["FR", "FR", "US", "US"]


def test_every_forecast_can_be_fetched_and_read_again(client: FlaskClient, fake: FakeKernel) -> None:
    answer = client.get("/v1/models/fake-1/track-record")
    assert answer.content_type == "application/gzip"
    assert len(track_record.decode(answer.data)) == len(fake.frozen)


def test_the_card_is_served_with_an_etag(client: FlaskClient) -> None:
    answer = client.get("/v1/models/fake-1/card")
    assert answer.mimetype == "text/markdown"
    assert "Chokepoint model fake-1" in answer.text
    again = client.get("/v1/models/fake-1/card", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_browser_gets_the_card_as_a_page_and_a_program_gets_markdown(shelved: FlaskClient, tmp_path: Path) -> None:
    address, browser = f"/v1/models/{kernel().version}/card", {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    assert shelved.get(address, headers=browser).content_type.startswith("text/markdown")
    (tmp_path / "models" / kernel().version / "card.html").write_text("<h1>Model</h1>")
    page = shelved.get(address, headers=browser)
    assert (page.content_type, page.text) == ("text/html; charset=utf-8", "<h1>Model</h1>")
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert "Accept" in page.headers["Vary"]
    for accept in ("*/*", "text/markdown", "application/json"):
        assert shelved.get(address, headers={"Accept": accept}).content_type.startswith("text/markdown")


def test_a_report_that_was_not_built_is_404_and_the_command_that_builds_it_is_named(shelved: FlaskClient) -> None:
    answer = shelved.get(f"/v1/models/{kernel().version}/report")
    assert answer.status_code == 404
    assert "python -m training report" in answer.json["detail"]


def test_a_report_beside_its_bundle_is_served_and_may_run_no_script(shelved: FlaskClient, tmp_path: Path) -> None:
    (tmp_path / "models" / kernel().version / "report.html").write_text("<p>skill</p>")
    answer = shelved.get(f"/v1/models/{kernel().version}/report")
    assert (answer.status_code, answer.mimetype, answer.text) == (200, "text/html", "<p>skill</p>")
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.fixture
def shelved(settings: Settings, tmp_path: Path) -> Iterator[FlaskClient]:
    """A client of an application on the fake kernel, with the shipped bundle beside, in ``models``."""
    models = tmp_path / "models"
    shutil.copytree(CURRENT.resolve(), models / kernel().version)
    with client_of(dataclasses.replace(settings, model_dir=models / "current")) as client:
        yield client


@pytest.mark.slow
@pytest.mark.parametrize(("paper", "name"), [("card", CARD), ("track-record", RECORD)])
def test_papers_of_a_bundle_that_lies_beside_the_served_one_are_served_too(
    shelved: FlaskClient, paper: str, name: str
) -> None:
    answer = shelved.get(f"/v1/models/{kernel().version}/{paper}")
    assert (answer.status_code, answer.data) == (200, kernel().papers[name])


def test_a_bundle_that_was_changed_or_renamed_is_not_served(shelved: FlaskClient, tmp_path: Path) -> None:
    models, version = tmp_path / "models", kernel().version
    shutil.copytree(models / version, models / "renamed")
    (models / version / CARD).write_text("forged")
    for name in (version, "renamed", "..", "%2e%2e", "..%2Fmodels", ".draft", "current"):
        assert shelved.get(f"/v1/models/{name}/card").status_code == 404, name


@pytest.mark.parametrize("paper", ["card", "track-record"])
def test_another_version_is_404_and_the_served_one_is_named(client: FlaskClient, paper: str) -> None:
    answer = client.get(f"/v1/models/other/{paper}")
    assert answer.status_code == 404
    assert "fake-1" in answer.json["detail"]
    assert faults(answer) == {}
