"""The client: built of the OpenAPI document, it stores, scores, pages, waits, and tries again what was refused."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
import pytest
from chokepoint_client import Problem, answered, connect, every, finished
from chokepoint_client.generated.api.badges import get_badge
from chokepoint_client.generated.api.bom_lists import list_boms
from chokepoint_client.generated.api.boms import get_bom, put_bom
from chokepoint_client.generated.api.imports import post_import
from chokepoint_client.generated.api.jobs import list_job_results
from chokepoint_client.generated.api.mappings import put_mapping
from chokepoint_client.generated.api.scores import post_score
from chokepoint_client.generated.client import AuthenticatedClient
from chokepoint_client.generated.models import (
    Bom,
    BomPage,
    ColumnMapping,
    Job,
    JobResultPage,
    Score,
    Summary,
)
from chokepoint_client.generated.types import File
from flask import Flask

from service.jobs.runner import Runner
from service.schemas.many.jobs import MAPPING_EXAMPLE
from tests.conftest import bom, line
from tests.contract.client import BUILT, DOCUMENT, GENERATED, PACKAGE, WRITTEN, build
from tests.service.imports.files import csv

Answer = Callable[[httpx.Request], httpx.Response]
HERE = "http://localhost"


@pytest.fixture
def api(app: Flask) -> AuthenticatedClient:
    """The client, connected to ``app``."""
    return connect(HERE, transport=httpx.WSGITransport(app=app))


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long was waited, which takes no time."""
    kept: list[float] = []
    monkeypatch.setattr(time, "sleep", kept.append)
    return kept


def test_it_has_every_operation() -> None:
    paths = json.loads(DOCUMENT.read_text(encoding="utf-8"))["paths"]
    operations = [operation for path in paths.values() for operation in path.values()]
    named = {operation["operationId"] for operation in operations if "operationId" in operation}
    modules = {path.stem for path in (BUILT / PACKAGE / GENERATED / "api").rglob("*.py")}
    assert len(named) > 80
    assert named <= modules


@pytest.mark.slow
def test_what_the_generator_leaves_out_stops_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = json.loads(DOCUMENT.read_text(encoding="utf-8"))
    body = document["paths"]["/v1/scores"]["post"]["requestBody"]["content"]
    body["application/unheard-of"] = body.pop("application/json")
    changed = tmp_path / "openapi.json"
    changed.write_text(json.dumps(document), encoding="utf-8")
    monkeypatch.setattr("tests.contract.client.DOCUMENT", changed)
    with pytest.raises(RuntimeError, match="/v1/scores"):
        build(tmp_path / "made")


def test_it_scores_in_short_and_whole(api: AuthenticatedClient) -> None:
    body = Bom.from_dict(bom())
    assert answered(Summary, post_score.sync(client=api, body=body)).score == 30
    assert answered(Score, post_score.sync(client=api, body=body, view="full")).points
    with pytest.raises(TypeError, match="answered with Summary, expected Score"):
        answered(Score, post_score.sync(client=api, body=body))


def test_it_stores_and_pages_through_all(api: AuthenticatedClient) -> None:
    for number in range(5):
        put_bom.sync_detailed(f"motor-{number}", client=api, body=Bom.from_dict(bom()))
    rows = every(BomPage, list_boms.sync, client=api, limit=2)
    assert sorted(row.bom_id for row in rows) == [f"motor-{number}" for number in range(5)]
    badge = get_badge.sync("motor-1", client=api)
    assert isinstance(badge, str)
    assert badge.startswith("<svg")


def test_what_was_refused_is_raised_with_its_pointers(api: AuthenticatedClient) -> None:
    half = {"stage": "separation", "country": "CN", "share": 0.5}
    wrong = Bom.from_dict(bom(line(supply=[half])))
    with pytest.raises(Problem, match=r"^404 .*nobody") as unknown:
        answered(Bom, get_bom.sync("nobody", client=api))
    with pytest.raises(Problem, match=r"^422 ") as refused:
        answered(Summary, post_score.sync(client=api, body=wrong))
    assert (unknown.value.status, [one.pointer for one in refused.value.errors]) == (404, ["/lines/0/supply"])
    with pytest.raises(Problem, match=r"^422 "):
        list(every(BomPage, list_boms.sync, client=api, limit=0))


