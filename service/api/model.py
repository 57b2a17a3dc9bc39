"""The served bundle's papers: its track record, card and report."""

from __future__ import annotations

from flask import Response, request

from service.api.context import answer, engine
from service.api.web import Blueprint
from service.engine import Engine
from service.risk.errors import NotFoundError
from service.schemas import model
from service.schemas.dump import dumper
from service.store.repository import etag_of

blueprint = Blueprint("model", __name__, description="What the served model is, and how it has fared.")
_track_record = dumper(model.TrackRecordSchema())
REPORT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'"


@blueprint.route("/v1/track-record", methods=["GET"])
@blueprint.response(200, model.TrackRecordSchema)
@blueprint.problems(500, 503)
def get_track_record() -> Response:
    """The frozen walk-forward forecasts against what happened

    By year, with the worst misses by name, for all cells and for the rare earths. `sha256` is the digest of the file
    of all forecasts, `/v1/models/{version}/track-record`.
    """
    served = engine()
    manifest = served.manifest
    return answer(
        _track_record({
            "version": served.version,
            "sha256": manifest["track_record"]["sha256"],
            "event": manifest["event"],
            "vintage": manifest["vintage"],
            "groups": served.track_record,
        })
    )  # fmt: skip


@blueprint.route("/v1/models/<version>/track-record", methods=["GET"])
@blueprint.response(200, {"type": "string", "format": "binary"}, content_type="application/gzip",
                    description="Gzipped CSV: hs92_code, importer_iso3, year, forecast, base_rate, event.")  # fmt: skip
@blueprint.problems(404, 500, 503)
def get_forecasts(version: str) -> Response:
    """Every forecast of the track record, as the bundle holds it"""
    return _paper(_asked(version).forecasts, "application/gzip")


@blueprint.route("/v1/models/<version>/card", methods=["GET"])
@blueprint.response(200, {"type": "string"}, content_type="text/markdown", description="Markdown.")
@blueprint.problems(404, 500, 503)
def get_card(version: str) -> Response:
    """The model card: intended use, limits, what is trained, ages and licences of the data"""
    return _paper(_asked(version).card, "text/markdown; charset=utf-8")


@blueprint.route("/v1/models/<version>/report", methods=["GET"])
@blueprint.response(200, {"type": "string"}, content_type="text/html", description="One page with its plots.")
@blueprint.problems(404, 500, 503)
def get_report(version: str) -> Response:
    """The report: reliability, skill by year and commodity, case studies, families, features"""
    response = _paper(_asked(version).report, "text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = REPORT_POLICY
    return response


def _asked(version: str) -> Engine:
    """The served model, when it is the one asked for; a process holds one."""
    served = engine()
    if version != served.version:
        raise NotFoundError(f"No model {version[:100]!r} is served here; the one that is: {served.version!r}.")
    return served


def _paper(content: bytes, content_type: str) -> Response:
    response = Response(content, content_type=content_type)
    response.set_etag(etag_of(content))
    response.headers["Cache-Control"] = "no-cache"
    response.make_conditional(request)
    return response
