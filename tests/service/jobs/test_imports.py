"""Files that a job reads: accepted at once, done once, each product whole, by whoever works."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import DataError, OperationalError

from service.api.context import EXTENSION
from service.imports.limits import LIMITS
from service.jobs import imports as work
from service.jobs import runner
from service.jobs.runner import Runner
from service.store import jobs as store
from service.store.jobs import Lease, LostError
from tests.conftest import faults
from tests.fakes import FakeKernel
from tests.service.imports.files import csv

URL = "/v1/imports?store=true&mode=async"
HEAD = "Level,Item,Description,Qty,UoM,Plant"
ROWS = [row for n in range(3) for row in (f"0,P{n},Motor,1,EA,", "1,M,NdFeB,2,kg,ACME", "1,N,Nd2O3,1,kg,")]
FILE = csv(HEAD, *ROWS)


def sent(client: FlaskClient, data: bytes = FILE, url: str = URL, **headers: str) -> Any:
    answer = client.post(url, data=data, content_type="text/csv", headers=headers)
    assert answer.status_code == 202, answer.json
    return answer


def job(client: FlaskClient, accepted: Any) -> Any:
    return client.get(accepted.headers["Location"]).json


def listed(client: FlaskClient) -> list[str]:
    return [one["bom_id"] for one in client.get("/v1/boms").json["items"]]  # type: ignore[index]


def test_a_job_is_accepted_done_and_tells_all_that_a_request_would(app: Flask, client: FlaskClient) -> None:
    accepted = sent(client)
    assert (accepted.headers["Location"], accepted.headers["Retry-After"]) == (
        f"/v1/jobs/{accepted.json['job_id']}",
        "2",
    )
    waiting = client.get(accepted.headers["Location"])
    assert (waiting.json["state"], waiting.headers["Retry-After"]) == ("queued", "2")
    Runner(app).drain()
    done = client.get(accepted.headers["Location"])
    assert "Retry-After" not in done.headers
    body = done.json
    assert (body["state"], body["progress"], body["problem"]) == ("done", {"done": 3, "total": 3}, None)
    assert body["counts"] == {"scored": 3, "stored": 3, "failed": 0, "errors": 0}
    assert (body["file"]["format"], body["file"]["rows"]) == ("csv", 9)
    results = client.get(body["results"]).json["items"]
    at_once = client.post("/v1/imports?store=true", data=FILE, content_type="text/csv").json
    updated = [one | {"stored": "created"} for one in at_once["products"]]
    assert results == updated
    assert listed(client) == ["P0", "P1", "P2"]
    assert client.get("/v1/boms/P1").json["bom"]["lines"][0]["x_plant"] == "ACME"  # type: ignore[index]


def test_every_row_error_has_its_row_and_column_whoever_reads(app: Flask, client: FlaskClient) -> None:
    data = csv(HEAD, "0,A,Motor,1,EA,", "1,M,NdFeB,x1,kg,", "0,B,Pump,1,EA,", "1,N,unscorable,1,kg,P")
    accepted = sent(client, data, "/v1/imports?mode=async")
    Runner(app).drain()
    first = client.get(f"{job(client, accepted)['errors']}?limit=1").json
    rest = client.get(first["next"]).json
    shown = [(one["outcome"], one["row"], one["product"], one["column"]) for one in first["items"] + rest["items"]]
    assert shown == [("refused", 3, "A", "Qty"), ("failed", None, "B", "/products/B/lines/0/material")]
    assert rest["next"] is None
    counts = job(client, accepted)["counts"]
    assert counts == {"scored": 1, "stored": 0, "failed": 1, "errors": 2}
    at_once = client.post("/v1/imports", data=data, content_type="text/csv").json
    refused = first["items"][0]
    assert at_once["refused"] == [{name: value for name, value in refused.items() if name != "outcome"}]


@pytest.mark.parametrize(
    ("query", "headers", "status"),
    [("", {}, 200), ("?mode=async", {}, 202), ("", {"Prefer": "wait=5, Respond-Async"}, 202), ("?mode=sync", {}, 200)],
)
def test_the_caller_says_whether_to_wait(client: FlaskClient, query: str, headers: dict[str, str], status: int) -> None:
    answer = client.post(f"/v1/imports{query}", data=FILE, content_type="text/csv", headers=headers)
    assert answer.status_code == status
    assert answer.headers.get("Preference-Applied") == ("respond-async" if headers else None)


@pytest.mark.slow
def test_what_is_too_large_for_an_answer_becomes_a_job_and_says_its_limit_where_none_is_wanted(
    app: Flask, client: FlaskClient
) -> None:
    rows = [row for n in range(LIMITS.products + 1) for row in (f"0,P{n},Motor,1,EA,", "1,M,NdFeB,2,kg,")]
    data = csv(HEAD, *rows)
    refused = client.post("/v1/imports?mode=sync", data=data, content_type="text/csv")
    assert (refused.status_code, faults(refused)) == (413, {"/file": "too_large"})
    accepted = sent(client, data, "/v1/imports")
    Runner(app).drain()
    assert job(client, accepted)["progress"] == {"done": 101, "total": 101}
    long = csv(HEAD, *(f"1,M{n},Screw {'x' * 420},1,EA," for n in range(LIMITS.rows - 1)))
    assert len(long) > LIMITS.file_bytes
    sent(client, long, "/v1/imports?name=long")


def test_a_job_answers_in_summaries_and_says_so(client: FlaskClient) -> None:
    answer = client.post("/v1/imports?mode=async&view=full", data=FILE, content_type="text/csv")
    assert faults(answer) == {"?view": "not_offered"}


def test_a_file_that_cannot_be_read_is_a_job_that_failed_with_the_same_problem(app: Flask, client: FlaskClient) -> None:
    accepted = sent(client, b"hello")
    Runner(app).drain()
    body = job(client, accepted)
    problem = client.post("/v1/imports", data=b"hello", content_type="text/csv").json
    assert body["state"] == "failed"
    assert body["problem"] == problem | {"instance": accepted.headers["Location"]}  # type: ignore[operator]


class Killed(BaseException):
    """Nothing catches it, as nothing catches SIGKILL."""


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel("2026-11-21T12:00:00Z", tick=False) as clock:
        yield clock


def killed_at(monkeypatch: pytest.MonkeyPatch, target: Any, name: str, call: int, *, after: bool) -> None:
    """Let a function of the code end the worker at its call number ``call``, before or after it is done."""
    whole, calls = getattr(target, name), iter(range(100))

    def deadly(*given: Any, **more: Any) -> Any:
        mine = next(calls) == call
        if mine and not after:
            raise Killed
        result = whole(*given, **more)
        if mine:
            raise Killed
        return result

    monkeypatch.setattr(target, name, deadly)


@pytest.mark.parametrize("call", range(4))
@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(
    ("target", "name"),
    [(work, "score_each"), (store.Jobs, "commit"), (store.Jobs, "finish"), (work.importing, "store")],
)
def test_a_worker_that_dies_anywhere_loses_nothing_and_does_nothing_twice(
    app: Flask, client: FlaskClient, fake: FakeKernel, monkeypatch: pytest.MonkeyPatch, clock: Any,
    call: int, after: bool, target: Any, name: str,
) -> None:  # fmt: skip
    accepted = sent(client)
    monkeypatch.setattr(Runner, "_renewed", lambda *_: nullcontext())
    with monkeypatch.context() as patch:
        killed_at(patch, target, name, call, after=after)
        try:
            Runner(app).drain()
        except Killed:
            assert job(client, accepted)["state"] in ("running", "done")
    clock.shift(store.LEASE + timedelta(seconds=1))
    Runner(app).drain()
    body = job(client, accepted)
    assert (body["state"], body["progress"]) == ("done", {"done": 3, "total": 3})
    assert body["counts"] == {"scored": 3, "stored": 3, "failed": 0, "errors": 0}
    results = client.get(body["results"]).json["items"]
    assert [(one["bom_id"], one["stored"]) for one in results] == [(f"P{n}", "created") for n in range(3)]
    for one in results:
        (revision,) = client.get(f"/v1/boms/{one['bom_id']}/revisions").json["items"]
        assert revision["revision"] == 1
        assert len(client.get(f"/v1/boms/{one['bom_id']}/scores").json["items"]) == 1


def test_a_worker_that_was_thought_dead_stores_nothing_any_more(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, clock: Any
) -> None:
    """While it scores, its lease ends, another does the whole job, and the product is deleted: it isn't put again."""
    accepted, whole, lost = sent(client), work.score_each, []
    jobs = app.extensions[EXTENSION].store.jobs
    monkeypatch.setattr(Runner, "_renewed", lambda *_: nullcontext())

    def slow(*given: Any) -> Any:
        monkeypatch.setattr(work, "score_each", whole)
        clock.shift(store.LEASE + timedelta(seconds=1))
        Runner(app).drain()
        assert client.delete("/v1/boms/P0").status_code == 204
        return whole(*given)

    monkeypatch.setattr(work, "score_each", slow)
    commit = store.Jobs.commit

    def told(*given: Any) -> None:
        try:
            commit(*given)
        except LostError:
            lost.append(1)
            raise

    monkeypatch.setattr(store.Jobs, "commit", told)
    Runner(app).drain()
    assert lost == [1]
    assert listed(client) == ["P1", "P2"]
    assert job(client, accepted)["counts"]["stored"] == 3
    with app.app_context():
        stale = Lease(accepted.json["job_id"], "own", "import", {}, None, "slow", 0, 3, "", {}, 0)
        with pytest.raises(LostError):
            jobs.item(stale, 0)
        assert not jobs.renew(stale, datetime.now(UTC))


