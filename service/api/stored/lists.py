"""``GET /v1/boms``: pages over stored BOMs with their current scores, which stay consistent while BOMs change."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, NamedTuple

import orjson
from flask import Response
from sqlalchemy import RowMapping

from service.api.context import answer, services, tenant, today
from service.api.protocol import polling
from service.api.smorest import Blueprint
from service.api.stored import paging
from service.api.stored.current import is_today, state_or_none
from service.api.stored.filters import filters_in
from service.schemas.serialise import dumper
from service.schemas.stored.queries import BomPageQuery
from service.schemas.stored.rows import BomPageSchema, CurrentScoreSchema
from service.store.lists import SORTED_BY, Filters, Order, Position
from service.store.scores import ScoreState

BEHIND_ALL = "\U0010ffff"
CHANGED = Order("changed")

blueprint = Blueprint("bom_lists", __name__, description="Stored BOMs with their current scores.")
_dump = dumper(CurrentScoreSchema())


class PageStart(NamedTuple):
    """Where a page begins. A walk by score or change ``begun`` at a moment goes over what hasn't changed since; what
    has, ``late``, comes at its end."""

    begun: datetime
    late: bool
    after: Position | None


@blueprint.route("/v1/boms", methods=["GET"])
@blueprint.arguments(BomPageQuery(), location="query")
@blueprint.response(200, BomPageSchema)
@blueprint.problems(500, 503)
def list_boms(query: dict[str, Any]) -> Response:
    """Stored BOMs with their current scores

    By `bom_id`, or by `sort`; all filters that are given hold. No score is computed: `stale` tells which aren't
    today's.
    """
    held = mark()
    kept = polling.unchanged(held)
    if kept is not None:
        return kept
    order, limit = query["order"], query["limit"]
    place = _place(query["after"], order)
    rows, late = _rows(filters_in(query), order, place, limit + 1)
    following = None
    if len(rows) > limit:
        last = rows[limit - 1]
        by = CHANGED if limit > late else order
        where = last[SORTED_BY[by.by].name]
        shown = where.isoformat() if isinstance(where, datetime) else where
        following = paging.next_path([place.begun.isoformat(), limit > late, shown, last["bom_id"]])
    state = state_or_none()
    shown = {"items": [shown_row(row, state) for row in rows[:limit]], "next": following}
    return polling.polled(answer(shown, etag=held))


def mark() -> str:
    """An ETag for what is read of many BOMs of the tenant. It changes with any of them, with what is served, and with
    the day. One row is read for it, however many BOMs there are."""
    state = state_or_none()
    return polling.etag(tenant(), today(), state and state.digest, services().store.lists.mark(tenant()))


def _rows(filters: Filters, order: Order, place: PageStart, limit: int) -> tuple[list[RowMapping], int]:
    """At most ``limit`` rows, and from which on they are those that changed since the walk began."""
    lists = services().store.lists
    if order.by == "bom_id":  # which never changes
        return lists.page(tenant(), filters, order, limit, place.after), limit
    rows = [] if place.late else lists.page(tenant(), filters, order, limit, place.after, until=place.begun)
    behind = place.after if place.late else Position(place.begun, BEHIND_ALL)
    late = lists.page(tenant(), filters, CHANGED, limit - len(rows), behind) if len(rows) < limit else []
    return [*rows, *late], len(rows)


def _place(token: str | None, order: Order) -> PageStart:
    if token is None:
        return PageStart(datetime.now(UTC), late=False, after=None)
    try:
        begun, late, value, bom_id = paging.position(token)
        by = CHANGED if late and order.by != "bom_id" else order
        kinds: dict[str, Any] = {"bom_id": str, "score": float, "changed": datetime.fromisoformat}
        return PageStart(datetime.fromisoformat(begun), bool(late), Position(kinds[by.by](value), str(bom_id)))
    except (ValueError, TypeError) as error:
        raise paging.refused(f"It holds no place in a list: {paging.ASK_NEXT}") from error


def shown_row(row: RowMapping, state: ScoreState | None) -> dict[str, Any]:
    """A row of a list."""
    stale = state is None or not is_today(row, state, today())
    shown: dict[str, Any] = _dump({**row, "tags": orjson.Fragment(row["tags"]), "stale": stale, "data_ages": None})
    if row["data_ages"] is not None:
        shown["data_ages"] = orjson.Fragment(row["data_ages"])
    return shown
