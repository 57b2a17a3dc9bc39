"""Engines and transactions, the same on SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.pool import NullPool

BUSY_SECONDS = 30
WRITING = {"sqlite_begin": "BEGIN IMMEDIATE"}


def connect(url: str, *, pooled: bool = True) -> Engine:
    """An engine for ``url``. SQLite runs in WAL mode and its folder is made when it is missing."""
    more: dict[str, Any] = {} if pooled else {"poolclass": NullPool}
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return create_engine(parsed, pool_pre_ping=pooled, hide_parameters=True, **more)
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(parsed, connect_args={"timeout": BUSY_SECONDS}, hide_parameters=True, **more)
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _set_up(raw: Any, _record: Any) -> None:
    # The driver opens transactions late and only for writes; ours are opened explicitly in _begin.
    raw.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        raw.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("sqlite_begin", "BEGIN"))


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that only reads."""
    with engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that writes. On SQLite it takes the lock at once, so that it can't fail half-way."""
    with engine.connect().execution_options(**WRITING) as connection, connection.begin():
        yield connection
