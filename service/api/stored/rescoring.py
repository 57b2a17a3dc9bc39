"""``POST /v1/boms/rescore``: a job that brings many scores up to date; ``python -m service rescore`` makes one, too."""

from __future__ import annotations

from typing import Any

from flask import Response

from service.api.context import kernel, key_name, tenant
from service.api.jobs.accepted import accept
from service.api.smorest import Blueprint
from service.api.stored.filters import filters_in
from service.jobs import rescoring
from service.schemas.many.jobs import JobSchema
from service.schemas.stored.queries import RescoreQuery

blueprint = Blueprint("rescoring", __name__, description="Bring the scores of stored BOMs up to date.")


@blueprint.route("/v1/boms/rescore", methods=["POST"])
@blueprint.arguments(RescoreQuery(), location="query")
@blueprint.response(202, JobSchema, description="A job does it: follow it at Location.")
@blueprint.problems(429, 500, 503)
def post_rescore(query: dict[str, Any]) -> Response:
    """Bring the scores of all stored BOMs, or of those that the filters leave, up to date

    A score that is today's isn't computed again. A BOM that can't be scored any more keeps its old score, and the job's
    errors tell why.
    """
    kernel()
    return accept(rescoring.new(filters_in(query), tenant(), key_name()))
