"""Stored bills of materials: put, read, tag and delete them, and their revisions."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import orjson
from flask import Response, url_for
from sqlalchemy import RowMapping

from service.api.context import answer, document, key_name, services, tenant, today
from service.api.protocol.budget import Budget
from service.api.receipts import signed
from service.api.scores import SCHEMAS, Asked, WholeAnswer, score, work_of
from service.api.smorest import BODY_STATUSES, Blueprint
from service.api.stored import ids, paging, preconditions
from service.api.stored.current import etag_for, kept_of, scored_of, unknown
from service.risk.bom import Bom
from service.risk.errors import BomError, FieldError, NotFoundError
from service.risk.purchase.work import MOST_WORK
from service.schemas.bom import BomSchema
from service.schemas.queries import View, ViewQuery
from service.schemas.stored.queries import DEFAULT_PAGE, RevisionPageQuery, TagsSchema
from service.schemas.stored.rows import RevisionPageSchema, StoredBomSchema, TaggedSchema, WholeRevisionSchema
from service.store.boms import Allows, Also, BomDocument, anything, nothing
from service.store.scores import Scored

PATH = "/v1/boms/<id:bom_id>"
ONE: dict[str, Any] = {"parameters": ids.IN_PATH, "merge_slashes": False}
REVISION = "[1-9][0-9]{0,8}"
NUMBER = {"in": "path", "name": "revision", "schema": {"type": "string", "pattern": f"^{REVISION}$"}}

blueprint = Blueprint("boms", __name__, description="Store bills of materials and follow their scores.")


@blueprint.route(PATH, methods=["PUT"], **ONE)
@blueprint.headers("If-Match", "If-None-Match")
@blueprint.arguments(ViewQuery(), location="query")
@blueprint.arguments(BomSchema())
@blueprint.response(200, SCHEMAS, description="Stored before; scored again.")
@blueprint.stored(201, SCHEMAS, description="Stored and scored.")
@blueprint.problems(*BODY_STATUSES, 412, 500, 503)
def put_bom(view: View, bom: Bom, bom_id: str) -> Response:
    """Store a bill of materials and score it

    Idempotent: the same content again is no other revision, and the same day has one score of each. With
    `If-None-Match: *` it is only stored where nothing is, with `If-Match` only over the revision whose ETag, or that of
    a score of it, is named; else 412. With `as_of` in the past the answer and a point of history are of that day, and
    the current score is that of today.
    """
    store = services().store
    bom = replace(bom, bom_id=ids.same(bom_id, bom.bom_id))
    if bom.as_of not in (None, today()):
        _check_both(Asked.from_bom(bom))
    with preconditions.of_request(bom_id) as allows:
        changes = store.parts.changes(tenant())
        answered = score(bom)
        created, scored = keep(bom, document(), answered, changes, allows)
    response = answer(answered.body(view), 201 if created else 200)
    row = store.bom(tenant(), bom_id)
    if row is not None:  # else it was deleted in between
        response.set_etag(etag_for(row, scored.state, scored.as_of, view))
    response.headers["Location"] = url_for("boms.get_bom", bom_id=bom_id)
    return response


def keep(
    bom: Bom, content: bytes, answered: WholeAnswer, changes: int, allows: Allows = anything, also: Also = nothing
) -> tuple[bool, Scored]:
    """Store a BOM under its id with its score, and that of today where the score is of an earlier day. ``also`` is the
    work that goes with it. True where the BOM is new, with the score as kept. ``changes`` are those of the tenant's
    parts that the score knows. Raises ``ChangedError`` where ``allows`` refuses what is stored."""
    assert bom.bom_id is not None
    scores = [scored_of(answered, bom)]
    if scores[0].as_of != today():
        scores.append(scored_of(score(replace(bom, as_of=None)), bom))
    parts = Counter(line.part_number for line in bom.lines if line.part_number)
    suppliers = Counter(line.supplier for line in bom.lines if line.supplier)
    kept = BomDocument(bom.bom_id, bom.name, content, parts, suppliers)
    now = datetime.now(UTC)
    created = services().store.put(
        tenant(), kept, scores, now, changes=changes, by=key_name(), allows=allows, also=also
    )
    return created, scores[0]


def _check_both(asked: Asked) -> None:
    """Raise ``BomError`` for a BOM of another day whose two scores, of that day and of today, take too much."""
    budget, work = Budget(), work_of(asked)
    if not (budget.fits(work) and budget.fits(work)):
        fix = (
            f"with as_of of another day it is scored for that day and for today, {2 * work:,} units of work together, "
            f"at most {MOST_WORK:,}: leave as_of out, or split the BOM"
        )
        raise BomError("The BOM takes too much work for two days.", [FieldError("/as_of", "too_much_work", fix)])


@blueprint.route(PATH, methods=["GET"], **ONE)
@blueprint.response(200, StoredBomSchema)
@blueprint.problems(404, 500, 503)
def get_bom(bom_id: str) -> Response:
    """A stored BOM, as it was put"""
    body, etag = preconditions.as_stored(*kept_of(bom_id))
    return answer(body, etag=etag)


@blueprint.route(PATH, methods=["DELETE"], **ONE)
@blueprint.headers("If-Match")
@blueprint.response(204, description="Gone, with its revisions, its scores and its history.")
@blueprint.problems(400, 404, 412, 500, 503)
def delete_bom(bom_id: str) -> Response:
    """Delete a BOM with everything that was kept of it

    Its revisions, scores and history can't be brought back. Receipts of its answers still recompute them. What was
    confirmed of parts stays.
    """
    with preconditions.of_request(bom_id) as allows:
        gone = ids.possible(bom_id) and services().store.delete(tenant(), bom_id, allows)
    if not gone:
        raise unknown(bom_id)
    return Response(status=204)


@blueprint.route(f"{PATH}/tags", methods=["PUT"], **ONE)
@blueprint.headers("If-Match")
@blueprint.arguments(TagsSchema(), example={"tags": ["series production", "plant 7"]})
@blueprint.response(200, TaggedSchema)
@blueprint.problems(*BODY_STATUSES, 404, 412, 500, 503)
def put_tags(body: dict[str, Any], bom_id: str) -> Response:
    """Say all the tags of a BOM

    Lists are filtered by them. They make no revision.
    """
    with preconditions.of_request(bom_id) as allows:
        now = datetime.now(UTC)
        kept = ids.possible(bom_id) and services().store.tag(tenant(), bom_id, body["tags"], now, allows)
    if not kept:
        raise unknown(bom_id)
    return answer({"bom_id": bom_id, "tags": sorted(body["tags"])})


@blueprint.route(f"{PATH}/revisions", methods=["GET"], **ONE)
@blueprint.arguments(RevisionPageQuery(), location="query")
@blueprint.response(200, RevisionPageSchema)
@blueprint.problems(404, 500, 503)
def list_revisions(query: dict[str, Any], bom_id: str) -> Response:
    """When a BOM was put and by whom, the newest first"""
    limit, store = query.get("limit", DEFAULT_PAGE), services().store
    before = paging.revision(paging.position(query["after"])) if "after" in query else None
    rows = store.revisions(tenant(), bom_id, limit + 1, before) if ids.possible(bom_id) else []
    if not rows and (before is None or store.bom(tenant(), bom_id) is None):
        raise unknown(bom_id)
    following = paging.next_path(rows[limit - 1]["number"]) if len(rows) > limit else None
    return answer({"items": [_revised(row) for row in rows[:limit]], "next": following})


@blueprint.route(f"{PATH}/revisions/<revision>", methods=["GET"], **ONE | {"parameters": [*ids.IN_PATH, NUMBER]})
@blueprint.response(200, WholeRevisionSchema)
@blueprint.problems(404, 500, 503)
def get_revision(bom_id: str, revision: str) -> Response:
    """A BOM as it was put once"""
    inside = ids.possible(bom_id) and re.fullmatch(REVISION, revision)
    kept = services().store.revision(tenant(), bom_id, int(revision)) if inside else None
    if kept is None:
        raise NotFoundError(f"No revision {revision[:20]} of a BOM {bom_id[:100]!r} is stored.")
    bom = None if kept.document is None else orjson.Fragment(kept.document)
    receipt = None if kept.receipt is None else signed(kept.receipt)
    return answer(_revised(kept.row) | {"bom": bom, "receipt": receipt})


def _revised(row: RowMapping) -> dict[str, Any]:
    return {"revision": row["number"], **{name: row[name] for name in ("name", "put_at", "put_by")}}
