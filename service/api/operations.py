"""For operators: health, readiness, metrics."""

from __future__ import annotations

from datetime import UTC, datetime

import structlog
from flask import Response

from service.access import metrics_port
from service.api.context import answer, services, today
from service.api.model import overdue
from service.api.smorest import Blueprint
from service.errors import DATABASE_DOWN, NotReadyError, database_down, not_ready
from service.metrics import CONTENT_TYPE, Now, StoredTotals
from service.schemas.answers.codes import BANDS
from service.schemas.fields import three_digits
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

    503 names each part that is down and why. Without the database scoring goes on. A worker asks the database every
    two seconds at most. `overdue` tells what is older than its bound, where something is: it is served all the same.
    """
    down = _down()
    if down:
        return not_ready(list(down.values()))
    late = overdue()
    return answer({"status": "ready", "overdue": late} if late else {"status": "ready"})


@blueprint.route("/metrics", methods=["GET"], conditional=False)
@blueprint.response(200, {"type": "string"}, content_type="text/plain", description="Prometheus text format.")
@blueprint.problems(500)
def metrics() -> Response:
    """Counters of every worker, and how things stand now, for Prometheus

    Without the database or the model their figures are left out, and `chokepoint_part_ready` says so. With
    `METRICS_PER_BOM=n` the n highest scores are told one by one, under the labels `tenant` and `bom_id`.
    At the port `METRICS_PORT`, where the operator set one, nobody is asked for a key, and nothing names a BOM.
    """
    down = _down()
    now = Now(down.keys(), today(), services().kernel, None if "database" in down else _stored())
    return Response(services().metrics.render(now), content_type=CONTENT_TYPE)


def _stored() -> StoredTotals | None:
    """What all tenants store; ``None`` where the database doesn't say."""
    store, now = services().store, datetime.now(UTC)
    everybody, most = store.everybody, 0 if metrics_port.asked() else services().settings.metrics_per_bom
    try:
        oldest, bands, jobs = everybody.oldest(), everybody.bands(), store.jobs.counts()
        messages, waiting = store.messages.counts(), store.messages.waiting_since(now)
        rows = everybody.highest(most) if most else []
    except DATABASE_DOWN as error:
        log.error("database_unavailable", detail=str(error))
        return None
    seconds = None if oldest is None else (now - oldest).total_seconds()
    scores = [(row["tenant"], row["bom_id"], three_digits(row["score"])) for row in rows]
    waited = 0.0 if waiting is None else (now - waiting).total_seconds()
    return StoredTotals(seconds, dict.fromkeys((*BANDS, None), 0) | bands, messages, waited, jobs, scores)


def _down() -> dict[str, NotReadyError]:
    """The parts that are down, each with the reason."""
    parts = services()
    down: dict[str, NotReadyError] = {}
    if parts.kernel is None:
        down["model"] = parts.unready
    if error := parts.pulse.error():
        log.error("database_unavailable", detail=str(error))
        down["database"] = database_down(error)
    return down
