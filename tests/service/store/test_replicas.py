"""Two replicas, each with a folder of its own, that share PostgreSQL and nothing else, and a worker beside them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest
from sqlalchemy import create_engine, make_url, text

from tests.attack.jobs import file_of
from tests.conftest import bom, line
from tests.service.test_server import FAKE, ROOT, environment, free_port, listening

PATIENCE_SECONDS = 90.0
PRODUCTS = 6
GUNICORN = ["-m", "gunicorn", "-c", "service/gunicorn.conf.py", FAKE]
WORKER = ["-c", "from tests.fakes import worker; worker()"]
JSON = {"Content-Type": "application/json"}

pytestmark = [pytest.mark.server, pytest.mark.database]


@contextmanager
def started(folder: Path, command: list[str], port: int, database: str) -> Iterator[int]:
    """A process with a folder of its own; its id."""
    folder.mkdir()
    env = environment(folder, port, DATABASE_URL=database, LOG_LEVEL="error", WEB_CONCURRENCY="1")
    with subprocess.Popen([sys.executable, *command], cwd=ROOT, env=env, start_new_session=True) as process:
        try:
            yield process.pid
        finally:
            with ExitStack() as stack:
                stack.callback(process.wait)
                if process.poll() is None:
                    os.killpg(process.pid, signal.SIGKILL)


@pytest.fixture(scope="module")
def shared(postgres: str) -> Iterator[str]:
    """The database that they share."""
    admin = make_url(postgres).set(drivername="postgresql+psycopg")
    engine = create_engine(admin, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CREATE DATABASE replicas"))
    yield admin.set(database="replicas").render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.execute(text("DROP DATABASE replicas WITH (FORCE)"))
    engine.dispose()


@pytest.fixture(scope="module")
def replicas(shared: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[httpx.Client]]:
    """A client of each. They start at once, on an empty database."""
    folder = tmp_path_factory.mktemp("replicas")
    ports = [free_port(), free_port()]
    with ExitStack() as stack:
        for number, port in enumerate(ports):
            stack.enter_context(started(folder / f"replica-{number}", GUNICORN, port, shared))
        stack.enter_context(started(folder / "worker", WORKER, free_port(), shared))
        until = time.monotonic() + PATIENCE_SECONDS
        while not all(listening(port) for port in ports):
            assert time.monotonic() < until, "the replicas don't start"
            time.sleep(0.1)
        clients = [httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) for port in ports]
        yield [stack.enter_context(client) for client in clients]


def test_what_one_replica_stores_the_other_answers_with_the_same_tag(replicas: list[httpx.Client]) -> None:
    one, other = replicas
    assert one.put("/v1/boms/motor-7", json=bom(), headers={"If-None-Match": "*"}).status_code == 201
    assert other.put("/v1/boms/motor-7", json=bom(), headers={"If-None-Match": "*"}).status_code == 412
    first, second = (client.get("/v1/boms/motor-7/score") for client in replicas)
    assert (first.content, first.headers["ETag"]) == (second.content, second.headers["ETag"])
    known = {"If-None-Match": first.headers["ETag"]}
    assert other.get("/v1/boms/motor-7/score", headers=known).status_code == 304
    assert other.put("/v1/boms/motor-7", json=bom(line("1"), line("2"))).status_code == 200
    assert one.get("/v1/boms/motor-7/score", headers=known).json()["score"] == 51


def test_a_list_that_one_replica_begins_the_other_goes_on_with(replicas: list[httpx.Client]) -> None:
    one, other = replicas
    for number in range(4):
        one.put(f"/v1/boms/page-{number}", json=bom())
    first = one.get("/v1/boms?limit=3").json()
    second = other.get(first["next"]).json()
    ids = [row["bom_id"] for page in (first, second) for row in page["items"]]
    assert {f"page-{number}" for number in range(4)} <= set(ids)
    assert len(ids) == len(set(ids))


def test_a_post_with_a_key_is_done_by_one_replica_alone(replicas: list[httpx.Client]) -> None:
    key = JSON | {"Idempotency-Key": "order-7"}
    first, again = (client.post("/v1/scores", content=json.dumps(bom()), headers=key) for client in replicas)
    assert (first.content, again.headers["Idempotency-Replayed"]) == (again.content, "true")


def test_a_job_that_one_replica_takes_is_done_elsewhere_and_followed_at_the_other(replicas: list[httpx.Client]) -> None:
    one, other = replicas
    url = "/v1/imports?store=true&on_error=skip_line&mode=async"
    path = one.post(url, content=file_of(PRODUCTS, 2), headers={"Content-Type": "text/csv"}).headers["Location"]
    until = time.monotonic() + PATIENCE_SECONDS
    while (job := other.get(path).json())["state"] != "done":
        assert time.monotonic() < until, job
        time.sleep(0.1)
    results = [client.get(job["results"]).json()["items"] for client in replicas]
    assert results[0] == results[1]
    assert [(row["bom_id"], row["stored"]) for row in results[0]] == [(f"P{n}", "created") for n in range(PRODUCTS)]
