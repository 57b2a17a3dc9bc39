"""What several tests share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

# As in ``training/__init__.py``, and before anything here loads scikit-learn: on busy cores threads spin.
os.environ.setdefault("OMP_NUM_THREADS", "1")

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.app import create_app
from service.config import Settings
from tests.fakes import FakeKernel, engine


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings of a server with a database of its own."""
    return Settings(database_url=f"sqlite:///{tmp_path / 'chokepoint.db'}", log_level="error")


@pytest.fixture
def fake() -> FakeKernel:
    """The fake kernel behind ``app``; it counts what it scores."""
    return FakeKernel()


@pytest.fixture
def app(settings: Settings, fake: FakeKernel) -> Iterator[Flask]:
    """An application on the fake kernel."""
    app = create_app(settings, engine(fake))
    yield app
    app.extensions["chokepoint"].store.close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A client of ``app``."""
    return app.test_client()


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
