"""Papers of bundles: track record, card and report of the one that serves and of those beside it."""

from __future__ import annotations

from flask import Response, request

from service.api.context import answer, engine, services
from service.api.smorest import Blueprint
from service.engine import papers
from service.risk.errors import NotFoundError
from service.schemas import model
from service.schemas.serialise import dumper
from service.store.boms import etag_of

blueprint = Blueprint("model", __name__, description="What the served model is, and how it has fared.")
_track_record = dumper(model.TrackRecordSchema())
RECORD, CARD, REPORT = "track_record.csv.gz", "card.md", "report.html"
"""Files of a bundle, as ``service.risk.bundle.storage`` calls them; importing that takes seconds."""
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
    return _paper(_asked(version, RECORD), "application/gzip")


@blueprint.route("/v1/models/<version>/card", methods=["GET"])
@blueprint.response(200, {"type": "string"}, content_type="text/markdown", description="Markdown.")
@blueprint.problems(404, 500, 503)
def get_card(version: str) -> Response:
    """The model card: intended use, limits, what is trained, ages and licences of the data"""
    return _paper(_asked(version, CARD), "text/markdown; charset=utf-8")


@blueprint.route("/v1/models/<version>/report", methods=["GET"])
@blueprint.response(200, {"type": "string"}, content_type="text/html", description="One page with its plots.")
@blueprint.problems(404, 500, 503)
def get_report(version: str) -> Response:
    """The report: reliability, skill by year and commodity, case studies, families, features"""
    response = _paper(_asked(version, REPORT), "text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = REPORT_POLICY
    return response


def _asked(version: str, name: str) -> bytes:
    """A paper of the served model, or of a bundle that lies beside it: one that was rolled back, say."""
    served = engine()
    if version == served.version:
        return {RECORD: served.forecasts, CARD: served.card, REPORT: served.report}[name]
    found = papers(services().settings.model_dir.parent, version)
    if found is None:
        raise NotFoundError(
            f"No model {version[:100]!r} is here. {served.version!r} is served; papers of others are those of whole "
            "bundles in the folder of models."
        )
    return found[name]


def _paper(content: bytes, content_type: str) -> Response:
    response = Response(content, content_type=content_type)
    response.set_etag(etag_of(content))
    response.headers["Cache-Control"] = "no-cache"
    response.make_conditional(request)
    return response
