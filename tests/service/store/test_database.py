"""What a slow, frozen or foreign database does to whoever asks it."""

from __future__ import annotations

import os
import signal
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from service.errors import DATABASE_DOWN
from service.store import database, migrate
from service.store.boms import Store
from service.store.migrate import UnusableError
from tests.service.store.test_boms import OWN, put, scored


@pytest.mark.database
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_frozen_server_is_given_up_and_taken_up_again(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    put(store)
    with database.reading(store._engine) as connection:
        backend = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
    monkeypatch.setattr(database, "LONGEST_SECONDS", 0.2)
    os.kill(backend, signal.SIGSTOP)
    try:
        assert store.bom(OWN, "motor") is not None  # by another connection: the frozen one is out of the pool
    finally:
        os.kill(backend, signal.SIGCONT)


@pytest.mark.database
@pytest.mark.parametrize("table", ["boms", "marks"])
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_row_locked_elsewhere_is_waited_for_so_long_and_no_longer(
    database_url: str, table: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "POSTGRES_OPTIONS", "-c lock_timeout=100")
    store, other = Store(database_url), create_engine(database_url)
    put(store)
    with other.connect() as connection:
        connection.execute(text(f"SELECT * FROM {table} FOR UPDATE"))
        with pytest.raises(OperationalError, match="lock timeout"):
            put(store, scored("r2"))
        connection.rollback()
    assert not put(store, scored("r2"))
    store.close()
    other.dispose()


def test_a_lock_that_another_process_holds_is_told_as_a_fault_of_the_database(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.01)
    engine = database.connect(f"sqlite:///{tmp_path / 'store.db'}")
    with database.writing(engine):
        pass
    with closing(sqlite3.connect(tmp_path / "store.db")) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DATABASE_DOWN, match="locked"), database.writing(engine):
            pass
    with database.writing(engine) as connection:
        assert connection.execute(text("SELECT 1")).scalar_one() == 1
    engine.dispose()


@pytest.mark.slow
def test_a_database_of_a_newer_version_is_left_alone(database_url: str) -> None:
    migrate.upgrade(database_url)
    engine = create_engine(database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(UnusableError, match="newer version wrote"):
        Store(database_url).ping()


def test_a_folder_that_cant_be_made_is_told_when_the_store_is_used(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    store = Store(f"sqlite:///{tmp_path / 'file' / 'store.db'}")
    with pytest.raises(UnusableError, match="set DATA_DIR"):
        store.ping()


def test_a_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(f"sqlite:///{tmp_path / 'store.db'}")
    store.ping()
    monkeypatch.setattr(migrate, "LEAST_ROOM", 2**70)
    with pytest.raises(UnusableError, match="left"):
        store.ping()
    store.close()


def test_what_sqlite_answered_is_on_the_disk(tmp_path: Path) -> None:
    engine = database.connect(f"sqlite:///{tmp_path / 'store.db'}")
    with database.reading(engine) as connection:
        assert connection.execute(text("PRAGMA synchronous")).scalar_one() == 2
        assert connection.execute(text("PRAGMA busy_timeout")).scalar_one() == 5_000
    engine.dispose()


def test_a_database_named_by_uri_gets_its_folder_where_the_uri_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    database.make_folder(f"sqlite:///file:{tmp_path / 'data' / 'x.db'}?mode=rwc&uri=true")
    assert [path.name for path in tmp_path.iterdir()] == ["data"]
