"""Papers of bundles: track record, card and report of the one that serves and of those beside it."""

from __future__ import annotations

import csv
import io
import json
from contextlib import suppress
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

from flask import Response, request

from service.api.context import answer, conditional, kernel, services, today
from service.api.smorest import Blueprint
from service.risk.bundle import storage, versions
from service.risk.bundle.kernel import CARD, RECORD
from service.risk.errors import BundleError, NotFoundError
from service.risk.explanation import bounds
from service.schemas import model
from service.schemas.serialise import dumper
from service.store.boms import etag_of

blueprint = Blueprint("model", __name__, description="What the served model is, and how it has fared.")
_track_record = dumper(model.TrackRecordSchema())
_frozen_shocks = dumper(model.FrozenShocksSchema())
REPORT, CARD_PAGE = "report.html", "card.html"
HTML = "text/html; charset=utf-8"
REPORT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'"


@blueprint.route("/v1/track-record", methods=["GET"])
@blueprint.response(200, model.TrackRecordSchema)
@blueprint.problems(500, 503)
def get_track_record() -> Response:
    """The frozen walk-forward forecasts against what happened

    By year, with the worst misses by name, for all minerals and for the rare earths. `sha256` is the digest of the file
    of all forecasts, `/v1/models/{version}/track-record`.
    """
    served = kernel()
    manifest = served.manifest
    return answer(
        _track_record({
            "version": served.version,
            "sha256": manifest["track_record"]["sha256"],
            "event": manifest["event"],
            "groups": served.track_record,
        })
    )  # fmt: skip


@blueprint.route("/v1/shocks/frozen", methods=["GET"])
@blueprint.response(200, model.FrozenShocksSchema)
@blueprint.problems(404, 500)
def get_frozen_shocks() -> Response:
    """The newest frozen forecasts: every country, mineral and, of the rare earths, element

    `/v1/shocks/frozen.csv` is the file itself. What the columns mean and how a row is resolved was written down
    beforehand, in `models/frozen/CODEBOOK.md`.
    """
    content, described = _frozen()
    bound = bounds.of_forecasts(date.fromisoformat(described["day"]))
    described |= {"good_until": bound.good_until.isoformat(), "overdue": bound.overdue(today())}
    rows = csv.DictReader(io.StringIO(content.decode("ascii")))
    return answer(_frozen_shocks({**described, "items": [_shock(row) for row in rows]}))


@blueprint.route("/v1/shocks/frozen.csv", methods=["GET"])
@blueprint.response(200, {"type": "string"}, content_type="text/csv", description="The file of `/v1/shocks/frozen`.")
@blueprint.problems(404, 500)
def get_frozen_shocks_file() -> Response:
    """The newest frozen forecasts as they were written"""
    return _paper(_frozen()[0], "text/csv; charset=utf-8")


def overdue() -> list[str]:
    """What is said of a model, its card, and forecasts that are served though they are older than their bounds."""
    limits = [bounds.of_kernel(kernel())]
    with suppress(NotFoundError):
        limits.append(bounds.of_forecasts(date.fromisoformat(_frozen()[1]["day"])))
    return [words for bound in limits if (words := bound.overdue(today()))]


def _frozen() -> tuple[bytes, dict[str, Any]]:
    """The newest file of frozen forecasts and what is said of it. Raises ``NotFoundError`` where there is none."""
    path = services().settings.model_dir.parent / versions.FROZEN / versions.CURRENT
    if not path.is_file():
        raise NotFoundError("No forecasts are frozen here; `python -m training freeze` freezes those of the day.")
    file = path.resolve()
    return file.read_bytes(), json.loads(file.with_suffix(".json").read_text(encoding="ascii"))


def _shock(row: dict[str, str]) -> dict[str, Any]:
    return {
        **row,
        "element": row["element"] or None,
        "probability": float(row["probability"]),
        "base_rate": float(row["base_rate"]),
    }


@blueprint.route("/v1/models/<version>/track-record", methods=["GET"])
@blueprint.response(200, {"type": "string", "format": "binary"}, content_type="application/gzip",
                    description="Gzipped CSV: mineral, country, year, forecast, base_rate, event.")  # fmt: skip
@blueprint.problems(404, 500, 503)
def get_forecasts(version: str) -> Response:
    """Every forecast of the track record, as the bundle holds it"""
    return _paper(_asked(version, RECORD), "application/gzip")


@blueprint.route("/v1/models/<version>/card", methods=["GET"])
@blueprint.response(200, {"type": "string"}, content_type="text/markdown", description="Markdown.")
@blueprint.problems(404, 500, 503)
def get_card(version: str) -> Response:
    """The model card: intended use, limits, what is trained, ages and licences of the data

    A browser, which asks for HTML, gets it as a page where one was built beside the bundle; others get Markdown. A card
    that is older than its bound opens with saying so.
    """
    card = _asked(version, CARD)
    page = _beside_bundle(version, CARD_PAGE)
    if late := _overdue_card(version):
        card = f"**{late}**\n\n".encode() + card
        page = page and page.replace(b"<main>", f'<main>\n<p class="warning">{escape(late)}</p>'.encode(), 1)
    as_page = page is not None and request.accept_mimetypes.best_match(["text/markdown", "text/html"]) == "text/html"
    response = _paper(page if page and as_page else card, HTML if as_page else "text/markdown; charset=utf-8")
    response.vary.add("Accept")
    if as_page:
        response.headers["Content-Security-Policy"] = REPORT_POLICY
    return response


@blueprint.route("/v1/models/<version>/report", methods=["GET"])
@blueprint.response(200, {"type": "string"}, content_type="text/html", description="One page with its plots.")
@blueprint.problems(404, 500, 503)
def get_report(version: str) -> Response:
    """The report: skill and its limits, calibration, blind lists, features

    It is built when a model is published, and by `python -m training report`; no scoring depends on it.
    """
    response = _paper(_report(version), HTML)
    response.headers["Content-Security-Policy"] = REPORT_POLICY
    return response


def _overdue_card(version: str) -> str | None:
    """What is said of the card of a model that is older than its bound; bundles from before bounds say nothing, unless
    they are served."""
    if version == kernel().version:
        return bounds.of_kernel(kernel()).overdue(today())
    manifest = storage.read(services().settings.model_dir.parent / version)[0]
    until = manifest.get("good_until")
    return bounds.of_model(version, date.fromisoformat(until)).overdue(today()) if until else None


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


def _report(version: str) -> bytes:
    """The report beside a bundle."""
    page = _beside_bundle(version, REPORT)
    if page is None:
        raise NotFoundError(f"No report of model {version[:100]!r} is here; `python -m training report` builds it.")
    return page


def _beside_bundle(version: str, name: str) -> bytes | None:
    """A page that was built beside a bundle, None without one. Versions are looked up among the folder's own names."""
    folder = services().settings.model_dir
    path = (folder if version == kernel().version else folder.parent / version) / name
    known = version == kernel().version or version in versions.versions(folder.parent)
    return path.read_bytes() if known and path.is_file() else None


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
    return conditional(Response(content, content_type=content_type), etag_of(content))
