"""BOMs and scores in and out of the database."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, func, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite

from service.store import migrate
from service.store.database import connect, reading, writing
from service.store.parts import Parts
from service.store.schema import boms, scores

SUMMARY = (
    "scored_at",
    "as_of",
    "status",
    "score",
    "probability",
    "low",
    "high",
    "band",
    "percentile",
    "model_version",
    "event",
    "unread",
    "unread_may_hold",
)


@dataclass(frozen=True)
class Scored:
    """A BOM with its answer, ready to be kept. ``answer`` is the JSON as it is served."""

    bom_id: str
    name: str | None
    document: bytes
    receipt: str
    answer: bytes
    summary: Mapping[str, Any]

    @property
    def etag(self) -> str:
        """Strong: a digest of the answer's bytes."""
        return etag_of(self.answer)


class ChangedError(Exception):
    """The stored BOM isn't in the state that its writer asked for; nothing was changed."""


Allows = Callable[[RowMapping | None], bool]
"""Whether a BOM may be put where this row is, or none."""


def _anything(_row: RowMapping | None) -> bool:
    return True


def etag_of(body: bytes) -> str:
    """Digest of ``body`` for a strong ETag."""
    return hashlib.sha256(body).hexdigest()[:32]


class Store:
    """One database; ``parts`` is what it keeps of parts. Nothing is connected until it is used, so that it may be made
    before workers fork."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._engine = connect(url)
        self._migrated = False
        self.parts = Parts(self._reading, self._writing)

    def prepare(self) -> None:
        """Bring the schema up to date. Called again by every use until it has worked."""
        if not self._migrated:
            migrate.upgrade(self._url)
            self._migrated = True

    def ping(self) -> None:
        """Raise SQLAlchemy's error, or ``UnusableError``, when nothing can be written to the database."""
        with self._writing() as connection:
            connection.execute(select(boms.c.bom_id).limit(1).with_for_update())
        migrate.check_room(self._url)

    def close(self) -> None:
        """Give back every connection."""
        self._engine.dispose()

    def put(self, scored: Scored, now: datetime, allows: Allows = _anything) -> bool:
        """Keep a BOM and its answer; True when the BOM is new.

        History gains a point only when the receipt differs from the newest point's. Raises ``ChangedError`` where
        ``allows`` refuses what is stored; nobody else can write it between the question and the answer.
        """
        with self._writing() as connection:
            created, row = self._claim(connection, scored, now)
            if not allows(None if created else row):
                raise ChangedError
            changes: dict[str, Any] = {"name": scored.name, "document": scored.document, "updated_at": now}
            if created or not self._unchanged(connection, scored):
                changes |= {"current": self._append(connection, scored, now), "etag": scored.etag}
            connection.execute(update(boms).where(boms.c.bom_id == scored.bom_id).values(**changes))
        return created

    def etag(self, bom_id: str) -> str | None:
        """ETag of the current answer, by one look-up of the primary key."""
        with self._reading() as connection:
            return connection.execute(select(boms.c.etag).where(boms.c.bom_id == bom_id)).scalar()

    def answer(self, bom_id: str) -> tuple[str, bytes] | None:
        """ETag and bytes of the current answer."""
        query = select(boms.c.etag, scores.c.answer).join_from(boms, scores, scores.c.point == boms.c.current)
        with self._reading() as connection:
            row = connection.execute(query.where(boms.c.bom_id == bom_id)).one_or_none()
        return None if row is None else (row.etag, row.answer)

    def bom(self, bom_id: str) -> RowMapping | None:
        """``document``, ``created_at`` and ``updated_at`` of a stored BOM."""
        with self._reading() as connection:
            return connection.execute(select(boms).where(boms.c.bom_id == bom_id)).mappings().one_or_none()

    def oldest(self) -> datetime | None:
        """When the oldest current score was made; ``None`` where nothing is stored."""
        query = select(func.min(scores.c.scored_at)).join_from(boms, scores, scores.c.point == boms.c.current)
        with self._reading() as connection:
            return connection.execute(query).scalar()

    def current(self, limit: int, after: str) -> list[RowMapping]:
        """Current scores in the order of ``bom_id``, at most ``limit``, from behind ``after``."""
        columns = [scores.c[name] for name in SUMMARY]
        query = (
            select(boms.c.bom_id, boms.c.name, *columns)
            .join_from(boms, scores, scores.c.point == boms.c.current)
            .where(boms.c.bom_id > after)
            .order_by(boms.c.bom_id)
            .limit(limit)
        )
        with self._reading() as connection:
            return list(connection.execute(query).mappings())

    def history(self, bom_id: str, limit: int, before: int | None) -> list[RowMapping]:
        """Points of one BOM, newest first, at most ``limit``, older than point ``before``."""
        columns = [scores.c[name] for name in SUMMARY]
        query = select(scores.c.point, scores.c.receipt, *columns).where(scores.c.bom_id == bom_id)
        if before is not None:
            query = query.where(scores.c.point < before)
        with self._reading() as connection:
            return list(connection.execute(query.order_by(scores.c.point.desc()).limit(limit)).mappings())

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        self.prepare()
        with reading(self._engine) as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        self.prepare()
        with writing(self._engine) as connection:
            yield connection

    @staticmethod
    def _claim(connection: Connection, scored: Scored, now: datetime) -> tuple[bool, RowMapping]:
        """Insert the BOM's row unless it is there, and hold it until the transaction ends. True where it is new."""
        dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
        row = {"bom_id": scored.bom_id, "document": scored.document, "created_at": now, "updated_at": now}
        claim = dialect.insert(boms).values(row).on_conflict_do_nothing()
        created = connection.execute(claim.returning(boms.c.bom_id)).scalar() is not None
        held = select(boms).where(boms.c.bom_id == scored.bom_id).with_for_update()
        return created, connection.execute(held).mappings().one()

    @staticmethod
    def _unchanged(connection: Connection, scored: Scored) -> bool:
        query = select(scores.c.receipt).join_from(boms, scores, scores.c.point == boms.c.current)
        receipt = connection.execute(query.where(boms.c.bom_id == scored.bom_id)).scalar()
        return receipt == scored.receipt

    @staticmethod
    def _append(connection: Connection, scored: Scored, now: datetime) -> int:
        row = {"bom_id": scored.bom_id, "receipt": scored.receipt, "answer": scored.answer, "scored_at": now}
        result = connection.execute(insert(scores).values(**row, **scored.summary))
        key = result.inserted_primary_key
        assert key is not None
        return int(key[0])
