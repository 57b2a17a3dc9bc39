"""For operators: health, readiness, metrics."""

from __future__ import annotations

from flask import Response

from service.api.context import answer, services
from service.api.smorest import Blueprint
from service.metrics import CONTENT_TYPE
from service.schemas.reference import HealthSchema

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
    """The service can score

    503 names the reason until the bundle is verified and loaded.
    """
    services().ready()
    services().store.ping()
    return answer({"status": "ready"})


@blueprint.route("/metrics", methods=["GET"])
@blueprint.response(200, {"type": "string"}, content_type="text/plain", description="Prometheus text format.")
@blueprint.problems(500)
def metrics() -> Response:
    """Counters of every worker, for Prometheus"""
    return Response(services().metrics.render(), content_type=CONTENT_TYPE)
