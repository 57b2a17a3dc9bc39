"""What several tests share."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

# As in ``training/__init__.py``, and before anything here loads scikit-learn: on busy cores threads spin.
os.environ.setdefault("OMP_NUM_THREADS", "1")

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import settings as drawing
from sqlalchemy import Engine as Database
from sqlalchemy import delete

from service.api.context import EXTENSION
from service.app import create_app
from service.config import Access, Settings
from service.engine import Engine
from service.store import migrate
from service.store.database import connect, writing
from service.store.schema import boms, jobs, mappings
from tests.fakes import FakeKernel, engine

# `make test` draws the same cases on every machine. `make fuzz` draws others, by the seed that it prints.
drawing.register_profile("same", derandomize=True, database=None, deadline=None)
drawing.register_profile("fuzz", max_examples=300, database=None, deadline=None, print_blob=True)
drawing.load_profile("same")
# Looking through loaded bundles for garbage again and again took a seventh of the tests' time.
gc.set_threshold(2_000, 20, 100)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a server with a database of its own, for tests that need an application of their own."""
    return settings_in(tmp_path)


@pytest.fixture
def fake() -> FakeKernel:
    """The fake kernel behind ``app``; it counts what it scores."""
    return FakeKernel()


@pytest.fixture(scope="session")
def shared_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One application and one database for all tests; a test takes ``app``, which empties them."""
    app = create_app(settings_in(tmp_path_factory.mktemp("shared")), engine())
    yield app
    app.extensions[EXTENSION].store.close()


@pytest.fixture(scope="session")
def shared_database(shared_app: Flask) -> Iterator[Database]:
    """The database behind ``shared_app``."""
    database = connect(shared_app.extensions[EXTENSION].settings.database_url)
    yield database
    database.dispose()


@pytest.fixture
def app(shared_app: Flask, shared_database: Database, fake: FakeKernel) -> Iterator[Flask]:
    """An application on the fake kernel, with nothing stored. Its counters go on from test to test."""
    shared_app.extensions[EXTENSION].kernel = fake
    yield shared_app
    with writing(shared_database) as connection:
        for table in (boms, jobs, mappings):
            connection.execute(delete(table))


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client of ``app``."""
    return app.test_client()


def settings_in(folder: Path) -> Settings:
    """Settings of a server with its database in ``folder``, which asks nobody for a key."""
    return Settings(database_url=database_in(folder), log_level="error", access=Access(keys=False))


def database_in(folder: Path, name: str = "chokepoint.db") -> str:
    """URL of a database in ``folder``. One that isn't there yet is a copy: the migrations take as long as a test."""
    file = folder / name
    if not file.exists():
        file.write_bytes(_nothing_stored())
    return f"sqlite:///{file}"


@cache
def _nothing_stored() -> bytes:
    """A SQLite database of the newest migration with nothing in it."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "empty.db"
        migrate.upgrade(f"sqlite:///{file}")
        return file.read_bytes()


@contextmanager
def client_of(settings: Settings, loading: Engine | None = None) -> Iterator[FlaskClient]:
    """A client of an application of its own; its database is closed at the end."""
    app = create_app(settings, loading or engine())
    try:
        yield app.test_client()
    finally:
        app.extensions[EXTENSION].store.close()


def bom(*lines: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A valid BOM: one line of cerium oxide unless lines are given."""
    return {"buyer_country": "DE", "lines": list(lines) or [line()]} | more


def line(line_id: str = "10", **more: Any) -> dict[str, Any]:
    """A valid line: cerium oxide unless it says otherwise."""
    described = {"material", "formula", "composition", "element"} & more.keys()
    return {"line_id": line_id} | ({} if described else {"element": "Ce", "form": "oxide"}) | more


def faults(answer: Any) -> dict[str, str]:
    """Code by pointer of a problem document."""
    assert answer.content_type == "application/problem+json"
    return {fault["pointer"]: fault["code"] for fault in answer.json["errors"]}
