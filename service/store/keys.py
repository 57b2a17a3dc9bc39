"""Keys in and out of the database: who may ask. Only a digest of a key is kept, never the key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, RowMapping, insert, select, text, update

from service.store.database import Transaction
from service.store.schema import keys

LOCK_NUMBER = 0x4B455953  # "KEYS": the advisory lock under which PostgreSQL's sessions make the first key


@dataclass(frozen=True)
class Key:
    """A key as it is kept. ``digest`` is that of its whole text; ``key_id`` stands in the text, to look it up by."""

    key_id: str
    tenant: str
    name: str
    digest: str
    scopes: frozenset[str]
    created_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    replaces: str | None = None

    def ended(self, now: datetime) -> str | None:
        """Why the key opens nothing any more, or ``None`` while it does."""
        if self.revoked_at is not None and self.revoked_at <= now:
            return "revoked"
        if self.expires_at is not None and self.expires_at <= now:
            return "expired"
        return None


class Keys:
    """The keys of one database, of all tenants: only operators and the look-up of a request read them."""

    def __init__(self, reading: Transaction, writing: Transaction) -> None:
        self._reading, self._writing = reading, writing

    def get(self, key_id: str) -> Key | None:
        """One key, by one look-up of the primary key."""
        with self._reading() as connection:
            row = connection.execute(select(keys).where(keys.c.key_id == key_id)).mappings().one_or_none()
        return None if row is None else _key(row)

    def any(self) -> bool:
        """Whether there is any key, be it one that has ended."""
        with self._reading() as connection:
            return _any(connection)

    def all(self) -> list[Key]:
        """Every key, by tenant, the oldest first."""
        query = select(keys).order_by(keys.c.tenant, keys.c.created_at, keys.c.key_id)
        with self._reading() as connection:
            return [_key(row) for row in connection.execute(query).mappings()]

    def add(self, key: Key) -> None:
        """Keep a new key."""
        with self._writing() as connection:
            connection.execute(insert(keys).values(**_row(key)))

    def add_first(self, key: Key) -> bool:
        """Keep a key where there is none yet; True where that was so. Of several at once, one is the first."""
        with self._writing() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": LOCK_NUMBER})
            if _any(connection):
                return False
            connection.execute(insert(keys).values(**_row(key)))
        return True

    def replace(self, new: Key, ends: datetime) -> None:
        """Keep ``new``, and let the key that it replaces end at ``ends``, unless it ends before."""
        old = keys.c.key_id == new.replaces
        later = keys.c.expires_at.is_(None) | (keys.c.expires_at > ends)
        with self._writing() as connection:
            connection.execute(insert(keys).values(**_row(new)))
            connection.execute(update(keys).where(old, later).values(expires_at=ends))

    def revoke(self, key_id: str, now: datetime) -> bool:
        """End a key at once; True where there is such a key. One that was revoked before stays so since then."""
        with self._writing() as connection:
            own = keys.c.key_id == key_id
            connection.execute(update(keys).where(own, keys.c.revoked_at.is_(None)).values(revoked_at=now))
            return connection.execute(select(keys.c.key_id).where(own)).scalar() is not None


def _any(connection: Connection) -> bool:
    return connection.execute(select(keys.c.key_id).limit(1)).scalar() is not None


def _key(row: RowMapping) -> Key:
    return Key(**{**row, "scopes": frozenset(row["scopes"].split())})


def _row(key: Key) -> dict[str, object]:
    return {**vars(key), "scopes": " ".join(sorted(key.scopes))}
