"""Many writers at once over several workers, and workers that are killed while they write and score, on every database.

What was acknowledged is there, nothing was overwritten unseen, and nothing that was scored is scored again. `make fire`
goes on for longer: 208 workers are killed on each database.
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
from itertools import cycle
from pathlib import Path
from threading import Event
from typing import Any, NamedTuple

import pytest

from tests.conftest import bom, line
from tests.service.test_server import FAKE, ROOT, environment, free_port

FIRE = int(os.environ.get("FIRE", "1"))
"""How much longer than in short everything goes on."""
WRITERS, WORKERS, BOMS, EACH = 32, 4, 4, 1 + FIRE
KILLS, STORED = 16 * FIRE, 40 * FIRE
BETWEEN_KILLS, PATIENCE_SECONDS = 3, 60.0
"""Writes that are acknowledged before workers are killed again, and how long that may take."""
PAGE = 200
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
        rows: list[Any] = []
        path = f"/v1/boms?limit={min(STORED, PAGE)}"
        while len(rows) < STORED:
            page = self.asked("GET", path).body
            rows, path = [*rows, *page["items"]], page["next"]
        return {row["bom_id"]: row["scored_at"] for row in rows[:STORED] if not row["stale"]}


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
    print(f"\n{WRITERS * EACH} lines of {WRITERS} writers, {refused} refused with 412 and sent again")
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


def kill_workers(master: int) -> int:
    """SIGKILL every worker that there is now, and tell how many: each is this test's."""
    workers = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    for pid in workers:
        os.kill(int(pid), signal.SIGKILL)
    return len(workers)


def put_until(service: Service, writer: int, acknowledged: dict[str, int], stop: Event) -> None:
    """Store one BOM after the other, and note the lines of those that were acknowledged."""
    number = 0
    while not stop.is_set():
        name, number = f"w{writer}-{number}", number + 1
        told = service.ask("PUT", f"/v1/boms/{name}", bom(*(line(str(one)) for one in range(1 + number % 3))))
        if told is not None:
            assert told.status in (200, 201)
            acknowledged[name] = 1 + number % 3


def score_until(service: Service, answers: list[Any], stop: Event) -> None:
    """Ask for one current score after the other, which brings it up to date."""
    for number in cycle(range(STORED)):
        if stop.is_set():
            return
        told = service.ask("GET", f"/v1/boms/a{number:04}/score")
        answers += [told.body] if told else []


def await_progress(acknowledged: dict[str, int], answers: list[Any]) -> None:
    """Until more was written and scored: killed at once, workers would do nothing that could be lost."""
    writes, scores = len(acknowledged) + BETWEEN_KILLS, len(answers) + 1
    deadline = time.monotonic() + PATIENCE_SECONDS
    while len(acknowledged) < writes or len(answers) < scores:
        assert time.monotonic() < deadline, "nothing is written or scored any more"
        time.sleep(0.01)


def under_fire(service: Service, master: int) -> tuple[dict[str, int], dict[str, str]]:
    """Kill the workers while clients write and score: what was acknowledged, and when what was scored was."""
    stop, acknowledged, scored, killed = Event(), dict[str, int](), dict[str, str](), 0
    answers = list[Any]()
    with ThreadPoolExecutor(4) as pool:
        try:
            running = [pool.submit(put_until, service, writer, acknowledged, stop) for writer in range(3)]
            running.append(pool.submit(score_until, service, answers, stop))
            while killed < KILLS:
                await_progress(acknowledged, answers)
                killed += kill_workers(master)
                done = service.todays()
                assert done | scored == done
                scored = done
        finally:
            stop.set()
        for each in running:
            each.result()
    print(f"\n{killed} workers killed, {len(acknowledged)} writes acknowledged, {len(scored)} of {STORED} scored anew")
    return acknowledged, scored


def test_workers_that_are_killed_lose_no_acknowledged_write_and_score_nothing_twice(service: Service) -> None:
    with service.running("fake-1"):
        for number in range(STORED):
            assert service.asked("PUT", f"/v1/boms/a{number:04}", bom()).status == 201
    with service.running("fake-2") as master:
        acknowledged, scored = under_fire(service, master.pid)
        for number in range(STORED):
            assert service.asked("GET", f"/v1/boms/a{number:04}/score").status == 200
        for name, lines in acknowledged.items():
            assert len(service.asked("GET", f"/v1/boms/{name}").body["bom"]["lines"]) == lines
        points = [service.asked("GET", f"/v1/boms/a{number:04}/scores").body["items"] for number in range(STORED)]
        assert service.todays() | scored == service.todays()
    assert len(acknowledged) >= KILLS // WORKERS * BETWEEN_KILLS
    assert [each[0]["model_version"] for each in points] == ["fake-2"] * STORED
    assert all(each[0]["revision"] == 1 for each in points)
