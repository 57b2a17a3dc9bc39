"""Mappings of columns that a tenant keeps by name, in and out of the database."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from service.store import room
from service.store.database import Transaction
from service.store.room import check_room
from service.store.schema import mappings

TOO_MANY = "A tenant may keep {most} mappings: DELETE one."


class Mappings:
    """The mappings of one database."""

    def __init__(self, reading: Transaction, writing: Transaction) -> None:
        self._reading, self._writing = reading, writing

    def put(self, tenant: str, name: str, columns: Mapping[str, str], now: datetime, by: str | None) -> bool:
        """Keep a mapping under a name; True where it is new. Raises ``FullError``."""
        values = {"columns": json.dumps(dict(columns), ensure_ascii=False), "put_at": now, "put_by": by}
        with self._writing() as connection:
            new = connection.execute(select(mappings.c.name).where(*_mine(tenant, name))).scalar() is None
            dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
            row = dialect.insert(mappings).values(tenant=tenant, name=name, **values)
            connection.execute(row.on_conflict_do_update(index_elements=["tenant", "name"], set_=values))
            check_room(connection, mappings, mappings.c.tenant == tenant, room.MOST_MAPPINGS, TOO_MANY)
        return new

    def get(self, tenant: str, name: str) -> RowMapping | None:
        """One mapping."""
        with self._reading() as connection:
            return connection.execute(select(mappings).where(*_mine(tenant, name))).mappings().one_or_none()

    def all(self, tenant: str) -> list[RowMapping]:
        """Every mapping of a tenant, by name."""
        query = select(mappings).where(mappings.c.tenant == tenant).order_by(mappings.c.name)
        with self._reading() as connection:
            return list(connection.execute(query).mappings())

    def delete(self, tenant: str, name: str) -> bool:
        """Forget a mapping; True where there was one."""
        with self._writing() as connection:
            return connection.execute(delete(mappings).where(*_mine(tenant, name))).rowcount > 0


def _mine(tenant: str, name: str) -> tuple[Any, Any]:
    return mappings.c.tenant == tenant, mappings.c.name == name
