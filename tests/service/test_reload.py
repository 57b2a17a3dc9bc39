"""A new bundle, a new release and a killed master, under load."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from hashlib import sha256
from http.client import HTTPConnection
from pathlib import Path
from threading import Event

import pytest

from tests.conftest import bom
from tests.service.test_server import FAKE, ROOT, environment, free_port, listening

BODY = json.dumps(bom())
HEADERS = {"Content-Type": "application/json"}


@contextmanager
def serving(folder: Path, port: int, **more: str) -> Iterator[tuple[int, Path]]:
    """gunicorn on the fake kernel of version ``one``; yields the master's id and its log."""
    (folder / "version").write_text("one")
    log = folder / "log"
    command = [sys.executable, "-m", "gunicorn", "-c", "service/gunicorn.conf.py", FAKE]
    env = environment(folder, port, MODEL_DIR=str(folder), WEB_CONCURRENCY="2", **more)
    with log.open("w") as file, subprocess.Popen(command, cwd=ROOT, env=env, stderr=file, start_new_session=True) as it:
        try:
            wait_for(lambda: listening(port))
            yield it.pid, log
        finally:
            os.killpg(it.pid, signal.SIGKILL)


def wait_for(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def version(port: int) -> str:
    """The version that scores, asked on a connection of its own."""
    connection = HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("POST", "/v1/scores", BODY, HEADERS)
    answer = connection.getresponse()
    assert answer.status == 200
    told = str(json.load(answer)["model"]["version"])
    connection.close()
    return told


def ask_until(port: int, ended: Event) -> list[str]:
    """Versions in the order of their answers; any request that is lost raises."""
    seen = []
    while not ended.is_set():
        seen.append(version(port))
    return seen


@pytest.mark.server
def test_hup_serves_the_new_bundle_and_loses_no_request(tmp_path: Path) -> None:
    port, ended = free_port(), Event()
    with serving(tmp_path, port) as (master, log), ThreadPoolExecutor(4) as pool:
        try:
            clients = [pool.submit(ask_until, port, ended) for _ in range(4)]
            (tmp_path / "version").write_text("two")
            os.kill(master, signal.SIGHUP)
            wait_for(lambda: all(version(port) == "two" for _ in range(10)))
        finally:
            ended.set()
        seen = [told for client in clients for told in client.result()]
        assert set(seen) == {"one", "two"}
        (tmp_path / "version").write_text("damaged")
        os.kill(master, signal.SIGHUP)
        wait_for(lambda: "model_refused" in log.read_text())
        assert version(port) == "two"
    loaded = [json.loads(line) for line in log.read_text().splitlines() if "model_loaded" in line]
    assert [(one["version"], one["before"]) for one in loaded] == [("one", None), ("two", "one")]


@pytest.mark.server
def test_a_reload_trusts_the_bundle_that_the_file_names_then_and_loses_no_request(tmp_path: Path) -> None:
    trusted, port, ended = tmp_path / "trusted", free_port(), Event()
    trusted.write_text(f"{sha256(b'one').hexdigest()}  manifest.json\n")
    with serving(tmp_path, port, MODEL_SHA256=str(trusted)) as (master, log), ThreadPoolExecutor(2) as pool:
        try:
            clients = [pool.submit(ask_until, port, ended) for _ in range(2)]
            (tmp_path / "version").write_text("two")
            os.kill(master, signal.SIGHUP)
            wait_for(lambda: "model_refused" in log.read_text())
            assert version(port) == "one"
            trusted.write_text(sha256(b"two").hexdigest())
            os.kill(master, signal.SIGHUP)
            wait_for(lambda: all(version(port) == "two" for _ in range(10)))
        finally:
            ended.set()
        assert {told for client in clients for told in client.result()} == {"one", "two"}


@pytest.mark.server
def test_usr2_starts_a_new_master_beside_the_old_one(tmp_path: Path) -> None:
    port = free_port()
    with serving(tmp_path, port) as (master, log):
        (tmp_path / "version").write_text("two")
        os.kill(master, signal.SIGUSR2)
        wait_for(lambda: '"two"' in log.read_text())
        os.kill(master, signal.SIGTERM)
        wait_for(lambda: all(version(port) == "two" for _ in range(10)))


@pytest.mark.server
def test_the_workers_of_a_killed_master_end(tmp_path: Path) -> None:
    port = free_port()
    with serving(tmp_path, port) as (master, _log):
        assert version(port) == "one"
        os.kill(master, signal.SIGKILL)
        wait_for(lambda: not listening(port))
