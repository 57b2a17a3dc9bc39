"""For operators: health, readiness, metrics."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime

import structlog
from flask import Response

from service.api.context import answer, services, today
from service.api.smorest import Blueprint
from service.errors import DATABASE_DOWN, NotReadyError, database_down, not_ready
from service.metrics import CONTENT_TYPE, Ages
from service.schemas.reference import HealthSchema

log = structlog.get_logger(__name__)
blueprint = Blueprint("operations", __name__, description="Health, readiness and metrics.")


@blueprint.route("/healthz", methods=["GET"])
@blueprint.response(200, HealthSchema)
@blueprint.problems(500)
def healthz() -> Response:
    """The process answers"""
    return answer({"status": "alive"})


@blueprint.route("/readyz", methods=["GET"])
@blueprint.response(200, HealthSchema, description="The model is verified and loaded, and the database answers.")
@blueprint.problems(500, 503)
def readyz() -> Response:
    """The service can score and store

    503 names each part that is down and why. Without the database scoring goes on.
    """
    down = _down()
    return not_ready(list(down.values())) if down else answer({"status": "ready"})


@blueprint.route("/metrics", methods=["GET"], conditional=False)
@blueprint.response(200, {"type": "string"}, content_type="text/plain", description="Prometheus text format.")
@blueprint.problems(500)
def metrics() -> Response:
    """Counters of every worker, and how old the data are, for Prometheus"""
    return Response(services().metrics.render(_ages(_down())), content_type=CONTENT_TYPE)


def _ages(down: Collection[str]) -> Ages:
    """How old the data of the parts are that aren't down."""
    parts, day = services(), today()
    kernel = parts.kernel
    try:
        oldest = None if "database" in down else parts.store.oldest()
    except DATABASE_DOWN as error:
        log.error("database_unavailable", detail=str(error))
        oldest = None
    return Ages(
        {kind: (day - newest).days for kind, newest in kernel.newest_of(day).items()} if kernel else {},
        kernel.days_beyond(day) if kernel else None,
        (datetime.now(UTC) - oldest).total_seconds() if oldest else None,
    )


def _down() -> dict[str, NotReadyError]:
    """The parts that are down, each with the reason, as the metrics tell from now on."""
    parts = services()
    down: dict[str, NotReadyError] = {}
    if parts.kernel is None:
        down["model"] = parts.unready
    try:
        parts.store.ping()
    except DATABASE_DOWN as error:
        log.error("database_unavailable", detail=str(error))
        down["database"] = database_down(error)
    parts.metrics.tell_ready(down)
    return down
