"""What was confirmed of parts, in and out of the database. Every method takes the tenant whose rows it may see.

A change of a part puts the current scores of the BOMs that name it out of date, in the same transaction.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from service.store import room
from service.store.database import Transaction
from service.store.lists import renew_mark
from service.store.room import check_room
from service.store.schema import boms, confirmations, facets, parts


@dataclass(frozen=True)
class ConfirmedPart:
    """A part with what was confirmed of it: ``reading`` is canonical JSON."""

    part_number: str
    reading: str
    confirmed_by: str
    note: str | None = None


TOO_MANY = "A tenant may keep {most} confirmed parts: DELETE those that aren't needed any more."


class Parts:
    """The parts of one database."""

    def __init__(self, reading: Transaction, writing: Transaction) -> None:
        self._reading, self._writing = reading, writing

    def put(self, tenant: str, part: ConfirmedPart, now: datetime) -> bool:
        """Keep what was confirmed; True when the part is new. The same again stays confirmed when it was."""
        content = {"reading": part.reading, "confirmed_by": part.confirmed_by, "note": part.note}
        mine = _mine(tenant, part.part_number)
        with self._writing() as connection:
            count_change(connection, tenant)
            dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
            row = content | {"tenant": tenant, "part_number": part.part_number, "confirmed_at": now}
            claim = dialect.insert(parts).values(row).on_conflict_do_nothing()
            created = connection.execute(claim.returning(parts.c.part_number)).scalar() is not None
            if created:
                check_room(connection, parts, parts.c.tenant == tenant, room.MOST_PARTS, TOO_MANY)
            else:
                kept = connection.execute(select(parts).where(*mine).with_for_update()).mappings().one()
                if all(kept[name] == value for name, value in content.items()):
                    return False
                connection.execute(update(parts).where(*mine).values(**content, confirmed_at=now))
            _outdate(connection, tenant, part.part_number)
        return created

    def get(self, tenant: str, part_number: str) -> RowMapping | None:
        with self._reading() as connection:
            query = select(*SHOWN).where(*_mine(tenant, part_number))
            return connection.execute(query).mappings().one_or_none()

    def among(self, tenant: str, part_numbers: Collection[str]) -> dict[str, RowMapping]:
        """Those of the parts of which something was confirmed, by number."""
        with self._reading() as connection:
            asked = {"tenant": tenant, "part_numbers": sorted(part_numbers)}
            return {row["part_number"]: row for row in connection.execute(AMONG, asked).mappings()}

    def page(self, tenant: str, limit: int, after: str) -> list[RowMapping]:
        """Parts in the order of their numbers, at most ``limit``, from behind ``after``."""
        query = select(*SHOWN).where(parts.c.tenant == tenant, parts.c.part_number > after)
        with self._reading() as connection:
            return list(connection.execute(query.order_by(parts.c.part_number).limit(limit)).mappings())

    def delete(self, tenant: str, part_number: str) -> bool:
        """Take back what was confirmed; True when there was something."""
        with self._writing() as connection:
            count_change(connection, tenant)
            gone = connection.execute(delete(parts).where(*_mine(tenant, part_number))).rowcount > 0
            if gone:
                _outdate(connection, tenant, part_number)
        return gone

    def changes(self, tenant: str) -> int:
        """How often the tenant's parts changed. Asked before a score is made, it tells later what that can't know."""
        with self._reading() as connection:
            query = select(confirmations.c.changes).where(confirmations.c.tenant == tenant)
            return connection.execute(query).scalar() or 0


SHOWN = tuple(column for column in parts.c if column.name != "tenant")
AMONG = select(*SHOWN).where(
    parts.c.tenant == bindparam("tenant"), parts.c.part_number.in_(bindparam("part_numbers", expanding=True))
)
"""Made once: every score asks this, and to build it takes as long as to ask it."""


def count_change(connection: Connection, tenant: str) -> None:
    """Count a change of the tenant's parts, and keep BOMs from being put until the transaction ends."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    first = dialect.insert(confirmations).values(tenant=tenant, changes=1)
    more = {"changes": confirmations.c.changes + 1}
    connection.execute(first.on_conflict_do_update(index_elements=["tenant"], set_=more))


def changes_held(connection: Connection, tenant: str) -> int:
    """How often the tenant's parts changed; they can't until the transaction ends."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    connection.execute(dialect.insert(confirmations).values(tenant=tenant, changes=0).on_conflict_do_nothing())
    query = select(confirmations.c.changes).where(confirmations.c.tenant == tenant)
    return int(connection.execute(query.with_for_update(read=True)).scalar_one())


def _mine(tenant: str, part_number: str) -> tuple[Any, Any]:
    return parts.c.tenant == tenant, parts.c.part_number == part_number


def _outdate(connection: Connection, tenant: str, part_number: str) -> None:
    """Count a change for every BOM that names the part."""
    naming = select(facets.c.bom).where(
        facets.c.tenant == tenant, facets.c.kind == "part", facets.c.value == part_number
    )
    connection.execute(update(boms).where(boms.c.id.in_(naming)).values(confirmed=boms.c.confirmed + 1))
    renew_mark(connection, tenant)
