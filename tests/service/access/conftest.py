"""A service with keys, and two tenants that know nothing of each other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.access import keys
from service.access.policy import Scope
from service.api.context import EXTENSION, OWN
from service.app import create_app
from service.config import Access, Settings
from service.store.boms import Store
from tests.conftest import settings_in
from tests.fakes import engine

EVERYTHING = frozenset(Scope)


@dataclass(frozen=True)
class Holder:
    """Somebody with a key."""

    key_id: str
    text: str

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.text}"}


def with_keys(folder: Path, access: Access | None = None) -> Settings:
    """Settings of a service that asks for keys."""
    return replace(settings_in(folder), access=access or Access(session_key="s" * 32))


def store_of(app: Flask) -> Store:
    """The store behind an application."""
    store: Store = app.extensions[EXTENSION].store
    return store


def key_for(
    app: Flask,
    tenant: str = OWN,
    scopes: frozenset[Scope] = EVERYTHING,
    expires_at: datetime | None = None,
) -> Holder:
    """Somebody with a new key."""
    key, text = keys.make(tenant, f"key of {tenant}", scopes, expires_at)
    store_of(app).keys.add(key)
    return Holder(key.key_id, text)


@pytest.fixture
def locked(tmp_path: Path) -> Iterator[Flask]:
    """An application that asks for keys, on the fake kernel."""
    app = create_app(with_keys(tmp_path), engine())
    yield app
    store_of(app).close()


@pytest.fixture
def holder(locked: Flask) -> Holder:
    """Somebody of the operator's tenant with every scope."""
    return key_for(locked)


@pytest.fixture
def door(locked: Flask) -> FlaskClient:
    """A client of ``locked`` that sends no key by itself."""
    return locked.test_client()
