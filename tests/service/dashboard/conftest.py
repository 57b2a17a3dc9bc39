"""The pages on the shipped bundle, with a few products stored."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from service.engine import KERNEL
from tests.conftest import client_of, settings_in
from tests.factories import ROOT, kernel

HOSTILE = "<script>alert(1)</script> \"q\" 'q' & {{ 7*7 }} \u202e " + "x" * 150


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A client of the service on the shipped bundle, with the products of ``STORED``."""
    loaded = replace(KERNEL, load=lambda *_: kernel())
    with client_of(settings_in(tmp_path_factory.mktemp("pages")), loaded) as client:
        for bom_id, document in stored().items():
            put(client, bom_id, document)
        yield client


def put(client: FlaskClient, bom_id: str, document: dict[str, Any]) -> None:
    """Store a product."""
    response = client.put(f"/v1/boms/{bom_id}", json=document)
    assert response.status_code in (200, 201), response.json


def motor(**more: Any) -> dict[str, Any]:
    """The shipped sample, for today unless it says otherwise."""
    document: dict[str, Any] = json.loads((ROOT / "examples" / "traction-motor.json").read_text(encoding="utf-8"))
    return {name: value for name, value in document.items() if name not in ("bom_id", "as_of")} | more


def stored() -> dict[str, dict[str, Any]]:
    """What is stored: a motor, one with hostile names, one with open lines, one that nobody can read, one of steel."""
    hostile = motor(name=HOSTILE)
    hostile["lines"][0] |= {"part_number": HOSTILE[:100], "line_id": HOSTILE[:100]}
    opened = motor(name="Servo drive")
    opened["lines"] += [
        {"line_id": "70", "part_number": "MAG-9", "material": "Permanent magnet, special"},
        {"line_id": "80", "material": "mystery part 7"},
    ]
    unread = {"name": "Pump motor", "lines": [{"line_id": "1", "material": "mystery part 7"}]}
    steel = {"name": "Bracket", "lines": [{"line_id": "1", "material": "stainless steel screw M6"}]}
    return {
        "motor-7": motor(name="Traction motor"),
        "hostile": hostile,
        "servo": opened,
        "pump": unread,
        "bracket": steel,
        "old": motor(name="Motor of 2024", as_of="2024-06-30"),
    }
