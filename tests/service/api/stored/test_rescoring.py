"""Many scores brought up to date, over HTTP and by an operator: by one job each, resumable, nothing twice."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from service import __main__ as operator
from service.api.context import EXTENSION
from service.commands import rescore
from service.jobs import rescoring, runner
from service.jobs.runner import Runner
from service.risk.errors import BomError, FieldError
from tests import fakes
from tests.conftest import bom, faults, line
from tests.fakes import FakeKernel


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel("2026-11-21T12:00:00Z", tick=False) as clock:
        yield clock


@pytest.fixture
def stored(client: FlaskClient, clock: Any) -> FlaskClient:
    """Five BOMs, scored the day before; the first is of two lines."""
    for number in range(5):
        client.put(f"/v1/boms/b{number}", json=bom(*(line(str(n)) for n in range(2 if number == 0 else 1))))
    clock.move_to("2026-11-22T12:00:00Z")
    return client


def stale(client: FlaskClient) -> list[str]:
    return [row["bom_id"] for row in client.get("/v1/boms").json["items"] if row["stale"]]


def rescored(app: Flask, client: FlaskClient, query: str = "") -> Any:
    """The job that a request made, after it was done."""
    accepted = client.post(f"/v1/boms/rescore{query}")
    assert accepted.status_code == 202
    Runner(app).drain()
    return client.get(accepted.headers["Location"]).json


def test_all_are_scored_once_by_a_job(app: Flask, stored: FlaskClient, fake: FakeKernel) -> None:
    before = fake.scored
    job = rescored(app, stored)
    assert (job["state"], job["progress"]) == ("done", {"done": 5, "total": 5})
    assert job["counts"] == {"scored": 5, "stored": 5, "failed": 0, "errors": 0}
    assert (fake.scored, stale(stored)) == (before + 5, [])
    again = rescored(app, stored)
    assert (again["progress"], fake.scored) == ({"done": 0, "total": 0}, before + 5)


def test_who_goes_on_finds_what_was_done_and_does_none_of_it_twice(
    app: Flask, stored: FlaskClient, fake: FakeKernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = fake.scored
    monkeypatch.setattr(runner, "SLICE_SECONDS", -1.0)
    monkeypatch.setattr(rescoring, "AT_ONCE", 2)
    accepted = stored.post("/v1/boms/rescore")
    steps = []
    while Runner(app).once():
        steps.append((stored.get(accepted.headers["Location"]).json["progress"]["done"], stale(stored)))  # type: ignore[index]
    assert steps[:3] == [(0, ["b0", "b1", "b2", "b3", "b4"]), (2, ["b2", "b3", "b4"]), (4, ["b4"])]
    assert fake.scored == before + 5


def test_only_what_the_filters_leave_is_scored(app: Flask, stored: FlaskClient) -> None:
    job = rescored(app, stored, "?min_score=40&changed_since=2026-11-21")
    assert (job["counts"]["scored"], job["asked"]["min_score"]) == (1, 40.0)
    assert [row["bom_id"] for row in stored.get(job["results"]).json["items"]] == ["b0"]  # type: ignore[index]
    assert stale(stored) == ["b1", "b2", "b3", "b4"]
    assert faults(stored.post("/v1/boms/rescore?limit=20")) == {"?limit": "unknown_field"}


def refusing(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on the kernel refuses BOMs of two lines."""

    def score(given: Any, *more: Any) -> Any:
        if len(given.lines) > 1:
            raise BomError("The BOM can't be scored.", [FieldError("/lines/0", "unknown_material", "no such thing")])
        return fakes.score(given, *more)

    monkeypatch.setitem(app.extensions[EXTENSION].engine.__dict__, "score", score)


def test_a_bom_that_cant_be_scored_any_more_is_told_and_holds_up_no_other(
    app: Flask, stored: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    refusing(app, monkeypatch)
    job = rescored(app, stored)
    assert job["counts"] == {"scored": 4, "stored": 4, "failed": 1, "errors": 1}
    (error,) = stored.get(job["errors"]).json["items"]  # type: ignore[index]
    assert (error["outcome"], error["product"], error["why"]) == ("failed", "b0", "The BOM can't be scored.")
    assert stale(stored) == ["b0"]


def arguments(*given: str) -> Any:
    parser = argparse.ArgumentParser()
    rescore.add(parser.add_subparsers())
    return parser.parse_args(["rescore", *given])


def test_an_operator_scores_those_of_every_tenant_or_of_one(
    app: Flask, stored: FlaskClient, fake: FakeKernel, capsys: pytest.CaptureFixture[str], clock: Any
) -> None:
    before = fake.scored
    assert rescore.run(arguments("--tenant", "nobody"), app) == 0
    assert fake.scored == before
    assert rescore.run(arguments("--min-score", "40"), app) == 0
    assert rescore.run(arguments(), app) == 0
    assert capsys.readouterr().out.splitlines()[1:] == [
        "own: 1 BOMs scored, 0 left as they are",
        "own: 4 BOMs scored, 0 left as they are",
    ]
    assert fake.scored == before + 5


def test_an_operator_is_told_what_could_not_be_scored(
    app: Flask, stored: FlaskClient, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    refusing(app, monkeypatch)
    assert rescore.run(arguments(), app) == 1
    assert "'b0': The BOM can't be scored." in capsys.readouterr().out


def test_an_operators_filters_are_checked_before_anything_is_loaded(capsys: pytest.CaptureFixture[str]) -> None:
    assert operator.main(["rescore", "--band", "hi", "--min-score", "x"]) == 2
    told = capsys.readouterr().err
    assert "--band: Must be one of low" in told
    assert "--min-score: Must be a number" in told
