"""A worker whose step hangs: it ends, and another goes on with its job."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from service.jobs import runner
from service.store.jobs import LEASE
from tests.attack.jobs import file_of
from tests.conftest import client_of, settings_in
from tests.service.test_server import ROOT, environment

pytestmark = pytest.mark.server

LINES, PATIENCE_SECONDS = 3, 120.0
HUNG = [sys.executable, "-c", "from tests.fakes import hung_worker; hung_worker()"]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_worker_whose_step_hangs_ends_and_another_goes_on_with_the_job(tmp_path: Path, database_url: str) -> None:
    with client_of(replace(settings_in(tmp_path), database_url=database_url)) as client:
        sent = client.post("/v1/imports?mode=async", data=file_of(1, LINES), content_type="text/csv")
        path = sent.headers["Location"]
        env = environment(tmp_path, 1, DATABASE_URL=database_url, LOG_LEVEL="error")
        ended = subprocess.run(HUNG, cwd=ROOT, env=env, capture_output=True, timeout=PATIENCE_SECONDS, check=False)
        assert ended.returncode == 1
        assert b"in hang" in ended.stderr
        assert client.get(path).json["state"] == "running"  # type: ignore[index]
        with time_machine.travel(datetime.now(UTC) + LEASE + timedelta(seconds=1)):
            runner.Runner(client.application).drain()
        assert client.get(path).json["state"] == "done"  # type: ignore[index]
