"""Scores of a stored BOM: that of today or of another day, and the history."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import groupby, islice
from typing import Any, NamedTuple

from flask import Response, request
from sqlalchemy import RowMapping

from service.api.context import answer, kernel, services, tenant, today
from service.api.protocol import polling
from service.api.protocol.polling import polled, unchanged
from service.api.receipts import signed
from service.api.scores import SCHEMAS, Asked, answered
from service.api.series import flat
from service.api.smorest import Blueprint
from service.api.stored import ids, paging
from service.api.stored.boms import ONE, PATH
from service.api.stored.bundles import kernel_of_version
from service.api.stored.current import current, document_of, etag_for, kept_of, state_now, state_of, unknown
from service.errors import RequestError
from service.risk.errors import BomError, FieldError
from service.risk.purchase.receipt import issued_again
from service.schemas.queries import View
from service.schemas.serialise import dumper
from service.schemas.stored.queries import DEFAULT_PAGE, HistoryQuery, ScoreQuery, SpanQuery
from service.schemas.stored.rows import HistoryPageSchema, PointSchema
from service.store.boms import KNOWN, stamp_of

FIRST_COLUMNS = ("time", "as_of", "revision")
COLUMNS = [*FIRST_COLUMNS, *flat.columns_of(PointSchema(), *FIRST_COLUMNS, "receipt")]
IN_QUERY = {f"/{name}": f"?{name}" for name in ("as_of", "known_at")}
CHUNK, MOST_ROWS = 500, 20_000

blueprint = Blueprint("bom_scores", __name__, description="Scores of stored BOMs, today's and earlier ones.")
_dump_point = dumper(PointSchema())


@blueprint.route(f"{PATH}/score", methods=["GET"], **ONE)
@blueprint.arguments(ScoreQuery(), location="query")
@blueprint.response(200, SCHEMAS)
@blueprint.problems(404, 500, 503)
def get_score(query: dict[str, Any], bom_id: str) -> Response:
    """The score of a stored BOM as of today, cheap to poll

    It is computed and kept where day, model, evidence, register or what is confirmed of a part changed, and else read.
    Send its ETag back in If-None-Match: while the score stands, an empty 304 answers, and nothing is computed or read.
    `as_of` answers for another day, `known_at` with what was known by an earlier day, `model` by another bundle that
    lies whole beside the one that is served. Nothing of these is kept.
    """
    row = _head(bom_id)
    asked = _Asked(query["view"], query.get("as_of") or today(), query.get("known_at"), query.get("model"))
    if request.if_none_match.contains(etag := asked.etag(row)):
        return polled(Response(status=304), etag)
    return _today(bom_id, asked.view) if asked.is_current else _another(bom_id, asked)


def _head(bom_id: str) -> RowMapping:
    row = services().store.head(tenant(), bom_id) if ids.possible(bom_id) else None
    if row is None:
        raise unknown(bom_id)
    return row


class _Asked(NamedTuple):
    """Which score of a BOM is asked for: of a day, with what was known by then or earlier, by a model's version."""

    view: View
    day: date
    known_at: date | None
    model: str | None

    @property
    def is_current(self) -> bool:
        """Whether it is the one that is kept."""
        return self.day == today() and self.earlier is None and self.model in (None, kernel().version)

    @property
    def earlier(self) -> date | None:
        """The day by which everything was known, where that isn't the day itself."""
        return None if self.known_at == self.day else self.known_at

    def etag(self, row: RowMapping) -> str:
        return etag_for(row, state_of(kernel_of_version(self.model)), self.day, self.view, self.earlier)


def _today(bom_id: str, view: View) -> Response:
    row = current(bom_id).row
    kept = services().store.answer(tenant(), bom_id, view)
    if kept is None:  # it was deleted in between
        raise unknown(bom_id)
    return polled(answer(kept, etag=etag_for(row, state_now(), row["as_of"], view)))


def _another(bom_id: str, asked: _Asked) -> Response:
    """Another score than the current one, which nobody keeps."""
    row, raw = kept_of(bom_id)
    bom = replace(document_of(raw, bom_id), as_of=asked.day, known_at=asked.earlier)
    try:
        scored = answered(Asked.from_bom(bom), asked.view, kernel_of_version(asked.model))
    except BomError as error:
        faults = [replace(one, pointer=IN_QUERY.get(one.pointer, one.pointer)) for one in error.errors]
        raise BomError(error.detail, faults) from error
    return polled(answer(scored.body(asked.view), etag=asked.etag(row)))


