"""Many BOMs at once: pages with filters, in an order that stays while rows change, and which scores are out of date."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    and_,
    bindparam,
    exists,
    func,
    or_,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite

from service.store.database import Transaction
from service.store.schema import boms, facets, marks, states
from service.store.scores import BESIDE, NUMBERS

LISTED = ("id", "bom_id", "name", "tags", "revision", "confirmed", "changed_at", "scored_at", "as_of")
OF_SCORE = ("scored_revision", "scored_confirmed", "data_ages", *NUMBERS, *BESIDE)
OF_STATE = ("digest", "model_version", "event")
SORTED_BY: dict[str, Column[Any]] = {"bom_id": boms.c.bom_id, "score": boms.c.rank, "changed": boms.c.changed_at}
FEW = 500
NONE: Mapping[str, Collection[int]] = MappingProxyType({})
FACETS = ("tag", "element", "country", "measure", "supplier")
_MARK = select(marks.c.mark).where(marks.c.tenant == bindparam("tenant"))
"""Made once: to make a statement takes longer than SQLite takes to answer this one."""


@dataclass(frozen=True)
class Filters:
    """Which BOMs: all that meet every one that is given. ``unread`` is whether some line couldn't be read."""

    tag: str | None = None
    element: str | None = None
    country: str | None = None
    measure: str | None = None
    supplier: str | None = None
    band: str | None = None
    min_score: float | None = None
    unread: bool | None = None
    changed_since: datetime | None = None


class Order(NamedTuple):
    """``by`` is a key of ``SORTED_BY``; equal ones stand in the order of their ids."""

    by: str = "bom_id"
    descending: bool = False


class Position(NamedTuple):
    """A row's place in an order: what it is sorted by, and its id. Nothing here counts what other tenants store."""

    value: Any
    bom_id: str


class Today(NamedTuple):
    """What a score of today hangs on beside its BOM: the digest of the state, and the day."""

    state: str
    day: date


class Lists:
    """Reads many BOMs of one database."""

    def __init__(self, reading: Transaction) -> None:
        self._reading = reading

    def page(
        self,
        tenant: str,
        filters: Filters,
        order: Order,
        limit: int,
        after: Position | None = None,
        until: datetime | None = None,
    ) -> list[RowMapping]:
        """Rows with their current scores, at most ``limit``, from behind ``after``; those that haven't changed since
        ``until`` where it is given."""
        with self._reading() as connection:
            query = listed(tenant, filters, _rare(connection, tenant, filters))
            if after is not None:
                query = query.where(_behind(order, after))
            if until is not None:  # coalesced, no index of it takes the place of the order's
                query = query.where(func.coalesce(boms.c.changed_at, until) <= until)
            query = query.order_by(*_ordered(order)).limit(limit)
            return list(connection.execute(query).mappings())

    def count(self, tenant: str, filters: Filters, stale: Today | None = None, after: str = "") -> int:
        """How many BOMs there are; with ``stale`` those whose score isn't today's."""
        query = select(func.count()).select_from(boms).join(states, isouter=True)
        query = query.where(*conditions(tenant, filters), boms.c.bom_id > after)
        if stale is not None:
            query = query.where(out_of_date(stale))
        with self._reading() as connection:
            return int(connection.execute(query).scalar_one())

    def mark(self, tenant: str) -> str | None:
        """What changes whenever a row of a tenant's lists or a point of theirs does; ``None`` before the first."""
        with self._reading() as connection:
            mark: str | None = connection.execute(_MARK, {"tenant": tenant}).scalar()
        return mark

    def stale(self, tenant: str, filters: Filters, today: Today, limit: int, after: str = "") -> list[str]:
        """Ids of BOMs whose score isn't today's, in their order, at most ``limit``, from behind ``after``."""
        query = select(boms.c.bom_id).join_from(boms, states, isouter=True)
        query = query.where(*conditions(tenant, filters), out_of_date(today), boms.c.bom_id > after)
        with self._reading() as connection:
            return list(connection.execute(query.order_by(boms.c.bom_id).limit(limit)).scalars())

    def tenants(self) -> list[str]:
        """Everybody who keeps a BOM."""
        with self._reading() as connection:
            return list(connection.execute(select(boms.c.tenant).distinct().order_by(boms.c.tenant)).scalars())


