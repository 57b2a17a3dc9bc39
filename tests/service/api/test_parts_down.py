"""What goes on while a part is down, and what tells of it: readiness and its metric never disagree."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from flask.testing import FlaskClient
from sqlalchemy import text

from service.api.protocol import pulse
from service.config import Settings
from service.store import migrate
from service.store.database import connect, writing
from tests.conftest import bom, client_of, line, settings_in
from tests.fakes import engine, refused

Prepare = Callable[[Settings, Path, pytest.MonkeyPatch], Settings]


def unwritable(settings: Settings, folder: Path, _patch: pytest.MonkeyPatch) -> Settings:
    """The data folder can't be made: a file stands in its way."""
    (folder / "file").write_text("")
    return replace(settings, database_url=f"sqlite:///{folder / 'file' / 'data' / 'chokepoint.db'}")


def newer(settings: Settings, _folder: Path, _patch: pytest.MonkeyPatch) -> Settings:
    """A newer release wrote the database."""
    database = connect(settings.database_url)
    with writing(database) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.dispose()
    return settings


def read_only(settings: Settings, folder: Path, _patch: pytest.MonkeyPatch) -> Settings:
    """The database can be read alone."""
    return replace(settings, database_url=f"sqlite:///file:{folder / 'chokepoint.db'}?mode=ro&uri=true")


def full(settings: Settings, _folder: Path, patch: pytest.MonkeyPatch) -> Settings:
    """The disk of the database has a megabyte left."""
    patch.setattr(migrate, "os", SimpleNamespace(statvfs=lambda _: SimpleNamespace(f_bavail=256, f_frsize=4_096)))
    return settings


@contextmanager
def serving(prepare: Prepare, folder: Path, patch: pytest.MonkeyPatch) -> Iterator[FlaskClient]:
    patch.delenv("PROMETHEUS_MULTIPROC_DIR", raising=False)
    with client_of(prepare(settings_in(folder), folder, patch)) as client:
        yield client


def down_by_metrics(client: FlaskClient) -> set[str]:
    gauges = re.findall(r'chokepoint_part_ready\{part="(\w+)"\} (\S+)', client.get("/metrics").text)
    assert {part for part, _ in gauges} == {"model", "database"}
    return {part for part, value in gauges if float(value) == 0}


DOWN = [
    (unwritable, "database_unusable"),
    (newer, "database_unusable"),
    (read_only, "database_unavailable"),
    (full, "database_unusable"),
]


@pytest.mark.parametrize(("prepare", "code"), DOWN)
def test_scoring_goes_on_while_the_database_is_down_and_readiness_tells_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, prepare: Prepare, code: str
) -> None:
    with serving(prepare, tmp_path, monkeypatch) as client:
        for body in (bom(), bom(line(part_number="P-1"))):
            assert client.post("/v1/scores", json=body).status_code == 200
        ready = client.get("/readyz")
        assert ready.status_code == 503
        assert [fault["code"] for fault in ready.json["errors"]] == [code]
        assert down_by_metrics(client) == {"database"}
        assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize(("prepare", "_code"), DOWN[:3])
def test_what_needs_the_database_is_503_with_the_time_to_wait(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, prepare: Prepare, _code: str
) -> None:
    with serving(prepare, tmp_path, monkeypatch) as client:
        answer = client.put("/v1/boms/a", json=bom())
        assert (answer.status_code, answer.content_type) == (503, "application/problem+json")
        assert answer.headers["Retry-After"] == "5"


def test_a_refused_model_is_told_by_readiness_and_by_its_metric(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PROMETHEUS_MULTIPROC_DIR", raising=False)
    with client_of(settings_in(tmp_path), replace(engine(), load=refused)) as client:
        assert [fault["code"] for fault in client.get("/readyz").json["errors"]] == ["model_refused"]
        assert down_by_metrics(client) == {"model"}
        assert client.get("/v1/boms").status_code == 200


def test_readiness_and_its_metric_heal_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pulse, "SECONDS", 0.0)
    with serving(full, tmp_path, monkeypatch) as client:
        assert client.get("/readyz").status_code == 503
        monkeypatch.setattr(migrate, "os", os)
        assert client.get("/readyz").status_code == 200
        assert down_by_metrics(client) == set()
