"""The frozen forecasts, served as JSON and as the file itself."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine
from flask.testing import FlaskClient

from service.config import Settings
from service.risk.bundle.versions import FROZEN
from tests.conftest import client_of

TEXT = "country,mineral,element,probability,base_rate\nCHN,HREE,Dy,0.18000,0.00400\nIDN,tin,,0.05000,0.00400\n"


@pytest.fixture
def models(tmp_path: Path) -> Path:
    return tmp_path / "models"


@pytest.fixture
def asked(settings: Settings, models: Path) -> Iterator[FlaskClient]:
    """A client of an application beside whose model forecasts may be frozen."""
    with client_of(dataclasses.replace(settings, model_dir=models / "current")) as client:
        yield client


def frozen(models: Path) -> None:
    folder = models / FROZEN
    folder.mkdir(parents=True)
    (folder / "2026-11-30.csv").write_text(TEXT)
    described = {"day": "2026-11-30", "version": "v", "event": "source-shock/v2", "sha256": "0" * 64, "rows": 2}
    (folder / "2026-11-30.json").write_text(json.dumps(described))
    (folder / "current").symlink_to("2026-11-30.csv")


def test_without_frozen_forecasts_the_answer_is_404_and_names_the_command(asked: FlaskClient) -> None:
    answer = asked.get("/v1/shocks/frozen")
    assert answer.status_code == 404
    assert "python -m training freeze" in answer.json["detail"]


@pytest.mark.slow
def test_the_newest_forecasts_come_as_json_with_day_and_digest(asked: FlaskClient, models: Path) -> None:
    frozen(models)
    answer = asked.get("/v1/shocks/frozen").json
    assert (answer["day"], answer["sha256"]) == ("2026-11-30", "0" * 64)
    assert answer["items"] == [
        {"country": "CN", "mineral": "HREE", "element": "Dy", "probability": 0.18, "base_rate": 0.004},
        {"country": "ID", "mineral": "tin", "element": None, "probability": 0.05, "base_rate": 0.004},
    ]


def test_forecasts_say_until_when_they_are_good_and_that_they_are_overdue(asked: FlaskClient, models: Path) -> None:
    frozen(models)
    with time_machine.travel("2026-12-31T12:00:00Z", tick=False):
        assert (answer := asked.get("/v1/shocks/frozen").json)["good_until"] == "2026-12-31"
        assert answer["overdue"] is None
    with time_machine.travel("2027-01-01T12:00:00Z", tick=False):
        late = "The forecasts frozen on 30 November 2026 were good until 31 December 2026."
        assert asked.get("/v1/shocks/frozen").json["overdue"].startswith(late)
        assert any(line.startswith(late) for line in asked.get("/readyz").json["overdue"])


def test_the_file_itself_comes_as_csv(asked: FlaskClient, models: Path) -> None:
    frozen(models)
    answer = asked.get("/v1/shocks/frozen.csv")
    assert (answer.mimetype, answer.text) == ("text/csv", TEXT)
