"""One count for all workers, in a Redis: a real one where the machine has it, else fakeredis' server."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import redis
import time_machine
from flask import Flask

from service.access import limits
from service.api.context import OWN
from service.app import create_app
from service.config import Access
from tests.conftest import bom
from tests.fakes import engine
from tests.service.access.conftest import Holder, key_for, store_of, with_keys
from tests.service.access.test_limits import ask, states
from tests.service.test_server import free_port

REAL = shutil.which("redis-server")
FAKE = "import sys; from fakeredis import TcpFakeServer; TcpFakeServer(('127.0.0.1', int(sys.argv[1]))).serve_forever()"


@dataclass
class Redis:
    """A Redis that can be stopped and started."""

    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        kept_nowhere = ["--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        real = [REAL or "", "--port", str(self.port), *kept_nowhere]
        command = real if REAL else [sys.executable, "-c", FAKE, str(self.port)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 30
        with closing(redis.Redis(port=self.port)) as client:
            while time.monotonic() < deadline:
                try:
                    client.ping()
                except redis.ConnectionError:
                    time.sleep(0.05)
                else:
                    return
        raise AssertionError("no Redis answers")

    def stop(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait(10)
            self.process = None


@pytest.fixture
def shared() -> Iterator[Redis]:
    """A Redis of this test alone."""
    one = Redis(free_port())
    one.start()
    yield one
    one.stop()


@contextmanager
def workers(folder: Path, shared: Redis, requests: int, seconds: int = 30) -> Iterator[tuple[Flask, Flask, Holder]]:
    """Two applications over one database, as two workers are, and somebody with a key."""
    url = {"limits_url": shared.url, "session_key": "s" * 32}
    access = Access(requests_a_minute=requests, cpu_seconds_a_minute=seconds, **url)  # type: ignore[arg-type]
    one, other = (create_app(with_keys(folder, access), engine()) for _ in range(2))
    try:
        yield one, other, key_for(one)
    finally:
        for app in (one, other):
            store_of(app).close()


@pytest.mark.server
def test_what_one_worker_counted_the_other_knows(tmp_path: Path, shared: Redis) -> None:
    with workers(tmp_path, shared, requests=3) as (one, other, holder):
        assert [states(ask(app, holder))["requests"] for app in (one, other, one)] == [2, 1, 0]
        refused = [ask(app, holder) for app in (other, one)]
        assert states(ask(one, key_for(one)))["requests"] == 2
    for answer in refused:
        assert (answer.status_code, answer.content_type) == (429, "application/problem+json")
        assert 1 <= int(answer.headers["Retry-After"]) <= 60
        assert answer.headers["RateLimit-Policy"].startswith('"requests";q=3;w=60')


@pytest.mark.server
def test_processor_time_is_charged_to_all_workers(
    tmp_path: Path, shared: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    with workers(tmp_path, shared, requests=100, seconds=1) as (one, other, holder):
        spent = iter([0.0, 0.0, 1.5])  # began, before the handler, after it
        monkeypatch.setattr(limits.time, "thread_time", lambda: next(spent))
        assert states(ask(one, holder))["cpu-milliseconds"] == 0
        monkeypatch.undo()
        answer = ask(other, holder)
    assert (answer.status_code, states(answer)["cpu-milliseconds"]) == (429, 0)
    assert "1 seconds of a processor" in answer.json["detail"]
    assert 1 <= int(answer.headers["Retry-After"]) <= 60


@pytest.mark.server
def test_a_redis_that_goes_down_costs_no_answer_and_each_worker_counts_for_itself(
    tmp_path: Path, shared: Redis
) -> None:
    with workers(tmp_path, shared, requests=3) as (one, other, holder):
        assert [states(ask(app, holder))["requests"] for app in (one, other)] == [2, 1]
        shared.stop()
        for app in (one, other):
            assert [ask(app, holder).status_code for _ in range(4)] == [200, 200, 200, 429]


@pytest.mark.server
def test_a_redis_that_is_back_is_counted_in_again(tmp_path: Path, shared: Redis) -> None:
    with workers(tmp_path, shared, requests=3) as (one, other, holder):
        shared.stop()
        assert [ask(app, holder).status_code for app in (one, other)] == [200, 200]
        shared.start()
        with time_machine.travel(time.time() + 120):  # a worker looks for it more and more seldom, up to 32 seconds
            assert [states(ask(app, holder))["requests"] for app in (one, other, one)] == [2, 1, 0]
            assert ask(other, holder).status_code == 429


@pytest.mark.server
@pytest.mark.parametrize("path", ["/v1/scores", "/v1/scores/batch"])
def test_a_redis_that_goes_down_while_a_request_is_answered_costs_no_answer(
    tmp_path: Path, shared: Redis, path: str
) -> None:
    """A batch is a stream, which is charged when it has ended."""
    body: dict[str, Any] = bom() if path == "/v1/scores" else {"boms": {"one": bom()}}
    with workers(tmp_path, shared, requests=3) as (one, _, holder):
        one.before_request(shared.stop)  # behind the limiter's own
        answer = one.test_client().post(path, json=body, headers=holder.headers, buffered=True)
    assert shared.process is None
    assert answer.status_code == 200


@pytest.mark.server
def test_a_key_that_ended_is_refused_and_noted_while_redis_is_down(tmp_path: Path, shared: Redis) -> None:
    with workers(tmp_path, shared, requests=3) as (one, _, _holder):
        shared.stop()
        ended = key_for(one, expires_at=datetime.now(UTC))
        assert ask(one, ended).status_code == 401
        noted = store_of(one).audit.page(OWN, 10, None)
    assert [(entry["key_id"], entry["reason"]) for entry in noted] == [(ended.key_id, "expired_key")]