def test_it_sends_a_file_and_waits_for_its_job_as_long_as_the_service_says(
    app: Flask, api: AuthenticatedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    waited: list[float] = []

    def sleep(seconds: float) -> None:
        waited.append(seconds)
        Runner(app).drain()

    monkeypatch.setattr("chokepoint_client.jobs.time.sleep", sleep)
    put_mapping.sync_detailed("plm-7", client=api, body=ColumnMapping.from_dict(MAPPING_EXAMPLE))
    file = File(BytesIO(csv("Teil,Description,Notiz,Qty,UoM", "A-1,NdFeB,n,1,kg")))
    sent = post_import.sync(client=api, body=file, name="a.csv", mode="async", mapping="plm-7")
    job = finished(api, answered(Job, sent).job_id)
    assert (job.state, job.counts.scored, len(waited)) == ("done", 1, 1)
    (product,) = every(JobResultPage, list_job_results.sync, client=api, job_id=job.job_id)
    assert answered(Summary, product.result.score).score == 30


def test_a_job_that_nobody_does_is_not_waited_for_without_end(api: AuthenticatedClient) -> None:
    file = File(BytesIO(csv("Description,Qty,UoM", "NdFeB,1,kg")))
    job = answered(Job, post_import.sync(client=api, body=file, mode="async"))
    with pytest.raises(TimeoutError, match="is queued after 0 seconds"):
        finished(api, job.job_id, patience_seconds=0)


class Busy(httpx.BaseTransport):
    """A service that is busy, or whose connections break, before it answers."""

    def __init__(self, *outcomes: int | Exception) -> None:
        self.outcomes, self.sent = list(outcomes), 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The next outcome, and then a summary's problem."""
        self.sent += 1
        outcome = self.outcomes.pop(0) if self.outcomes else 404
        if isinstance(outcome, Exception):
            raise outcome
        problem = {"type": "/docs/problems/x", "title": "t", "status": outcome, "detail": "d", "instance": "/"}
        headers = {"Retry-After": "7"} if outcome in (409, 429, 503) else {}
        return httpx.Response(outcome, json=problem | {"errors": [], "error_count": 0}, headers=headers)


def sent(transport: Busy, ask: Callable[[AuthenticatedClient], Any]) -> int:
    """How often a request was sent until it was answered or given up."""
    try:
        ask(connect(HERE, "cpk_1", transport=transport))
    except httpx.TransportError:
        return -transport.sent
    return transport.sent


def scored(client: AuthenticatedClient, **more: Any) -> Any:
    return post_score.sync(client=client, body=Bom.from_dict(bom()), **more)


def test_a_busy_service_is_asked_again_as_it_says(waits: list[float]) -> None:
    assert sent(Busy(503, 429), scored) == 3
    assert waits == [7.0, 7.0]
    assert sent(Busy(503, 429), lambda client: get_bom.sync("a", client=client)) == 3
    assert sent(Busy(*[503] * 20), scored) == 6


def test_it_is_not_waited_longer_than_the_caller_has_patience(waits: list[float]) -> None:
    transport = Busy(*[503] * 20)
    scored(connect(HERE, patience_seconds=10, transport=transport))
    assert (transport.sent, waits) == (3, [7.0, 3.0])


def test_what_may_have_been_done_is_only_sent_again_with_a_key(waits: list[float]) -> None:
    broken = httpx.ReadError("broken")
    assert sent(Busy(broken), lambda client: get_bom.sync("a", client=client)) == 2
    assert sent(Busy(httpx.ConnectError("refused")), scored) == 2
    assert sent(Busy(broken), scored) == -1
    assert sent(Busy(broken, 409), lambda client: scored(client, idempotency_key="k-1")) == 3
    assert sent(Busy(409), scored) == 1


def test_the_readme_of_the_client_holds_a_program_that_runs(
    app: Flask, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (WRITTEN / "README.md").read_text(encoding="utf-8")
    program = text.split("```python\n")[1].split("```")[0]
    monkeypatch.setattr(httpx, "HTTPTransport", lambda **_: httpx.WSGITransport(app=app))
    exec(compile(program, "README.md", "exec"), {})
    assert capsys.readouterr().out.startswith("30.0 high")
