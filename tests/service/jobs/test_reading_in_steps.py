"""A job reads a file in steps that are kept: each reads so many descriptions, and none is read twice."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.api.context import EXTENSION
from service.imports import origins
from service.imports.limits import JOB_LIMITS, LIMITS
from service.jobs import imports as work
from service.jobs.kinds import KINDS
from service.jobs.runner import Runner
from service.risk.bom import Line
from service.risk.purchase.work import work_of_reading
from service.store.jobs import PARTS, Lease
from tests.service.imports.files import csv

LINES, AT_A_TIME = 24, 10
ROWS = [f"1,M{n},NdFeB magnet number {n},2,kg,{('CN', 'JP')[n % 2]}" for n in range(LINES)]
FILE = csv("Level,Item,Description,Qty,UoM,Country of origin", "0,A,Motor,1,EA,", *ROWS)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[list[str | None]]:
    """The descriptions that each step read, where a step reads ten units of work."""
    steps: list[list[str | None]] = []
    whole, step = origins.read, work.step

    def reading(line: Line, *given: Any, **more: Any) -> Any:
        steps[-1].append(line.material)
        return whole(line, *given, **more)

    def counted(claim: Lease) -> Lease:
        steps.append([])
        return step(claim)

    monkeypatch.setattr(origins, "read", reading)
    monkeypatch.setitem(KINDS, work.KIND, counted)  # type: ignore[arg-type]
    monkeypatch.setattr(work, "JOB_LIMITS", replace(JOB_LIMITS, reading_at_a_time=AT_A_TIME))
    return steps


def accepted(client: FlaskClient) -> str:
    answer = client.post("/v1/imports?store=true&mode=async", data=FILE, content_type="text/csv")
    assert answer.status_code == 202, answer.json
    return answer.headers["Location"]


def test_no_step_reads_more_than_its_part_and_none_reads_a_row_again(
    app: Flask, client: FlaskClient, read: list[list[str | None]]
) -> None:
    at = accepted(client)
    Runner(app).drain()
    reading = [texts for texts in read if texts]
    assert len(reading) > 2
    assert [text for texts in reading for text in texts] == [f"NdFeB magnet number {n}" for n in range(LINES)]
    for texts in reading:
        before_last = [Line(str(n), material=text) for n, text in enumerate(texts[:-1])]
        assert sum(work_of_reading([line]) for line in before_last) <= AT_A_TIME
    job = client.get(at).json
    assert job is not None
    assert (job["state"], job["progress"]) == ("done", {"done": 1, "total": 1})


def test_a_file_read_in_steps_is_the_same_as_one_read_at_once(
    app: Flask, client: FlaskClient, read: list[list[str | None]]
) -> None:
    accepted(client)
    Runner(app).drain()
    in_steps = client.get("/v1/boms/A").json
    assert client.delete("/v1/boms/A").status_code == 204
    read.append([])
    assert client.post("/v1/imports?store=true", data=FILE, content_type="text/csv").status_code == 200
    at_once = client.get("/v1/boms/A").json
    assert in_steps is not None
    assert at_once is not None
    assert in_steps["bom"] == at_once["bom"]


def test_a_worker_that_ends_between_two_steps_of_reading_loses_none_of_them(
    app: Flask, client: FlaskClient, read: list[list[str | None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    at = accepted(client)
    first = Runner(app)
    monkeypatch.setattr("service.jobs.runner.SLICE_SECONDS", -1.0)
    assert first.once()
    jobs = app.extensions[EXTENSION].store.jobs
    kept = jobs.rows("own", at.rpartition("/")[2], PARTS, 0, LINES)
    assert len(kept) == len(read[0]) > 0
    Runner(app).drain()
    assert [text for texts in read for text in texts] == [f"NdFeB magnet number {n}" for n in range(LINES)]
    assert jobs.rows("own", at.rpartition("/")[2], PARTS, 0, LINES) == []


def test_what_is_answered_at_once_is_never_partly_read() -> None:
    assert LIMITS.reading_at_a_time >= LIMITS.reading
