"""Engines and transactions, the same on SQLite and PostgreSQL."""

from __future__ import annotations

import os
import socket
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from threading import Timer
from time import monotonic, sleep
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import DisconnectionError, OperationalError
from sqlalchemy.pool import NullPool

Transaction = Callable[[], AbstractContextManager[Connection]]
"""What a part of the store is given to read, or to write, with."""
BUSY_SECONDS = 5
CONNECT_SECONDS, POOL_SECONDS = 3, 5
CONNECTIONS, MORE_CONNECTIONS = 5, 15
POSTGRES_OPTIONS = "-c statement_timeout=5000 -c lock_timeout=3000 -c idle_in_transaction_session_timeout=10000"
LONGEST_SECONDS = 8.0
"""Of a transaction on PostgreSQL. A server that is frozen or cut off keeps no timeout of its own."""
_POOL = {"pool_size": CONNECTIONS, "max_overflow": MORE_CONNECTIONS, "pool_timeout": POOL_SECONDS}
WRITING = {"sqlite_begin": "BEGIN IMMEDIATE"}


def connect(url: str, *, pooled: bool = True) -> Engine:
    """An engine for ``url``. SQLite runs in WAL mode."""
    more: dict[str, Any] = {} if pooled else {"poolclass": NullPool}
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        if pooled:
            more |= _POOL
        kept = {"connect_timeout": CONNECT_SECONDS} | ({"options": POSTGRES_OPTIONS} if pooled else {})
        given = {name: value for name, value in kept.items() if name not in parsed.query}
        engine = create_engine(parsed, connect_args=given, hide_parameters=True, **more)
        if pooled:
            event.listen(engine, "checkout", _ask)
        return engine
    if pooled and parsed.database and parsed.database != ":memory:":
        more |= _POOL
    engine = create_engine(parsed, connect_args={"timeout": BUSY_SECONDS}, hide_parameters=True, **more)
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def make_folder(url: str) -> None:
    """The folder of a SQLite database, where it is missing."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database and parsed.database != ":memory:":
        # SQLite's own URI (`file:/data/x.db?uri=true`) names a path, too
        Path(parsed.database.removeprefix("file:")).parent.mkdir(parents=True, exist_ok=True)


def _ask(raw: Any, _record: Any, _fairy: Any) -> None:
    """Whether a connection out of the pool still lives; the pool makes another where it doesn't."""
    try:
        with _watched(raw):
            raw.execute("SELECT 1")
            raw.rollback()
    except Exception as error:  # the driver's own, which isn't imported where it isn't needed
        raise DisconnectionError from error


@contextmanager
def _watched(raw: Any) -> Iterator[None]:
    """Cut the connection after ``LONGEST_SECONDS``: whoever waits on it then gets the driver's error."""
    if not hasattr(raw, "pgconn"):
        yield
        return
    with socket.socket(fileno=os.dup(raw.fileno())) as twin:
        timer = Timer(LONGEST_SECONDS, _cut, (twin,))
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()


def _cut(twin: socket.socket) -> None:
    with suppress(OSError):
        twin.shutdown(socket.SHUT_RDWR)


def _set_up(raw: Any, _record: Any) -> None:
    # The driver opens transactions late and only for writes; ours are opened explicitly in _begin.
    raw.isolation_level = None
    # FULL: an answered PUT outlives a power cut. In WAL mode NORMAL may lose the last ones.
    _to_wal(raw)
    for pragma in ("synchronous=FULL", "foreign_keys=ON"):
        raw.execute(f"PRAGMA {pragma}")


def _to_wal(raw: Any) -> None:
    """WAL mode, which the file keeps. Two processes that switch a new file at once are told that it is locked without
    any wait. The one that is told goes on trying for as long as any other statement would."""
    until = monotonic() + BUSY_SECONDS
    while monotonic() < until:
        with suppress(sqlite3.OperationalError):
            raw.execute("PRAGMA journal_mode=WAL")
            return
        sleep(0.02)
    raw.execute("PRAGMA journal_mode=WAL")


def _begin(connection: Connection) -> None:
    begin = connection.get_execution_options().get("sqlite_begin", "BEGIN")
    raw: Any = connection.connection.driver_connection
    try:
        raw.execute(begin)  # past the machinery of statements, which takes longer than it
    except sqlite3.OperationalError as error:  # as that would name it: another holds the lock, or the disk is full
        raise OperationalError(begin, None, error, hide_parameters=True) from error


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that only reads."""
    with engine.connect() as connection, _watched(connection.connection.driver_connection), connection.begin():
        yield connection


@contextmanager
def upgrading(engine: Engine) -> Iterator[Connection]:
    """A transaction that changes tables, for as long as that takes: old rows may be many, and the disk slow."""
    with engine.connect().execution_options(**WRITING) as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """A transaction that writes. On SQLite it takes the lock at once, so that it can't fail half-way."""
    with (
        engine.connect().execution_options(**WRITING) as connection,
        _watched(connection.connection.driver_connection),
        connection.begin(),
    ):
        yield connection
