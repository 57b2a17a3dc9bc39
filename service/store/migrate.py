"""Bringing the database to the newest schema, once, however many processes start together."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, make_url, text

from service.store.database import connect, make_folder, upgrading

FOLDER = Path(__file__).parent / "migrations"
MEBIBYTE = 1024 * 1024
LEAST_ROOM = 16 * MEBIBYTE
LOCK_NUMBER = 0x43484F4B  # "CHOK": the advisory lock that PostgreSQL sessions agree on


class UnusableError(Exception):
    """The database can't be used as it stands; the message says why and what to do."""


def upgrade(url: str) -> None:
    """Apply what is missing. Does nothing, and takes no lock, when nothing is.

    Raises ``UnusableError`` for a database that a newer version wrote, or whose folder can't be.
    """
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    scripts = ScriptDirectory.from_config(config)
    head = scripts.get_current_head()
    try:
        make_folder(url)
    except OSError as error:
        raise UnusableError(f"The folder of the database can't be made ({error.strerror}): set DATA_DIR.") from error
    engine = connect(url, pooled=False)
    try:
        revision = _revision(engine)
        if revision == head:
            return
        if revision not in {None, *(script.revision for script in scripts.walk_revisions())}:
            raise UnusableError(f"A newer version wrote the database (revision {revision}): start that, or restore.")
        with _alone(engine), upgrading(engine) as connection:
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


def check_room(url: str) -> None:
    """Raise ``UnusableError`` where the disk under a SQLite database is as good as full."""
    name = make_url(url).database
    if make_url(url).get_backend_name() != "sqlite" or not name or name == ":memory:":
        return
    disk = os.statvfs(Path(name).parent)
    if disk.f_bavail * disk.f_frsize < LEAST_ROOM:
        raise UnusableError(f"The disk of the database has less than {LEAST_ROOM // MEBIBYTE} MiB left.")
