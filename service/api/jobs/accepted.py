"""A job as the wire has it, and how one is accepted: 202, where it is, and when to ask."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

import orjson
from flask import Response, request
from sqlalchemy import RowMapping

from service.api.context import answer, services
from service.errors import RequestError, document
from service.risk.errors import FieldError
from service.schemas.many.jobs import JobSchema
from service.schemas.serialise import dumper
from service.store.jobs import KEPT, UNFINISHED, JobState, NewJob, QueueFullError, counts_of, summary_of

ASK_AGAIN_SECONDS = 2
PREFER, RESPOND_ASYNC = "Prefer", "respond-async"
GIVEN_UP = "Several workers ended at the same step of it, one after the other: the log of the workers says why."
_dump = dumper(JobSchema())


class TooManyJobsError(RequestError):
    """A tenant has as many jobs as it may."""

    status = HTTPStatus.TOO_MANY_REQUESTS
    title = "Too many jobs"
    headers: Mapping[str, str] = MappingProxyType({"Retry-After": "60"})


def prefers_later() -> bool:
    """Whether the request asks for an answer at once, and for the work later (RFC 7240)."""
    wanted = ",".join(request.headers.getlist(PREFER)).lower().split(",")
    return RESPOND_ASYNC in {one.partition(";")[0].strip() for one in wanted}


def accept(new: NewJob) -> Response:
    """Put a job on the queue: 202. Raises ``TooManyJobsError``."""
    jobs = services().store.jobs
    try:
        job_id = jobs.add(new, datetime.now(UTC))
    except QueueFullError as error:
        words = f"No other job can be taken: {error}. Wait for one to end, or cancel one: DELETE /v1/jobs/{{job_id}}."
        raise TooManyJobsError(words, [FieldError("", "too_many_jobs", words)]) from error
    row = jobs.get(new.tenant, job_id)
    assert row is not None
    response = answer(shown(row), HTTPStatus.ACCEPTED)
    response.headers["Location"] = f"/v1/jobs/{job_id}"
    response.headers["Retry-After"] = str(ASK_AGAIN_SECONDS)
    if prefers_later():
        response.headers["Preference-Applied"] = RESPOND_ASYNC
    return response


def shown(row: RowMapping) -> dict[str, Any]:
    """A job as the wire has it."""
    path, asked = f"/v1/jobs/{row['job_id']}", orjson.loads(row["asked"])
    finished = row["finished_at"]
    names = ("job_id", "kind", "state", "created_by", "created_at", "started_at", "finished_at")
    shown: dict[str, Any] = _dump(
        {name: row[name] for name in names}
        | {
            "progress": {"done": row["done"], "total": row["total"]},
            "counts": counts_of(row),
            "file": summary_of(row) or None,
            "asked": {name: value for name, value in asked.items() if value not in (None, {})},
            "kept_until": finished and finished + KEPT,
            "problem": _problem(row, path),
            "errors": f"{path}/errors",
            "results": f"{path}/results" if row["kind"] == "import" else _boms(asked),
        }
    )
    return shown


def unfinished(row: RowMapping) -> bool:
    """Whether a job waits or runs."""
    return row["state"] in UNFINISHED


def _boms(asked: Mapping[str, Any]) -> str:
    """The list of the BOMs that were to be brought up to date."""
    given = {name: str(value).lower() if isinstance(value, bool) else value for name, value in asked.items()}
    return f"/v1/boms?{urlencode(given)}" if given else "/v1/boms"


def _problem(row: RowMapping, path: str) -> Any:
    if row["state"] != JobState.FAILED:
        return None
    if row["problem"] is not None:
        return orjson.loads(row["problem"])
    fault = FieldError("", "given_up", GIVEN_UP)
    return orjson.loads(document(HTTPStatus.INTERNAL_SERVER_ERROR, "The job was given up", GIVEN_UP, path, [fault]))
