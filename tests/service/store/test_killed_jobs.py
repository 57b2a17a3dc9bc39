"""A service and its worker, killed by SIGKILL while a job stores products: nothing is lost or done twice.

`python -m tests.attack.jobs` does it with 5,000 lines and the shipped bundle.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.attack.jobs import Attack, Killed, faults
from tests.service.test_server import FAKE

pytestmark = pytest.mark.server


class Faked(Killed):
    """On the fake kernel."""

    worker = ("-c", "from tests.fakes import worker; worker()")

    def command(self) -> list[str]:
        return [*super().command(), FAKE]


def test_a_job_loses_nothing_and_does_nothing_twice_when_service_and_worker_are_killed(
    tmp_path: Path, database_url: str
) -> None:
    service = Faked(tmp_path, database_url)
    service.begin()
    try:
        assert faults(service, Attack(products=50, lines=3, kills=(15,), poll_seconds=0.1)) == []
    finally:
        service.end()
