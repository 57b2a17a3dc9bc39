"""Many writers at once over several workers, and workers that are killed while they write and score, on every database.

What was acknowledged is there, nothing was overwritten unseen, and nothing that was scored is scored again.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Event
from typing import Any, NamedTuple

import pytest

from tests.conftest import bom, line
from tests.service.test_server import FAKE, ROOT, environment, free_port

WRITERS, WORKERS, BOMS, EACH = 32, 4, 4, 2
KILLS, STORED = 4, 40
pytestmark = pytest.mark.server


class Told(NamedTuple):
    """An answer: status, ETag and body."""

    status: int
    etag: str
    body: Any


class Service:
    """A service of several workers on the fake kernel."""

    def __init__(self, folder: Path, database: str) -> None:
        self.folder, self.port = folder, free_port()
        more = {"WEB_CONCURRENCY": str(WORKERS), "DATABASE_URL": database, "LOG_LEVEL": "error"}
        self.env = environment(folder, self.port, MODEL_DIR=str(folder / "model"), **more)
        (folder / "model").mkdir()

    @contextmanager
    def running(self, version: str) -> Iterator[subprocess.Popen[bytes]]:
        """The service with a model of this version, until the end."""
        (self.folder / "model" / "version").write_text(version)
        command = [sys.executable, "-m", "gunicorn", "-c", "service/gunicorn.conf.py", FAKE]
        with subprocess.Popen(command, cwd=ROOT, env=self.env, stdin=subprocess.DEVNULL) as master:
            try:
                self.await_answer()
                yield master
            finally:
                master.terminate()
                master.wait(20)

    def await_answer(self) -> None:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            told = self.ask("GET", "/readyz")
            if told is not None and told.status == 200:
                return
            time.sleep(0.05)
        raise AssertionError("the service doesn't answer")

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Told | None:
        """What it answers; None where the connection broke or it asks to try again."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        sent |= {} if body is None else {"Content-Type": "application/json"}
        try:
            connection.request(method, path, None if body is None else json.dumps(body), sent)
            answer = connection.getresponse()
            raw = answer.read()
        except (OSError, HTTPException):
            return None
        finally:
            connection.close()
        told = Told(answer.status, answer.headers.get("ETag", ""), json.loads(raw) if raw else None)
        return None if told.status == 503 else told

    def asked(self, method: str, path: str, body: Any = None, **headers: str) -> Told:
        """What it answers in the end."""
        for _ in range(200):
            told = self.ask(method, path, body, **headers)
            if told is not None:
                return told
            time.sleep(0.02)
        raise AssertionError(f"{method} {path} isn't answered")

    def todays(self) -> dict[str, str]:
        """When each of the BOMs that were there first was scored, where that is of today."""
        rows = self.asked("GET", f"/v1/boms?limit={STORED}").body["items"]
        return {row["bom_id"]: row["scored_at"] for row in rows if not row["stale"]}


@pytest.fixture
def service(tmp_path: Path, database_url: str) -> Service:
    return Service(tmp_path, database_url)


def add_lines(service: Service, writer: int) -> int:
    """Add lines to BOMs that others write, too, each over what was read; how often another was first."""
    refused = 0
    for number in range(EACH):
        path = f"/v1/boms/b{(writer + number) % BOMS}"
        for _ in range(500):
            read = service.asked("GET", path)
            lines = [*read.body["bom"]["lines"], line(f"{writer}-{number}")]
            told = service.ask("PUT", path, bom(*lines), If_Match=read.etag)
            if told is not None and told.status == 200:
                break
            refused += told is not None and told.status == 412
            assert told is None or told.status == 412
        else:
            raise AssertionError(f"writer {writer} never wrote")
    return refused


def create(service: Service, path: str) -> int:
    return service.asked("PUT", path, bom(line("first")), If_None_Match="*").status


