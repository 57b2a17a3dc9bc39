"""The port that tells the metrics without a key, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.app import create_app
from service.config import ConfigError, Settings
from tests.conftest import bom
from tests.fakes import engine
from tests.service.access.conftest import key_for, store_of, with_keys

THERE = "http://localhost:9464"


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Flask]:
    """An application that asks for keys and tells its metrics at port 9464."""
    app = create_app(replace(with_keys(tmp_path), metrics_port=9464, metrics_per_bom=10), engine())
    yield app
    store_of(app).close()


@pytest.fixture
def door(watched: Flask) -> FlaskClient:
    return watched.test_client()


def test_the_metrics_are_told_there_without_a_key_and_elsewhere_with_one_alone(door: FlaskClient) -> None:
    there = door.get("/metrics", base_url=THERE)
    assert (there.status_code, there.mimetype) == (200, "text/plain")
    assert "chokepoint_requests" in there.text
    assert door.get("/metrics").status_code == 401


def test_nothing_else_is_there_with_a_key_or_without(watched: Flask, door: FlaskClient) -> None:
    headers = key_for(watched).headers
    for path in ("/v1/boms", "/healthz", "/", "/sign-in", "/openapi.json", "/nothing"):
        for sent in ({}, headers):
            assert door.get(path, base_url=THERE, headers=sent).status_code == 404
    assert door.put("/v1/boms/a", json=bom(), base_url=THERE, headers=headers).status_code == 404
    assert door.get("/v1/boms/a", headers=headers).status_code == 404


def test_no_header_makes_another_port_that_one(door: FlaskClient) -> None:
    for name, value in (("Host", "localhost:9464"), ("X-Forwarded-Port", "9464"), ("Forwarded", "host=x:9464")):
        assert door.get("/metrics", headers={name: value}).status_code == 401


def test_it_names_no_bom(watched: Flask, door: FlaskClient) -> None:
    headers = key_for(watched).headers
    assert door.put("/v1/boms/our-secret-product", json=bom(), headers=headers).status_code == 201
    assert "our-secret-product" in door.get("/metrics", headers=headers).text
    assert "our-secret-product" not in door.get("/metrics", base_url=THERE).text


def test_where_it_listens_is_checked_at_start() -> None:
    settings = Settings.from_env({"METRICS_PORT": "9464", "METRICS_HOST": "::1"})
    assert settings.addresses == ["127.0.0.1:8080", "[::1]:9464"]
    assert Settings.from_env({}).addresses == ["127.0.0.1:8080"]
    for env in ({"METRICS_PORT": "8080"}, {"METRICS_PORT": "x"}, {"METRICS_PORT": "70000"}):
        with pytest.raises(ConfigError, match=r"^METRICS_PORT=.*Fix: "):
            Settings.from_env(env)
    with pytest.raises(ConfigError, match=r"METRICS_HOST='0\.0\.0\.0' lets others in"):
        Settings.from_env({"METRICS_PORT": "9464", "METRICS_HOST": "0.0.0.0", "AUTH": "off"})