def test_a_cancelled_job_stores_nothing_after_the_answer(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    accepted, whole = sent(client), work.score_each

    def cancelling(entries: Any, *given: Any) -> Any:
        if entries[0].key == "P1":
            assert client.delete(accepted.headers["Location"]).status_code == 204
        return whole(entries, *given)

    monkeypatch.setattr(work, "score_each", cancelling)
    Runner(app).drain()
    assert listed(client) == ["P0"]
    body = job(client, accepted)
    assert (body["state"], body["progress"]["done"]) == ("cancelled", 1)
    assert [one["bom_id"] for one in client.get(body["results"]).json["items"]] == ["P0"]
    assert client.delete(accepted.headers["Location"]).status_code == 204
    assert client.get(accepted.headers["Location"]).status_code == 404


def test_a_step_at_which_workers_die_again_and_again_is_given_up(app: Flask, client: FlaskClient, clock: Any) -> None:
    bad = csv(HEAD, "0,A,Motor,1,EA,", "1,M,NdFeB,2,kg,", "0,B,Motor,1,EA,", "1,M,crash,2,kg,")
    accepted, other = sent(client, bad), sent(client)
    Runner(app).drain()
    body = job(client, accepted)
    assert (body["state"], body["progress"]["done"]) == ("failed", 1)
    assert body["problem"]["errors"][0]["code"] == "given_up"
    assert job(client, other)["state"] == "done"


def test_jobs_make_way_for_those_of_other_tenants(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, clock: Any
) -> None:
    """One step a turn: the tenant with one job doesn't wait for the three of the other."""
    monkeypatch.setattr(runner, "SLICE_SECONDS", -1.0)
    jobs, order = app.extensions[EXTENSION].store.jobs, []
    for tenant in ("large", "large", "large", "small"):
        jobs.add(store.NewJob(tenant, "turns", {}), datetime.now(UTC))
        clock.shift(1)

    def turn(claim: Lease) -> Lease:
        order.append(claim.tenant)
        clock.shift(1)
        after = store.Lease(**{**vars(claim), "done": claim.done + 1, "ended": claim.done == 2})
        jobs.keep(store.JobStep(after))
        return after

    monkeypatch.setattr(runner, "KINDS", {"turns": turn})
    Runner(app).drain()
    assert order[:4] == ["large", "small", "large", "small"]


def test_jobs_of_a_tenant_are_bounded_in_number_and_in_bytes(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "MOST_UNFINISHED", 2)
    monkeypatch.setattr(store, "MOST_KEPT", 3)
    first = [sent(client) for _ in range(2)]
    full = client.post(URL, data=FILE, content_type="text/csv")
    assert (full.status_code, faults(full)) == (429, {"": "too_many_jobs"})
    assert full.headers["Retry-After"] == "60"
    Runner(app).drain()
    later = [sent(client) for _ in range(2)]
    ids = [one["job_id"] for one in client.get("/v1/jobs").json["items"]]  # type: ignore[index]
    assert ids == [one.json["job_id"] for one in (later[1], later[0], first[1])]
    Runner(app).drain()
    monkeypatch.setattr(store, "MOST_BYTES", 10)
    assert client.post(URL, data=FILE, content_type="text/csv").status_code == 429


def test_a_job_is_kept_for_seven_days_and_its_upload_until_it_is_read(
    app: Flask, client: FlaskClient, clock: Any
) -> None:
    accepted = sent(client)
    Runner(app).drain()
    body = job(client, accepted)
    assert body["kept_until"] == "2026-11-28T12:00:00Z"
    jobs = app.extensions[EXTENSION].store.jobs
    with app.app_context(), pytest.raises(LostError):
        jobs.upload(Lease(body["job_id"], "own", "import", {}, None, "w", 0, 0, "", {}, 0))
    clock.shift(timedelta(days=7, seconds=1))
    Runner(app).drain()
    assert client.get(accepted.headers["Location"]).status_code == 404


def test_a_worker_beats_while_its_database_answers_and_no_longer(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "DOWN_SECONDS", 0.0)
    seen: list[str] = []
    worker = Runner(app, beat=lambda: seen.append("beat"))

    def once() -> bool:
        seen.append("look")
        if len(seen) > 6:
            worker.stop.set()
        if len(seen) > 2:
            raise OperationalError("", None, Exception())
        return True

    monkeypatch.setattr(worker, "once", once)
    worker.serve()
    assert seen == ["look", "beat", "look", "look", "look", "look", "look"]


def test_a_job_with_a_value_that_no_database_takes_is_given_up(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(_claim: Lease) -> Lease:
        raise DataError("", None, Exception())

    accepted = sent(client)
    monkeypatch.setitem(runner.KINDS, "import", refused)
    Runner(app).drain()
    assert job(client, accepted)["state"] == "failed"


def test_a_worker_beats_while_it_is_at_one_step(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    accepted, beaten, step = sent(client), Event(), runner.KINDS["import"]
    monkeypatch.setattr(runner, "LEASE", timedelta(seconds=0.04))
    monkeypatch.setitem(
        runner.KINDS, "import", lambda claim: step(claim) if beaten.wait(30) else pytest.fail("no beat")
    )
    Runner(app, beat=beaten.set).drain()
    assert job(client, accepted)["state"] == "done"
