"""Stored bills of materials: put, read, and their scores over time."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import orjson
from flask import Response, request, url_for
from sqlalchemy import RowMapping

from service.api.context import answer, services
from service.api.scores import SCHEMAS, Answer, score
from service.api.smorest import BODY_STATUSES, Blueprint
from service.errors import PreconditionError, RequestError
from service.risk.bom import Bom
from service.risk.errors import FieldError, NotFoundError
from service.schemas.answers.score import ScoreSchema
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
from service.store.boms import ChangedError, Scored, etag_of

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
    answered = score(replace(bom, bom_id=_same(bom_id, bom.bom_id)))
    scored = _scored(bom_id, bom.name, answered)
    store = services().store
    try:
        created = store.put(scored, datetime.now(UTC), _allows)
    except ChangedError as error:
        words = "The stored BOM is another than the headers ask for, or there is none: GET it and decide again."
        raise PreconditionError(words) from error
    etag, body = scored.etag, answered.body(view)
    kept = store.answer(bom_id)
    if kept and scored.receipt.encode() in kept[1]:  # an unchanged receipt keeps the answer and ETag that pollers hold
        etag, body = kept[0], kept[1] if view is View.FULL else body
    response = answer(body, 201 if created else 200)
    response.set_etag(etag)
    response.headers["Location"] = url_for("boms.get_bom", bom_id=bom_id)
    return response


@blueprint.route("/v1/boms", methods=["GET"])
@blueprint.arguments(BomPageQuery(), location="query")
@blueprint.response(200, BomPageSchema)
@blueprint.problems(500, 503)
def list_boms(query: dict[str, Any]) -> Response:
    """Current scores of every stored BOM, in the order of their ids"""
    limit = query.get("limit", DEFAULT_PAGE)
    rows = services().store.current(limit + 1, query.get("after", ""))
    following = {"limit": limit, "after": rows[limit - 1]["bom_id"]} if len(rows) > limit else None
    return answer({"items": [_dump_current(row) for row in rows[:limit]], "next": _next(following)})


@blueprint.route("/v1/boms/<bom_id>", methods=["GET"], parameters=PATH_ID)
@blueprint.response(200, StoredBomSchema)
@blueprint.problems(404, 500, 503)
def get_bom(bom_id: str) -> Response:
    """A stored BOM, as it was put"""
    row = services().store.bom(bom_id) if _possible(bom_id) else None
    if row is None:
        raise _unknown(bom_id)
    return answer(_stored(row))


def _stored(row: RowMapping) -> dict[str, Any]:
    stored = {name: row[name] for name in ("bom_id", "created_at", "updated_at")}
    return stored | {"bom": orjson.Fragment(row["document"])}


def _allows(row: RowMapping | None) -> bool:
    """Whether the request's preconditions (RFC 9110, section 13) hold for what is stored."""
    named = () if row is None else (row["etag"], etag_of(encode(_stored(row))))
    asked, unwanted = request.if_match, request.if_none_match
    if asked and not any(map(asked.contains, named)):
        return False
    return not (unwanted and any(map(unwanted.contains_weak, named)))


@blueprint.route("/v1/boms/<bom_id>/score", methods=["GET"], parameters=PATH_ID)
@blueprint.doc(parameters=CONDITIONAL)
@blueprint.response(200, ScoreSchema, headers=ETAG)
@blueprint.alt_response(304, "NOT_MODIFIED", success=True)
@blueprint.problems(404, 500, 503)
def get_score(bom_id: str) -> Response:
    """The current score of a stored BOM, cheap to poll

    Nothing is computed. Send the ETag back in If-None-Match: while the score stands, an empty 304 answers.
    """
    store = services().store
    if request.if_none_match and _possible(bom_id):
        etag = store.etag(bom_id)
        if etag and request.if_none_match.contains(etag):
            return Response(status=304, headers={"ETag": f'"{etag}"', "Cache-Control": "no-cache"})
    kept = store.answer(bom_id) if _possible(bom_id) else None
    if kept is None:
        raise _unknown(bom_id)
    return answer(kept[1])


@blueprint.route("/v1/boms/<bom_id>/scores", methods=["GET"], parameters=PATH_ID)
@blueprint.arguments(HistoryQuery(), location="query")
@blueprint.response(200, HistoryPageSchema)
@blueprint.problems(404, 500, 503)
def get_history(query: dict[str, Any], bom_id: str) -> Response:
    """Every score that a stored BOM has had, newest first"""
    limit = query.get("limit", DEFAULT_PAGE)
    store = services().store
    if not _possible(bom_id) or store.etag(bom_id) is None:
        raise _unknown(bom_id)
    rows = store.history(bom_id, limit + 1, query.get("before"))
    following = {"limit": limit, "before": rows[limit - 1]["point"]} if len(rows) > limit else None
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


def _scored(bom_id: str, name: str | None, answered: Answer) -> Scored:
    result = answered.result
    low, high = result.interval or (None, None)
    numbers = {"score": result.score, "probability": result.probability, "low": low, "high": high}
    numbers["percentile"] = result.percentile
    words = {
        "status": str(result.status),
        "band": result.band,
        "model_version": result.model.version,
        "event": result.event,
    }
    summary = {name: None if value is None else float(value) for name, value in numbers.items()}
    document = request.get_data().removeprefix(b"\xef\xbb\xbf")
    lines = {"unread": result.coverage.unread, "unread_may_hold": result.coverage.unread_may_hold}
    kept = summary | words | lines | {"as_of": result.as_of}
    return Scored(bom_id, name, document, result.receipt, answered.body(View.FULL), kept)


def _next(query: dict[str, Any] | None) -> str | None:
    return None if query is None else f"{request.path}?{urlencode(query)}"


def _unknown(bom_id: str) -> NotFoundError:
    return NotFoundError(f"No BOM {bom_id[:100]!r} is stored; PUT it first.")
