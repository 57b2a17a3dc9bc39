"""Answers to requests with a key of the caller's, so that a request that is sent again isn't done again.

A key is claimed before its request is done and kept with the answer afterwards, in transactions of their own. A worker
that dies in between leaves a claim, which is taken over once no worker can still be at it. What a tenant may keep is
bounded, and nothing is dropped before its day is over: keys beyond that are refused.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from sqlalchemy import ColumnElement, Connection, RowMapping, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite

from service.store.database import Transaction
from service.store.schema import replays

KEPT = timedelta(hours=24)
ABANDONED = timedelta(minutes=5)
"""A claim of this age is nobody's: the server ends a worker that is silent for less."""


MOST_KEPT, MOST_BYTES = 10_000, 256 * 1024 * 1024
"""Answers of a tenant, and bytes of them as they are kept, beyond which no other key is claimed."""


@dataclass(frozen=True)
class Full:
    """The tenant keeps as many answers as it may; ``until`` the oldest of them ends."""

    until: datetime


class ClaimFailure(Enum):
    """What became of a claim that brought no answer."""

    OURS = auto()
    OTHER_REQUEST = auto()
    IN_PROGRESS = auto()


@dataclass(frozen=True)
class Kept:
    """An answer as it was given."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Replays:
    """The kept answers of one database."""

    def __init__(self, writing: Transaction) -> None:
        self._writing = writing

    def claim(self, tenant: str, key: str, digest: str, now: datetime) -> ClaimFailure | Kept | Full:
        """The answer that was kept for a key, or whether its request is ours to do."""
        mine = _mine(tenant, key)
        with self._writing() as connection:
            connection.execute(delete(replays).where(replays.c.started_at < now - KEPT))
            dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
            row = {"tenant": tenant, "idempotency_key": key, "digest": digest, "started_at": now}
            fresh = dialect.insert(replays).values(row).on_conflict_do_nothing().returning(replays.c.digest)
            if connection.execute(fresh).scalar() is not None:
                return _room(connection, mine) or ClaimFailure.OURS
            kept = connection.execute(select(replays).where(*mine).with_for_update()).mappings().first()
            if kept is None:  # whoever had it gave it back in between
                return ClaimFailure.IN_PROGRESS
            if kept["digest"] != digest:
                return ClaimFailure.OTHER_REQUEST
            if kept["status"] is not None:
                return _answer(kept)
            if kept["started_at"] > now - ABANDONED:
                return ClaimFailure.IN_PROGRESS
            connection.execute(update(replays).where(*mine).values(started_at=now))
            return ClaimFailure.OURS

    def keep(self, tenant: str, key: str, answer: Kept) -> None:
        """Keep the answer to a request that was claimed."""
        values = {"status": answer.status, "headers": json.dumps(dict(answer.headers))}
        with self._writing() as connection:
            packed = zlib.compress(answer.body)
            connection.execute(update(replays).where(*_mine(tenant, key)).values(**values, body=packed))

    def release(self, tenant: str, key: str) -> None:
        """Give a key back whose request wasn't done."""
        with self._writing() as connection:
            connection.execute(delete(replays).where(*_mine(tenant, key), replays.c.status.is_(None)))


def _room(connection: Connection, mine: tuple[ColumnElement[bool], ColumnElement[bool]]) -> Full | None:
    """Why the key that was just claimed can't be, and is given back; ``None`` where there is room for it."""
    of_tenant, _ = mine
    held = select(func.count(), func.sum(func.length(replays.c.body)), func.min(replays.c.started_at)).where(of_tenant)
    count, size, oldest = connection.execute(held).one()
    if count <= MOST_KEPT and (size or 0) < MOST_BYTES:
        return None
    connection.execute(delete(replays).where(*mine))
    return Full(oldest + KEPT)


def _mine(tenant: str, key: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return replays.c.tenant == tenant, replays.c.idempotency_key == key


def _answer(row: RowMapping) -> Kept:
    return Kept(row["status"], json.loads(row["headers"]), zlib.decompress(row["body"]))
