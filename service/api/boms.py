"""Stored bills of materials: put, read, and their scores over time."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import orjson
from flask import Response, request, url_for
from sqlalchemy import RowMapping
from werkzeug.datastructures import ETags

from service.api.context import answer, document, services, tenant
from service.api.receipts import verified
from service.api.scores import SCHEMAS, Answer, score
from service.api.smorest import BODY_STATUSES, Blueprint
from service.errors import PreconditionError, RequestError
from service.risk.answer import Score
from service.risk.bom import Bom
from service.risk.errors import FieldError, NotFoundError
from service.schemas.bom import BOM_ID, BomSchema
from service.schemas.queries import BomPageQuery, HistoryQuery, View, ViewQuery
from service.schemas.serialise import dumper, encode
from service.schemas.stored import (
    BomPageSchema,
    CurrentScoreSchema,
    HistoryPageSchema,
    PointSchema,
    StoredBomSchema,
)
from service.store.boms import ChangedError, Document, etag_of, stamp_of
from service.store.scores import Scored, State

DEFAULT_PAGE = 50
PATH_ID = [{"in": "path", "name": "bom_id", "schema": {"type": "string", "pattern": f"^{BOM_ID}$"}}]
PRECONDITIONS = [{"in": "header", "name": name, "schema": {"type": "string"}} for name in ("If-Match", "If-None-Match")]
CONDITIONAL = [{"in": "header", "name": "If-None-Match", "schema": {"type": "string"}}]
ETAG = {"ETag": {"description": "Strong.", "schema": {"type": "string"}}}

blueprint = Blueprint("boms", __name__, description="Store bills of materials and follow their scores.")
_dump_current = dumper(CurrentScoreSchema())
_dump_point = dumper(PointSchema())


@blueprint.route("/v1/boms/<bom_id>", methods=["PUT"], parameters=PATH_ID)
@blueprint.doc(parameters=PRECONDITIONS)
@blueprint.arguments(ViewQuery(), location="query")
@blueprint.arguments(BomSchema())
@blueprint.response(200, SCHEMAS, description="Stored before; scored again.", headers=ETAG)
@blueprint.alt_response(201, schema=SCHEMAS, description="Stored and scored.", headers=ETAG, success=True)
@blueprint.problems(*BODY_STATUSES, 412, 500, 503)
def put_bom(view: View, bom: Bom, bom_id: str) -> Response:
    """Store a bill of materials and score it

    Idempotent: putting the same BOM again on the same day adds nothing to its history. With `If-None-Match: *` it is
    only stored where nothing is, with `If-Match` only over the BOM or score whose ETag that names; else 412.
    """
    store = services().store
    bom = replace(bom, bom_id=_same(bom_id, bom.bom_id))
    changes = store.parts.changes(tenant())
    answered = score(bom)
    scored = _scored(answered)
    counts = Counter(line.part_number for line in bom.lines if line.part_number)
    try:
        created = store.put(
            tenant(),
            Document(bom_id, bom.name, document(), counts),
            [scored],
            datetime.now(UTC),
            changes=changes,
            allows=_allows,
        )
    except ChangedError as error:
        words = "The stored BOM is another than the headers ask for, or there is none: GET it and decide again."
        raise PreconditionError(words) from error
    row = store.bom(tenant(), bom_id)
    response = answer(answered.body(view), 201 if created else 200)
    if row is not None:  # else it was deleted in between
        response.set_etag(_score_etag(row, view))
    response.headers["Location"] = url_for("boms.get_bom", bom_id=bom_id)
    return response


@blueprint.route("/v1/boms", methods=["GET"])
@blueprint.arguments(BomPageQuery(), location="query")
@blueprint.response(200, BomPageSchema)
@blueprint.problems(500, 503)
def list_boms(query: dict[str, Any]) -> Response:
    """Current scores of every stored BOM, in the order of their ids"""
    limit = query.get("limit", DEFAULT_PAGE)
    rows = services().store.current(tenant(), limit + 1, query.get("after", ""))
    following = {"limit": limit, "after": rows[limit - 1]["bom_id"]} if len(rows) > limit else None
    return answer({"items": [_dump_current(row) for row in rows[:limit]], "next": _next(following)})


@blueprint.route("/v1/boms/<bom_id>", methods=["GET"], parameters=PATH_ID)
@blueprint.response(200, StoredBomSchema)
@blueprint.problems(404, 500, 503)
def get_bom(bom_id: str) -> Response:
    """A stored BOM, as it was put"""
    kept = services().store.document(tenant(), bom_id) if _possible(bom_id) else None
    if kept is None:
        raise _unknown(bom_id)
    row, document = kept
    body = encode(_stored(row) | {"bom": orjson.Fragment(document)})
    return answer(body, etag=f"{stamp_of(row)}.{etag_of(body)[:12]}")


def _stored(row: RowMapping) -> dict[str, Any]:
    return {name: row[name] for name in ("bom_id", "revision", "created_at", "updated_at")}


def _allows(row: RowMapping | None) -> bool:
    """Whether the request's preconditions (RFC 9110, section 13) hold for what is stored: an ETag of the BOM or of one
    of its scores names the revision that it is of."""
    asked, unwanted = request.if_match, request.if_none_match
    if asked and not _names(asked, row):
        return False
    return not (unwanted and _names(unwanted, row, weak=True))


def _names(etags: ETags, row: RowMapping | None, *, weak: bool = False) -> bool:
    if row is None or etags.star_tag:
        return row is not None
    named = etags.as_set(include_weak=weak)
    return stamp_of(row) in {etag.partition(".")[0] for etag in named}


def _score_etag(row: RowMapping, view: View) -> str:
    """Of the current score: which BOM, which revision, and what else it was computed from."""
    of = f"{row['digest']} {row['as_of']} {row['scored_confirmed']} {view}"
    return f"{stamp_of(row, row['scored_revision'])}.{etag_of(of.encode())[:12]}"


@blueprint.route("/v1/boms/<bom_id>/score", methods=["GET"], parameters=PATH_ID)
@blueprint.doc(parameters=CONDITIONAL)
@blueprint.arguments(ViewQuery(), location="query")
@blueprint.response(200, SCHEMAS, headers=ETAG)
@blueprint.alt_response(304, "NOT_MODIFIED", success=True)
@blueprint.problems(404, 500, 503)
def get_score(view: View, bom_id: str) -> Response:
    """The current score of a stored BOM, cheap to poll

    Nothing is computed. Send the ETag back in If-None-Match: while the score stands, an empty 304 answers.
    """
    store = services().store
    row = store.bom(tenant(), bom_id) if _possible(bom_id) else None
    if row is None:
        raise _unknown(bom_id)
    etag = _score_etag(row, view)
    if request.if_none_match.contains(etag):
        return Response(status=304, headers={"ETag": f'"{etag}"', "Cache-Control": "no-cache"})
    kept = store.answer(tenant(), bom_id, view)
    if kept is None:
        raise _unknown(bom_id)
    return answer(kept, etag=etag)


@blueprint.route("/v1/boms/<bom_id>/scores", methods=["GET"], parameters=PATH_ID)
@blueprint.arguments(HistoryQuery(), location="query")
@blueprint.response(200, HistoryPageSchema)
@blueprint.problems(404, 500, 503)
def get_history(query: dict[str, Any], bom_id: str) -> Response:
    """Every score that a stored BOM has had, newest first"""
    limit = query.get("limit", DEFAULT_PAGE)
    store = services().store
    if not _possible(bom_id) or store.bom(tenant(), bom_id) is None:
        raise _unknown(bom_id)
    rows = store.history(tenant(), bom_id, limit + 1, query.get("before"))
    last = rows[limit - 1] if len(rows) > limit else None
    following = last and {"limit": limit, "before": f"{last['as_of']}.{last['revision']}"}
    return answer({"items": [_dump_point(row) for row in rows[:limit]], "next": _next(following)})


def _same(in_path: str, in_body: str | None) -> str:
    if not _possible(in_path):
        words = "Use letters, digits and . _ : - in the path, at most 100, starting with a letter or digit."
        raise RequestError(words, [FieldError("?bom_id", "pattern", words)])
    if in_body not in (None, in_path):
        words = f"Leave it out, or give {in_path!r} as in the path."
        raise RequestError("The body is another BOM's.", [FieldError("/bom_id", "mismatch", words)])
    return in_path


def _possible(bom_id: str) -> bool:
    return re.fullmatch(BOM_ID, bom_id) is not None


def _scored(answered: Answer) -> Scored:
    result = answered.result
    low, high = result.interval or (None, None)
    floats = {"score": result.score, "low": low, "high": high, "percentile": result.percentile}
    numbers: dict[str, Any] = {name: None if value is None else float(value) for name, value in floats.items()}
    numbers |= {"status": str(result.status), "band": result.band}
    numbers |= {"unread": result.coverage.unread, "unread_may_hold": result.coverage.unread_may_hold}
    return Scored(
        as_of=result.as_of,
        state=_state(result),
        receipt=verified(result.receipt, services().settings.receipt_key),
        numbers=numbers,
        answers={view: answered.body(view) for view in View},
        facets={
            "element": {hazard.element for hazard in result.hazards},
            "country": {source.country for source in result.sources},
            "measure": {entry.measure_id for entry in result.register},
        },
    )


def _state(result: Score) -> State:
    model = result.model
    return State(model.version, model.sha256[:16], result.evidence_revision, result.register_revision, result.event)


def _next(query: dict[str, Any] | None) -> str | None:
    return None if query is None else f"{request.path}?{urlencode(query)}"


def _unknown(bom_id: str) -> NotFoundError:
    return NotFoundError(f"No BOM {bom_id[:100]!r} is stored; PUT it first.")
