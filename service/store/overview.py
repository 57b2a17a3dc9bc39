"""What a page over all stored BOMs shows besides their list: numbered pages, filters with counts, trends.

Each method takes as many queries for a thousand BOMs as for one.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Column, RowMapping, Select, func, select

from service.store.database import Transaction
from service.store.lists import FACETS, Filters, conditions, listed
from service.store.schema import boms, facets, points

ORDERS: dict[str, Column[Any]] = {
    "score": boms.c.rank, "name": boms.c.name, "unread": boms.c.unread, "scored": boms.c.scored_at
}  # fmt: skip


@dataclass(frozen=True)
class Overview:
    """Reads the BOMs of one database."""

    reading: Transaction

    def rows(
        self, tenant: str, filters: Filters, order: str, limit: int, offset: int = 0, *, descending: bool = True,
        without_band: bool = False,
    ) -> list[RowMapping]:  # fmt: skip
        """Rows with their current scores, at most ``limit`` from behind ``offset``, by a key of ``ORDERS``; only those
        ``without_band`` where that is asked."""
        by = ORDERS[order]
        query = listed(tenant, filters).order_by((by.desc() if descending else by.asc()).nulls_last(), boms.c.bom_id)
        if without_band:
            query = query.where(boms.c.band.is_(None))
        with self.reading() as connection:
            return list(connection.execute(query.limit(limit).offset(offset)).mappings())

    def values(self, tenant: str, filters: Filters, most: int) -> dict[str, list[tuple[str, int]]]:
        """By kind of ``FACETS``, the values that most BOMs have. Each has the number there would be if that value were
        wanted instead of the one that is."""
        own = {kind: _without(filters, kind) for kind in FACETS if getattr(filters, kind) is not None}
        counts: dict[str, list[tuple[str, int]]] = {kind: [] for kind in FACETS}
        with self.reading() as connection:
            for kind, value, count in connection.execute(_values(tenant, filters, set(FACETS) - own.keys(), most)):
                counts[kind].append((value, count))
            for kind, others in own.items():
                for _, value, count in connection.execute(_values(tenant, others, {kind}, most)):
                    counts[kind].append((value, count))
        return counts

    def trends(self, ids: Collection[int], since: date) -> dict[int, list[tuple[date, float | None]]]:
        """Scores of BOMs by day, oldest first, since a day. ``ids`` are numbers of rows."""
        query = select(points.c.bom, points.c.as_of, points.c.score)
        query = query.where(points.c.bom.in_(sorted(ids)), points.c.as_of >= since)
        by_row: dict[int, list[tuple[date, float | None]]] = {}
        with self.reading() as connection:
            for bom, day, score in connection.execute(query.order_by(points.c.bom, points.c.as_of, points.c.revision)):
                by_row.setdefault(bom, []).append((day, score))
        return by_row


def _without(filters: Filters, kind: str) -> Filters:
    return Filters(**{name: value for name, value in vars(filters).items() if name != kind})


def _values(tenant: str, filters: Filters, kinds: Collection[str], most: int) -> Select[Any]:
    """Kind, value and how many BOMs that the filters leave have it, most first."""
    mine = select(boms.c.id).where(*conditions(tenant, filters))
    count = func.count().label("count")
    rank = func.row_number().over(partition_by=facets.c.kind, order_by=(count.desc(), facets.c.value)).label("rank")
    counted = (
        select(facets.c.kind, facets.c.value, count, rank)
        .where(facets.c.tenant == tenant, facets.c.kind.in_(sorted(kinds)), facets.c.bom.in_(mine))
        .group_by(facets.c.kind, facets.c.value)
        .subquery()
    )
    query = select(counted.c.kind, counted.c.value, counted.c["count"]).where(counted.c.rank <= most)
    return query.order_by(counted.c.rank)
