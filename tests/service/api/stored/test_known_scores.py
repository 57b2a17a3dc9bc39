"""Scores of a stored BOM with what was known by an earlier day, and by another model: on the shipped bundle."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient

from service.api.context import EXTENSION
from service.config import Settings
from service.engine import KERNEL
from tests.conftest import bom, client_of, faults, line, settings_in
from tests.factories import kernel

SCORE = "/v1/boms/oxide/score"
NOW = "2026-11-21T12:00:00Z"


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of models with the shipped bundle under its name, and beside it one that is damaged."""
    folder, shipped = tmp_path_factory.mktemp("models"), Settings().model_dir.resolve()
    shutil.copytree(shipped, folder / shipped.name)
    shutil.copytree(shipped, folder / "2020-damaged")
    (folder / "current").symlink_to(shipped.name)
    return folder


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory, models: Path) -> Iterator[FlaskClient]:
    """A client of the service on the shipped bundle, with a BOM of dysprosium oxide stored."""
    settings = replace(settings_in(tmp_path_factory.mktemp("known")), model_dir=models / "current")
    with (
        time_machine.travel(NOW, tick=False),
        client_of(settings, replace(KERNEL, load=lambda *_: kernel())) as client,
    ):
        assert client.put("/v1/boms/oxide", json=bom(line(element="Dy", form="oxide"))).status_code == 201
        yield client


def score(real: FlaskClient, query: str) -> dict[str, Any]:
    answer = real.get(f"{SCORE}?view=full&{query}")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json
    return told


def codes(told: dict[str, Any]) -> set[str]:
    return {message["code"] for message in told["messages"]}


@pytest.mark.slow
def test_what_was_published_later_is_left_out(real: FlaskClient) -> None:
    before, after = score(real, "as_of=2025-06-01&known_at=2025-03-31"), score(real, "as_of=2025-06-01")
    licence = "CN-2025-18"
    met = [{entry["measure_id"] for entry in told["register"]} for told in (before, after)]
    assert [licence in each for each in met] == [False, True]
    assert before["data_ages"]["register"]["day"] <= "2025-03-31"
    assert ("known_at" in codes(before), "known_at" in codes(after)) == (True, False)
    assert before["score"] < after["score"]


@pytest.mark.slow
def test_the_interval_is_wider_the_longer_nothing_was_known(real: FlaskClient) -> None:
    ends = [score(real, f"as_of=2026-11-21&known_at={day}") for day in ("2026-11-21", "2025-01-01", "2023-01-01")]
    highs = [told["interval"][1] / told["score"] for told in ends]
    assert highs == sorted(highs)
    assert ["beyond_evidence" in codes(told) for told in ends] == [False, True, True]


@pytest.mark.slow
def test_it_is_kept_nowhere_has_an_etag_of_its_own_and_a_receipt_that_recomputes(real: FlaskClient) -> None:
    current = real.get(SCORE)
    past = real.get(f"{SCORE}?known_at=2025-03-31")
    assert past.headers["ETag"] != current.headers["ETag"]
    again = real.get(f"{SCORE}?known_at=2025-03-31", headers={"If-None-Match": past.headers["ETag"]})
    assert again.status_code == 304
    assert real.get(SCORE).data == current.data
    assert real.post("/v1/receipts", json={"receipt": past.json["receipt"]}).data == past.data
    assert real.get(f"{SCORE}?known_at=2026-11-21").headers["ETag"] == current.headers["ETag"]


@pytest.mark.parametrize(
    ("query", "code"),
    [("as_of=2025-04-04&known_at=2025-04-05", "too_late"), ("known_at=2026-11-22", "too_late"),
     ("known_at=2009-12-31", "too_early")],
)  # fmt: skip
def test_no_forecast_knows_what_came_after_its_day(real: FlaskClient, query: str, code: str) -> None:
    assert faults(real.get(f"{SCORE}?{query}")) == {"?known_at": code}


@pytest.mark.slow
def test_a_bundle_that_lies_whole_beside_the_served_one_answers(real: FlaskClient) -> None:
    parts, served = real.application.extensions[EXTENSION], kernel()
    current = real.get(SCORE)
    parts.kernel = replace(served, manifest=served.manifest | {"version": "2027-newer"}, sha256="0" * 64)
    try:
        other = real.get(f"{SCORE}?model={served.version}")
        newer = real.get(SCORE)
    finally:
        parts.kernel = served
    assert (other.status_code, other.json["model"]["version"]) == (200, served.version)
    assert other.json["score"] == current.json["score"]
    assert newer.json["model"]["version"] == "2027-newer"
    assert other.headers["ETag"] != newer.headers["ETag"]


@pytest.mark.slow
def test_a_model_that_isnt_here_whole_is_refused_with_those_that_are(real: FlaskClient) -> None:
    for version in ("2020-damaged", "2019-nothing", "../current", "frozen"):
        answer = real.get(f"{SCORE}?model={version}")
        assert (answer.status_code, faults(answer)) == (422, {"?model": "not_served"})
        assert kernel().version in answer.json["errors"][0]["detail"]


def test_a_pinned_service_loads_no_other_model(real: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = real.application.extensions[EXTENSION]
    monkeypatch.setattr(parts, "settings", replace(parts.settings, model_sha256="a" * 64))
    answer = real.get(f"{SCORE}?model=2020-damaged")
    assert "MODEL_SHA256" in answer.json["errors"][0]["detail"]
