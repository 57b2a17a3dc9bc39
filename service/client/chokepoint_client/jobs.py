"""Jobs: what goes on after a request."""

from __future__ import annotations

import time

from chokepoint_client.answers import answered
from chokepoint_client.generated.api.jobs import get_job
from chokepoint_client.generated.client import AuthenticatedClient
from chokepoint_client.generated.models import Job

ASK_AGAIN_SECONDS = 2.0


def finished(client: AuthenticatedClient, job_id: str, patience_seconds: float = 3_600.0) -> Job:
    """A job when it has ended, however that was: its ``state`` says so. It is asked for as often as ``Retry-After``
    says. Raises ``Problem``, and ``TimeoutError``."""
    until = time.monotonic() + patience_seconds
    while True:
        answer = get_job.sync_detailed(job_id, client=client)
        job = answered(Job, answer.parsed)
        if job.finished_at is not None:
            return job
        wait = float(answer.headers.get("Retry-After", ASK_AGAIN_SECONDS))
        if time.monotonic() + wait > until:
            raise TimeoutError(f"Job {job_id} is {job.state} after {patience_seconds:.0f} seconds.")
        time.sleep(wait)
