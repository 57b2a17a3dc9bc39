"""Papers of bundles: track record, card and report of the one that serves and of those beside it."""

from __future__ import annotations

from pathlib import Path

from flask import Response, request

from service.api.context import answer, kernel, services
from service.api.smorest import Blueprint
from service.risk.bundle import storage, versions
from service.risk.bundle.kernel import CARD, RECORD, REPORT
from service.risk.errors import BundleError, NotFoundError
from service.schemas import model
from service.schemas.serialise import dumper
from service.store.boms import etag_of

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
    served = kernel()
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
    served = kernel()
    if version == served.version:
        return served.papers[name]
    paper = _beside(services().settings.model_dir.parent, version, name)
    if paper is None:
        raise NotFoundError(
            f"No model {version[:100]!r} is here. {served.version!r} is served; papers of others are those of whole "
            "bundles in the folder of models."
        )
    return paper


def _beside(models: Path, version: str, name: str) -> bytes | None:
    """A paper of another bundle in the folder; None where no bundle of that version is there whole. Versions are looked
    up among the folder's own names: no path is made of what is asked."""
    if version not in versions.versions(models):
        return None
    try:
        manifest, files, _ = storage.read(models / version)
    except BundleError:
        return None
    return files[name] if manifest["version"] == version else None


def _paper(content: bytes, content_type: str) -> Response:
    response = Response(content, content_type=content_type)
    response.set_etag(etag_of(content))
    response.headers["Cache-Control"] = "no-cache"
    response.make_conditional(request)
    return response
