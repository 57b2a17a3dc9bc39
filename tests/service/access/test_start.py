"""How a service with keys, and one without, starts."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from service.access import keys
from service.access.policy import Scope
from service.store.boms import Store
from tests.service.test_reload import wait_for
from tests.service.test_server import FAKE, ROOT, demo, environment, free_port, listening

GUNICORN = [sys.executable, "-m", "gunicorn", "-c", "service/gunicorn.conf.py", FAKE]


def outside(folder: Path, port: int) -> dict[str, str]:
    """The environment of a service that others reach."""
    return environment(folder, port, HOST="0.0.0.0", WEB_CONCURRENCY="2", AUTH="")


@pytest.mark.server
def test_a_service_that_others_reach_does_not_start_without_a_key_and_names_the_command(tmp_path: Path) -> None:
    port = free_port()
    ended = subprocess.run(
        GUNICORN, cwd=ROOT, env=outside(tmp_path, port), capture_output=True, text=True, check=False, timeout=60
    )
    assert ended.returncode != 0
    (told,) = [line for line in ended.stderr.splitlines() if line.startswith("chokepoint: ")]
    assert told.startswith("chokepoint: HOST='0.0.0.0' lets others in, and there is no key.")
    assert "python -m service keys create --first" in told
    assert list(tmp_path.glob("chokepoint-metrics-*")) == []
    assert "Traceback" not in ended.stderr
    assert not listening(port)


@pytest.mark.server
def test_with_a_key_it_starts_and_every_worker_asks_for_it(tmp_path: Path) -> None:
    port = free_port()
    env = outside(tmp_path, port)
    (tmp_path / "data").mkdir()
    store = Store(f"sqlite:///{tmp_path / 'data' / 'chokepoint.db'}")
    key, text = keys.make("own", "x", Scope, None)
    store.keys.add(key)
    with subprocess.Popen(GUNICORN, cwd=ROOT, env=env, stderr=subprocess.DEVNULL) as server:
        try:
            wait_for(lambda: listening(port))
            assert {status(port) for _ in range(8)} == {401}
            assert {status(port, text) for _ in range(8)} == {200}
        finally:
            server.terminate()
            server.wait(20)
    store.close()


def status(port: int, key: str | None = None) -> int:
    request = urllib.request.Request(f"http://127.0.0.1:{port}/v1/elements")
    if key:
        request.add_header("X-Api-Key", key)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return int(json.load(error)["status"])


@pytest.mark.server
def test_keys_off_and_other_machines_served_is_told_in_one_line(tmp_path: Path) -> None:
    env = environment(tmp_path, free_port(), HOST="0.0.0.0")
    ended = subprocess.run(GUNICORN, cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=60)
    assert ended.returncode != 0
    assert ended.stderr.strip().splitlines()[-1].startswith("chokepoint: AUTH=off is for loopback")


@pytest.mark.server
def test_make_run_switches_keys_off_and_says_so(tmp_path: Path) -> None:
    with demo(tmp_path, free_port(), AUTH="") as (process, printed):
        process.terminate()
        process.wait(20)
    assert "Keys are off (AUTH=off): this machine alone may ask" in printed


@pytest.mark.server
def test_make_run_asks_for_keys_where_it_is_told_to(tmp_path: Path) -> None:
    port = free_port()
    with demo(tmp_path, port, AUTH="on") as (process, printed):
        assert status(port) == 401
        process.terminate()
        process.wait(20)
    assert "Keys are off" not in printed
    assert "No score: This needs a key." in printed
