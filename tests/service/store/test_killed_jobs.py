"""Workers that are killed by SIGKILL while a job stores products, on every database: nothing is lost or done twice.

`python -m tests.attack.jobs` kills the service, too, while it imports 5,000 lines.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient

from service.jobs import runner
from service.store.jobs import LEASE
from tests.attack.jobs import file_of
from tests.conftest import client_of, settings_in
from tests.service.test_server import ROOT, environment

PRODUCTS, LINES, KILLS = 40, 3, (5, 23)
PATIENCE_SECONDS = 120.0
pytestmark = pytest.mark.server


@contextmanager
def working(folder: Path, database: str, kind: str = "worker") -> Iterator[subprocess.Popen[bytes]]:
    """A worker in a process of its own."""
    command = [sys.executable, "-c", f"from tests.fakes import {kind}; {kind}()"]
    env = environment(folder, 1, DATABASE_URL=database, LOG_LEVEL="error")
    with subprocess.Popen(command, cwd=ROOT, env=env, stderr=subprocess.PIPE) as process:
        try:
            yield process
        finally:
            process.kill()


def progressed(client: FlaskClient, path: str, done: int) -> Any:
    """The job when it came that far."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        job = client.get(path).json
        if job["progress"]["done"] >= done and (done < PRODUCTS or job["state"] == "done"):  # type: ignore[index]
            return job
        time.sleep(0.02)  # each look costs as much as a product
    raise AssertionError(f"the job doesn't go on: {client.get(path).json}")


def test_a_job_whose_workers_are_killed_loses_nothing_and_does_nothing_twice(tmp_path: Path, database_url: str) -> None:
    with client_of(replace(settings_in(tmp_path), database_url=database_url)) as client:
        url = "/v1/imports?store=true&on_error=skip_line&mode=async"
        path = client.post(url, data=file_of(PRODUCTS, LINES), content_type="text/csv").headers["Location"]
        for done in KILLS:
            with working(tmp_path, database_url) as worker:
                progressed(client, path, done)
                worker.send_signal(signal.SIGKILL)
        with working(tmp_path, database_url):
            job = progressed(client, path, PRODUCTS)
        results = client.get(f"{job['results']}?limit=200").json["items"]  # type: ignore[index]
        assert [(one["bom_id"], one["stored"]) for one in results] == [(f"P{n}", "created") for n in range(PRODUCTS)]
        at_once = client.post("/v1/imports?mode=sync", data=file_of(PRODUCTS, LINES), content_type="text/csv").json
        rows = [row for table in ("refused", "open") for row in at_once[table]]  # type: ignore[index]
        assert job["counts"] == {"scored": PRODUCTS, "stored": PRODUCTS, "failed": 0, "errors": len(rows)}
        errors = client.get(f"{job['errors']}?limit=200").json["items"]  # type: ignore[index]
        assert sorted((row["row"], row["code"]) for row in errors) == sorted((row["row"], row["code"]) for row in rows)
        for number in range(PRODUCTS):
            for kind in ("revisions", "scores"):
                assert len(client.get(f"/v1/boms/P{number}/{kind}").json["items"]) == 1  # type: ignore[index]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_worker_whose_step_hangs_ends_and_another_goes_on_with_the_job(tmp_path: Path, database_url: str) -> None:
    with client_of(replace(settings_in(tmp_path), database_url=database_url)) as client:
        path = client.post("/v1/imports?mode=async", data=file_of(1, LINES), content_type="text/csv").headers[
            "Location"
        ]
        with working(tmp_path, database_url, "hung_worker") as worker:
            _, told = worker.communicate(timeout=PATIENCE_SECONDS)
        assert worker.returncode == 1
        assert b"in hang" in told
        assert client.get(path).json["state"] == "running"  # type: ignore[index]
        with time_machine.travel(datetime.now(UTC) + LEASE + timedelta(seconds=1)):
            runner.Runner(client.application).drain()
        assert client.get(path).json["state"] == "done"  # type: ignore[index]
