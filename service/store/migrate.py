"""Bringing the database to the newest schema, once, however many processes start together."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from service.store.database import connect, writing

FOLDER = Path(__file__).parent / "migrations"
LOCK_NUMBER = 0x43484F4B  # "CHOK": the advisory lock that PostgreSQL sessions agree on


def upgrade(url: str) -> None:
    """Apply what is missing. Does nothing, and takes no lock, when nothing is."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    head = ScriptDirectory.from_config(config).get_current_head()
    engine = connect(url, pooled=False)
    try:
        if _revision(engine) == head:
            return
        with _alone(engine), writing(engine) as connection:
            _lock(connection)
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        engine.dispose()


def _revision(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


@contextmanager
def _alone(engine: Engine) -> Iterator[None]:
    """Hold a lock file beside a SQLite database; other databases lock themselves."""
    name = engine.url.database
    if engine.dialect.name != "sqlite" or not name or name == ":memory:":
        yield
        return
    with Path(f"{name}.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _lock(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": LOCK_NUMBER})