@blueprint.route(f"{PATH}/scores", methods=["GET"], **ONE)
@blueprint.arguments(HistoryQuery(), location="query")
@blueprint.response(200, HistoryPageSchema)
@blueprint.problems(404, 500, 503)
def get_history(query: dict[str, Any], bom_id: str) -> Response:
    """The scores that a stored BOM has had: one a day and revision, the newest first"""
    held = _mark(bom_id)
    kept_by_client = unchanged(held)
    if kept_by_client is not None:
        return kept_by_client
    limit = query.get("limit", DEFAULT_PAGE)
    after = _point(paging.position(query["after"])) if "after" in query else None
    rows = list(islice(_stepped(bom_id, query, after), limit + 1))
    following = None
    if len(rows) > limit:
        last = rows[limit - 1]
        following = paging.next_path([last["as_of"].isoformat(), last["revision"]])
    kept = services().store.receipts(tenant(), bom_id) if query.get("receipts") else {}
    return polled(answer({"items": [_shown(row, kept) for row in rows[:limit]], "next": following}, etag=held))


def _mark(bom_id: str) -> str:
    """An ETag for the history of a BOM, from two numbers. Raises ``NotFoundError`` where nothing is stored."""
    return polling.etag(tenant(), stamp_of(_head(bom_id)), *services().store.points_mark(tenant(), bom_id))


def _shown(row: RowMapping, kept: Mapping[tuple[int, int], str]) -> dict[str, Any]:
    """A point, with its receipt where receipts are ``kept``."""
    point: dict[str, Any] = _dump_point(_timed(row))
    receipt = kept.get((row["revision"], row["confirmed"]))
    if receipt is not None:
        state = {name: row[name] for name in KNOWN}
        point["receipt"] = signed(issued_again(receipt, row["as_of"], state))
    return point


def _timed(row: RowMapping) -> dict[str, Any]:
    return {**row, "time": flat.first_moment(row["as_of"])}


@blueprint.route(f"{PATH}/scores.csv", methods=["GET"], **ONE)
@blueprint.arguments(SpanQuery(), location="query")
@blueprint.response(200, {"type": "string"}, content_type="text/csv", description="As `scores`, all of it.")
@blueprint.problems(404, 500, 503)
def get_history_file(query: dict[str, Any], bom_id: str) -> Response:
    """The scores that a stored BOM has had, as CSV, the newest first"""
    held = _mark(bom_id)
    kept = unchanged(held)
    if kept is not None:
        return kept
    rows = list(islice(_stepped(bom_id, query, None), MOST_ROWS + 1))
    if len(rows) > MOST_ROWS:
        words = f"There are more than {MOST_ROWS:,} points: ask for a shorter span, or for step=week."
        raise RequestError("The history is too long for one file.", [FieldError("?from", "too_many", words)])
    return flat.file(COLUMNS, (_dump_point(_timed(row)) for row in rows), held)


def _stepped(bom_id: str, query: dict[str, Any], after: tuple[date, int] | None) -> Iterator[RowMapping]:
    """Points from behind ``after``, of each step the last."""
    points = _points(bom_id, query.get("start"), query.get("end"), after)
    step = query.get("step", "day")
    if step == "day":
        return points
    seen = after and _bucket(after[0], step)
    buckets = groupby(points, lambda row: _bucket(row["as_of"], step))
    return (next(rows) for bucket, rows in buckets if bucket != seen)


def _bucket(day: date, step: str) -> tuple[int, int]:
    return (day.year, day.month) if step == "month" else day.isocalendar()[:2]


def _points(bom_id: str, first: date | None, last: date | None, after: tuple[date, int] | None) -> Iterator[RowMapping]:
    while True:
        rows = services().store.history(tenant(), bom_id, CHUNK, after, first, last)
        yield from rows
        if len(rows) < CHUNK:
            return
        after = rows[-1]["as_of"], rows[-1]["revision"]


def _point(where: Any) -> tuple[date, int]:
    try:
        day, revision = where
        return date.fromisoformat(day), paging.revision(revision)
    except (ValueError, TypeError) as error:
        raise paging.refused(f"It holds no point: {paging.ASK_NEXT}") from error
