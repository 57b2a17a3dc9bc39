"""What a key may ask in a minute."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from limits.storage import storage_from_string

from service.access import limits
from service.app import create_app
from service.config import Access, ConfigError, Settings
from tests.conftest import bom
from tests.fakes import engine
from tests.service.access.conftest import Holder, key_for, store_of, with_keys

REQUESTS, SECONDS = 3, 1


@pytest.fixture
def narrow(tmp_path: Path) -> Iterator[Flask]:
    """An application where a key may send three requests, and use one second, a minute."""
    access = Access(session_key="s" * 32, requests_a_minute=REQUESTS, cpu_seconds_a_minute=SECONDS)
    app = create_app(with_keys(tmp_path, access), engine())
    yield app
    store_of(app).close()


def ask(app: Flask, holder: Holder) -> Any:
    return app.test_client().post("/v1/scores", json=bom(), headers=holder.headers)


def states(answer: Any) -> dict[str, int]:
    """What is left of each limit."""
    return {name: int(left) for name, left in re.findall(r'"([\w-]+)";r=(\d+);t=\d+', answer.headers["RateLimit"])}


def test_a_key_is_told_what_is_left_and_refused_when_nothing_is(narrow: Flask) -> None:
    holder = key_for(narrow)
    left = [states(ask(narrow, holder))["requests"] for _ in range(REQUESTS)]
    assert left == [2, 1, 0]
    answer = ask(narrow, holder)
    assert (answer.status_code, answer.content_type) == (429, "application/problem+json")
    assert answer.json["detail"] == "A key may send 3 requests a minute: wait as Retry-After says."
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert answer.headers["RateLimit-Policy"].startswith('"requests";q=3;w=60')


def test_the_limits_of_a_key_are_its_own(narrow: Flask) -> None:
    one, other = key_for(narrow), key_for(narrow)
    for _ in range(REQUESTS + 1):
        ask(narrow, one)
    assert states(ask(narrow, other))["requests"] == 2


def test_processor_time_is_charged_when_it_was_used(narrow: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    holder = key_for(narrow)
    spent = iter([0.0, 0.0, 1.5, 9.0, 9.0])  # began, before the handler, after it; the next began and asked
    monkeypatch.setattr(limits.time, "thread_time", lambda: next(spent))
    first = ask(narrow, holder)
    assert (first.status_code, states(first)["cpu-milliseconds"]) == (200, 0)
    second = ask(narrow, holder)
    assert second.status_code == 429
    assert "1 seconds of a processor" in second.json["detail"]
    assert '"cpu-milliseconds";q=1000;w=60' in second.headers["RateLimit-Policy"]


def test_what_a_stream_uses_is_charged_when_it_has_ended(narrow: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    holder = key_for(narrow)
    body = {"boms": {"one": bom()}}
    spent = iter([0.0, 0.0, 0.1, 0.1, 0.7])  # began, asked, the headers are there, as is the stream, it has ended
    monkeypatch.setattr(limits.time, "thread_time", lambda: next(spent))
    first = narrow.test_client().post("/v1/scores/batch", json=body, headers=holder.headers, buffered=True)
    assert (first.status_code, states(first)["cpu-milliseconds"]) == (200, 900)
    monkeypatch.undo()
    assert states(ask(narrow, holder))["cpu-milliseconds"] <= 300


def test_an_answer_costs_at_least_a_millisecond(narrow: Flask) -> None:
    assert states(ask(narrow, key_for(narrow)))["cpu-milliseconds"] <= 999


@pytest.mark.slow
def test_refused_scopes_count_too(narrow: Flask) -> None:
    holder = key_for(narrow, "own", frozenset())
    seen = [narrow.test_client().get("/v1/boms", headers=holder.headers).status_code for _ in range(REQUESTS + 1)]
    assert seen == [403, 403, 403, 429]


@pytest.mark.slow
def test_what_is_open_is_not_counted(narrow: Flask) -> None:
    for _ in range(REQUESTS + 2):
        answer = narrow.test_client().get("/healthz")
        assert (answer.status_code, "RateLimit" in answer.headers) == (200, False)


def test_without_keys_nothing_is_counted(app: Flask) -> None:
    answer = app.test_client().get("/v1/boms")
    assert "RateLimit" not in answer.headers


@pytest.mark.parametrize("url", ["ftp://x", "localhost:6379", "memcached://x"])
def test_a_place_to_count_that_is_none_is_told_at_start(url: str) -> None:
    with pytest.raises(ConfigError, match="LIMITS_URL="):
        Settings.from_env({"LIMITS_URL": url})


@pytest.mark.slow
def test_a_redis_that_is_down_leaves_each_worker_counting_for_itself(tmp_path: Path) -> None:
    access = Access(session_key="s" * 32, requests_a_minute=1, limits_url="redis://127.0.0.1:1/0")
    app = create_app(with_keys(tmp_path, access), engine())
    holder = key_for(app)
    assert [ask(app, holder).status_code for _ in range(2)] == [200, 429]
    store_of(app).close()


def test_counting_starts_one_thread_a_window_and_not_one_a_request(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[limits.Sweep] = []

    def start(sweep: limits.Sweep) -> None:
        started.append(sweep)

    monkeypatch.setattr(limits.Sweep, "start", start)
    counts = storage_from_string("memory://")
    assert isinstance(counts, limits.Counts)
    for number in range(1, 51):
        assert counts.incr("key", 60) == number
    assert len(started) == 1
    monkeypatch.setattr(limits.Sweep, "is_alive", lambda _sweep: False)  # a window has passed
    counts.incr("key", 60)
    assert len(started) == 2


def test_a_sweep_forgets_what_has_ended_alone() -> None:
    counts = limits.Counts()
    counts.incr("ended", -1)
    counts.incr("counted", 60)
    counts.timer.function()
    assert [*counts.storage] == ["counted"]


def test_a_count_that_has_ended_counts_for_nothing_before_it_is_swept() -> None:
    counts = limits.Counts()
    counts.incr("key", 0, 5)
    assert counts.incr("key", 60) == 1