def test_writers_that_name_what_they_read_lose_and_overwrite_nothing(service: Service) -> None:
    with service.running("fake-1"):
        with ThreadPoolExecutor(WRITERS) as pool:
            created = list(pool.map(lambda writer: create(service, f"/v1/boms/b{writer % BOMS}"), range(WRITERS)))
            refused = sum(pool.map(lambda writer: add_lines(service, writer), range(WRITERS)))
        stored = [service.asked("GET", f"/v1/boms/b{number}").body for number in range(BOMS)]
        scores = [service.asked("GET", f"/v1/boms/b{number}/score?view=full").body for number in range(BOMS)]
    assert (created.count(201), created.count(412)) == (BOMS, WRITERS - BOMS)
    assert refused > 0
    ids = [[one["line_id"] for one in each["bom"]["lines"]] for each in stored]
    written = {f"{writer}-{number}" for writer in range(WRITERS) for number in range(EACH)}
    assert {name for each in ids for name in each} == written | {"first"}
    assert sum(map(len, ids)) == len(written) + BOMS
    assert [each["revision"] for each in stored] == [len(each) for each in ids]
    assert [[one["line_id"] for one in score["lines"]] for score in scores] == ids


def test_a_slash_in_an_id_reaches_the_service_as_it_was_sent(service: Service) -> None:
    with service.running("fake-1"):
        assert service.asked("PUT", "/v1/boms/a", bom(line())).status == 201
        assert service.asked("PUT", "/v1/boms/a%2Fscore%20%C3%BC%25", bom(line(), line("2"))).status == 201
        assert service.asked("GET", "/v1/boms/a/score").body["coverage"]["lines"] == 1.0
        stored = service.asked("GET", "/v1/boms/a%2fscore%20%c3%bc%25")
        assert (stored.status, stored.body["bom_id"]) == (200, "a/score ü%")
        assert service.asked("PUT", "/v1/boms/a%FF", bom()).status == 422


def kill_workers(master: int) -> None:
    """SIGKILL every worker that there is now: each is this test's."""
    for pid in Path(f"/proc/{master}/task/{master}/children").read_text().split():
        os.kill(int(pid), signal.SIGKILL)


def put_until(service: Service, writer: int, stop: Event) -> dict[str, int]:
    """Store one BOM after the other; lines of those that were acknowledged."""
    acknowledged, number = {}, 0
    while not stop.is_set():
        name, number = f"w{writer}-{number}", number + 1
        told = service.ask("PUT", f"/v1/boms/{name}", bom(*(line(str(one)) for one in range(1 + number % 3))))
        if told is not None:
            assert told.status in (200, 201)
            acknowledged[name] = 1 + number % 3
    return acknowledged


def rescore_until(service: Service, stop: Event) -> None:
    path = "/v1/boms/rescore?limit=2"
    while not stop.is_set():
        told = service.ask("POST", path)
        path = (told and told.body["next"]) or "/v1/boms/rescore?limit=2"


def under_fire(service: Service, master: int) -> tuple[dict[str, int], dict[str, str]]:
    """Kill the workers while clients write and score: what was acknowledged, and when what was scored was."""
    stop, scored = Event(), dict[str, str]()
    with ThreadPoolExecutor(4) as pool:
        writing = [pool.submit(put_until, service, writer, stop) for writer in range(3)]
        scoring = pool.submit(rescore_until, service, stop)
        for _ in range(KILLS):
            time.sleep(0.3)
            kill_workers(master)
            done = service.todays()
            assert done | scored == done
            scored = done
        stop.set()
        scoring.result()
        return {name: lines for each in writing for name, lines in each.result().items()}, scored


def test_workers_that_are_killed_lose_no_acknowledged_write_and_score_nothing_twice(service: Service) -> None:
    with service.running("fake-1"):
        for number in range(STORED):
            assert service.asked("PUT", f"/v1/boms/a{number:02}", bom()).status == 201
    with service.running("fake-2") as master:
        acknowledged, scored = under_fire(service, master.pid)
        path: str | None = "/v1/boms/rescore"
        while path:
            path = service.asked("POST", path).body["next"]
        for name, lines in acknowledged.items():
            assert len(service.asked("GET", f"/v1/boms/{name}").body["bom"]["lines"]) == lines
        points = [service.asked("GET", f"/v1/boms/a{number:02}/scores").body["items"] for number in range(STORED)]
        assert service.todays() | scored == service.todays()
    assert len(acknowledged) >= KILLS
    assert [each[0]["model_version"] for each in points] == ["fake-2"] * STORED
    assert all(each[0]["revision"] == 1 for each in points)