def renew_mark(connection: Connection, tenant: str) -> None:
    """Let everybody who polls a tenant's lists know that something changed. The last thing that a transaction does:
    others that change what is the tenant's wait from here on.

    Drawn, not counted: a database that was restored and goes on from there gives no mark again.
    """
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    fresh = {"mark": uuid.uuid4().hex}
    put = dialect.insert(marks).values(tenant=tenant, **fresh)
    connection.execute(put.on_conflict_do_update(index_elements=["tenant"], set_=fresh))


def listed(tenant: str, filters: Filters, rare: Mapping[str, Collection[int]] = NONE) -> Select[Any]:
    """Rows of a tenant's BOMs that the filters leave, with their current scores, in no order."""
    names = (*LISTED, *OF_SCORE, "rank")
    columns = [*(boms.c[name] for name in names), *(states.c[name] for name in OF_STATE)]
    return select(*columns).join_from(boms, states, isouter=True).where(*conditions(tenant, filters, rare))


def _rare(connection: Connection, tenant: str, filters: Filters) -> dict[str, list[int]]:
    """By kinds of facets that few BOMs have as asked, these BOMs: they are looked up one by one. The other kinds are
    looked up for each BOM."""
    rare = {}
    for kind in FACETS:
        value = getattr(filters, kind)
        if value is not None:
            some = list(connection.execute(select(facets.c.bom).where(*_of(tenant, kind, value)).limit(FEW)).scalars())
            if len(some) < FEW:
                rare[kind] = some
    return rare


def _of(tenant: str, kind: str, value: str) -> list[ColumnElement[bool]]:
    return [facets.c.tenant == tenant, facets.c.kind == kind, facets.c.value == value]


def conditions(tenant: str, filters: Filters, rare: Mapping[str, Collection[int]] = NONE) -> list[ColumnElement[bool]]:
    """What is true of a tenant's BOMs that the filters leave. Of ``rare`` kinds they are known."""
    # Coalesced, no index of the tenant's BOMs takes the place of the look-up of those that are known.
    all_of = [(func.coalesce(boms.c.tenant, tenant) if rare else boms.c.tenant) == tenant]
    for kind in FACETS:
        value = getattr(filters, kind)
        if value is not None:
            looked_up = exists().where(*_of(tenant, kind, value), facets.c.bom == boms.c.id)
            all_of.append(boms.c.id.in_(rare[kind]) if kind in rare else looked_up)
    if filters.band is not None:
        all_of.append(boms.c.band == filters.band)
    if filters.min_score is not None:
        all_of.append(boms.c.rank >= filters.min_score)
    if filters.unread is not None:
        some = boms.c.unread > 0
        all_of.append(some if filters.unread else func.coalesce(boms.c.unread, 0) == 0)
    if filters.changed_since is not None:
        all_of.append(boms.c.changed_at >= filters.changed_since)
    return all_of


def out_of_date(today: Today) -> ColumnElement[bool]:
    """Whether a BOM's current score isn't today's; as ``is_today`` in the API, in SQL."""
    return or_(
        boms.c.as_of.is_(None),
        boms.c.as_of != today.day,
        states.c.digest.is_(None),
        states.c.digest != today.state,
        boms.c.scored_revision != boms.c.revision,
        boms.c.scored_confirmed != boms.c.confirmed,
    )


def _behind(order: Order, after: Position) -> ColumnElement[bool]:
    by: ColumnElement[Any] = SORTED_BY[order.by]
    if order.by == "bom_id":
        behind: ColumnElement[bool] = by < after.value if order.descending else by > after.value
        return behind
    if order.descending:
        return and_(by <= after.value, or_(by < after.value, boms.c.bom_id < after.bom_id))
    return and_(by >= after.value, or_(by > after.value, boms.c.bom_id > after.bom_id))


def _ordered(order: Order) -> list[ColumnElement[Any]]:
    columns = [SORTED_BY[order.by]] if order.by == "bom_id" else [SORTED_BY[order.by], boms.c.bom_id]
    return [column.desc() if order.descending else column.asc() for column in columns]
