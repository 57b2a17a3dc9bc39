"""Many scores brought up to date, over HTTP and by an operator: bounded, resumable, nothing twice."""

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


def test_all_are_scored_once_in_bounded_requests(stored: FlaskClient, fake: FakeKernel) -> None:
    before, path, answers = fake.scored, "/v1/boms/rescore?limit=2", []
    while path:
        answers.append(stored.post(path).json)
        path = answers[-1]["next"]
    assert [(one["rescored"], one["left"]) for one in answers] == [(2, 3), (2, 1), (1, 0)]
    assert fake.scored == before + 5
    assert stale(stored) == []
    again = stored.post("/v1/boms/rescore").json
    assert (again, fake.scored) == ({"rescored": 0, "failed": [], "left": 0, "next": None}, before + 5)


def test_who_begins_anew_goes_on_where_the_last_ended(stored: FlaskClient, fake: FakeKernel) -> None:
    before = fake.scored
    stored.post("/v1/boms/rescore?limit=3")
    assert stale(stored) == ["b3", "b4"]
    assert stored.post("/v1/boms/rescore").json["rescored"] == 2
    assert fake.scored == before + 5


def test_a_request_ends_when_it_did_the_work_of_one_answer_and_has_done_one_at_least(
    client: FlaskClient, clock: Any
) -> None:
    for number in range(3):
        client.put(f"/v1/boms/h{number}", json=bom(line(material="heavy")))
    client.put("/v1/boms/z", json=bom())
    clock.move_to("2026-11-22T12:00:00Z")
    answer = client.post("/v1/boms/rescore").json
    assert (answer["rescored"], answer["left"]) == (1, 3)
    answer = client.post(answer["next"]).json
    assert (answer["rescored"], answer["left"]) == (1, 2)
    assert client.post(answer["next"]).json["left"] == 1


def test_only_what_the_filters_leave_is_scored(stored: FlaskClient) -> None:
    assert stored.post("/v1/boms/rescore?min_score=40").json["rescored"] == 1
    assert stale(stored) == ["b1", "b2", "b3", "b4"]
    assert faults(stored.post("/v1/boms/rescore?limit=201")) == {"?limit": "out_of_range"}


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
    answer = stored.post("/v1/boms/rescore").json
    assert (answer["rescored"], answer["left"], answer["next"]) == (4, 0, None)
    assert answer["failed"] == [{"bom_id": "b0", "detail": "The BOM can't be scored."}]
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
