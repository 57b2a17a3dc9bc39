"""What was confirmed of parts, in and out of the database."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, RowMapping, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from service.store.schema import parts

Transaction = Callable[[], AbstractContextManager[Connection]]


@dataclass(frozen=True)
class Part:
    """A part with what was confirmed of it: ``reading`` is canonical JSON."""

    part_number: str
    reading: str
    confirmed_by: str
    note: str | None = None


class Parts:
    """The parts of one database."""

    def __init__(self, reading: Transaction, writing: Transaction) -> None:
        self._reading, self._writing = reading, writing

    def put(self, part: Part, now: datetime) -> bool:
        """Keep what was confirmed; True when the part is new. The same again stays confirmed when it was."""
        content = {"reading": part.reading, "confirmed_by": part.confirmed_by, "note": part.note}
        mine = parts.c.part_number == part.part_number
        with self._writing() as connection:
            dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
            row = content | {"part_number": part.part_number, "confirmed_at": now}
            claim = dialect.insert(parts).values(row).on_conflict_do_nothing()
            if connection.execute(claim.returning(parts.c.part_number)).scalar() is not None:
                return True
            kept = connection.execute(select(parts).where(mine).with_for_update()).mappings().one()
            if any(kept[name] != value for name, value in content.items()):
                connection.execute(update(parts).where(mine).values(**content, confirmed_at=now))
        return False

    def get(self, part_number: str) -> RowMapping | None:
        """One part."""
        with self._reading() as connection:
            query = select(parts).where(parts.c.part_number == part_number)
            return connection.execute(query).mappings().one_or_none()

    def among(self, part_numbers: Collection[str]) -> dict[str, RowMapping]:
        """Those of the parts of which something was confirmed, by number."""
        with self._reading() as connection:
            query = select(parts).where(parts.c.part_number.in_(sorted(part_numbers)))
            return {row["part_number"]: row for row in connection.execute(query).mappings()}

    def page(self, limit: int, after: str) -> list[RowMapping]:
        """Parts in the order of their numbers, at most ``limit``, from behind ``after``."""
        query = select(parts).where(parts.c.part_number > after).order_by(parts.c.part_number).limit(limit)
        with self._reading() as connection:
            return list(connection.execute(query).mappings())

    def delete(self, part_number: str) -> bool:
        """Take back what was confirmed; True when there was something."""
        with self._writing() as connection:
            return connection.execute(delete(parts).where(parts.c.part_number == part_number)).rowcount > 0
