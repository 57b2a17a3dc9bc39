"""``/v1/jobs``: how far work came that goes on after its request, what it left, and how it is ended."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from flask import Response
from sqlalchemy import RowMapping

from service.api.context import answer, services, tenant
from service.api.jobs.accepted import ASK_AGAIN_SECONDS, shown, unfinished
from service.api.smorest import Blueprint
from service.api.stored import paging
from service.risk.errors import NotFoundError
from service.schemas.many.jobs import (
    JobErrorPageSchema,
    JobListSchema,
    JobPageQuery,
    JobQuery,
    JobResultPageSchema,
    JobSchema,
)
from service.store.jobs import ERRORS, RESULTS

DEFAULT_PAGE = 50
LONGEST_ID = 100

blueprint = Blueprint("jobs", __name__, description="Follow, read and cancel work that goes on after a request.")


@blueprint.route("/v1/jobs", methods=["GET"])
@blueprint.arguments(JobQuery(), location="query")
@blueprint.response(200, JobListSchema)
@blueprint.problems(500, 503)
def list_jobs(query: dict[str, Any]) -> Response:
    """Jobs of the tenant, newest first

    At most 20 of a tenant wait or run, and 200 are kept, with 256 MiB at most. Those that ended are kept for seven
    days, unless newer ones need their room.
    """
    limit = query.get("limit", DEFAULT_PAGE)
    before = paging.behind(query) or None
    rows = services().store.jobs.page(tenant(), limit + 1, before, query.get("state"), query.get("kind"))
    following = paging.next_path(rows[limit - 1]["job_id"]) if len(rows) > limit else None
    return answer({"items": [shown(row) for row in rows[:limit]], "next": following})


@blueprint.route("/v1/jobs/<job_id>", methods=["GET"])
@blueprint.response(200, JobSchema)
@blueprint.problems(404, 500, 503)
def get_job(job_id: str) -> Response:
    """How far a job came

    `Retry-After` says when to ask again; an answer without it is the last.
    """
    row = _row(job_id)
    response = answer(shown(row))
    if unfinished(row):
        response.headers["Retry-After"] = str(ASK_AGAIN_SECONDS)
    return response


@blueprint.route("/v1/jobs/<job_id>", methods=["DELETE"])
@blueprint.response(204, description="Cancelled, or, where it was finished, gone with its errors and results.")
@blueprint.problems(404, 500, 503)
def delete_job(job_id: str) -> Response:
    """Cancel a job, or forget one that is finished

    After the answer a cancelled job stores nothing more. What it stored before stays, as do its errors and results
    until it is deleted again.
    """
    jobs = services().store.jobs
    _row(job_id)
    if not jobs.cancel(tenant(), job_id, datetime.now(UTC)):
        jobs.forget(tenant(), job_id)
    return Response(status=204)


@blueprint.route("/v1/jobs/<job_id>/errors", methods=["GET"])
@blueprint.arguments(JobPageQuery(), location="query")
@blueprint.response(200, JobErrorPageSchema)
@blueprint.problems(404, 500, 503)
def list_job_errors(query: dict[str, Any], job_id: str) -> Response:
    """Every row that a job couldn't use or that leaves something open, with row and column

    More may come while the job runs.
    """
    return _page(ERRORS, query, job_id)


@blueprint.route("/v1/jobs/<job_id>/results", methods=["GET"])
@blueprint.arguments(JobPageQuery(), location="query")
@blueprint.response(200, JobResultPageSchema)
@blueprint.problems(404, 500, 503)
def list_job_results(query: dict[str, Any], job_id: str) -> Response:
    """What an import made of each product of its file

    As POST /v1/imports tells it, with the summary of each score. More may come while the job runs. That of a rescoring
    stands in the list of BOMs.
    """
    return _page(RESULTS, query, job_id)


def _page(kind: str, query: dict[str, Any], job_id: str) -> Response:
    _row(job_id)
    limit = query.get("limit", DEFAULT_PAGE)
    offset = paging.revision(paging.position(query["after"])) if "after" in query else 0
    rows = services().store.jobs.rows(tenant(), job_id, kind, offset, limit + 1)
    following = paging.next_path(offset + limit) if len(rows) > limit else None
    return answer({"items": rows[:limit], "next": following})


def _possible(job_id: str) -> bool:
    """Whether a job can have this id. A database that is asked for a NUL fails."""
    return len(job_id) <= LONGEST_ID and job_id.isascii() and job_id.isalnum()


def _row(job_id: str) -> RowMapping:
    row = services().store.jobs.get(tenant(), job_id) if _possible(job_id) else None
    if row is None:
        raise NotFoundError(f"There is no job {job_id[:LONGEST_ID]!r}; GET /v1/jobs lists those that are kept.")
    return row
