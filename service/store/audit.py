"""What was changed, and who was refused: entries in and out of the database."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import RowMapping, delete, insert, select

from service.store.database import Transaction
from service.store.schema import audit

RANDOM_BYTES = 5


@dataclass(frozen=True)
class AuditEntry:
    """One thing that happened. ``action`` is an operation or a command, ``subject`` a path or the id of a key."""

    at: datetime
    tenant: str
    key_id: str | None
    action: str
    subject: str
    outcome: str
    status: int | None = None
    reason: str | None = None
    request_id: str | None = None


class Audit:
    """The entries of one database."""

    def __init__(self, reading: Transaction, writing: Transaction) -> None:
        self._reading, self._writing = reading, writing

    def add(self, entry: AuditEntry) -> None:
        """Keep an entry."""
        with self._writing() as connection:
            connection.execute(insert(audit).values(entry=timed_id(entry.at), **vars(entry)))

    def page(self, tenant: str, limit: int, before: str | None) -> list[RowMapping]:
        """Entries of a tenant, newest first, at most ``limit``, older than entry ``before``."""
        query = select(audit).where(audit.c.tenant == tenant)
        if before is not None:
            query = query.where(audit.c.entry < before)
        with self._reading() as connection:
            return list(connection.execute(query.order_by(audit.c.entry.desc()).limit(limit)).mappings())

    def forget(self, before: datetime) -> int:
        """Delete every tenant's entries that are older; how many they were."""
        with self._writing() as connection:
            return connection.execute(delete(audit).where(audit.c.entry < begins(before))).rowcount


def timed_id(moment: datetime) -> str:
    """An id for what happened at a moment. It grows with time, and tells nothing of how much other tenants do, as a
    number in a row would."""
    return begins(moment) + secrets.token_hex(RANDOM_BYTES)


def begins(moment: datetime) -> str:
    """With what a timed id of that moment begins."""
    return f"{int(moment.timestamp() * 1_000_000):014x}"
