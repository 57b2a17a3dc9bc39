"""What every answer of the outlook names: the model, and digests of what it read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from service.engine import KERNEL
from tests.conftest import bom, client_of, line, settings_in
from tests.factories import ROOT, kernel

ROOM = ROOT / "service" / "risk" / "outlook"
ASKED = {"bom": bom(line(element="Ce", form="oxide"))}
TABLES = {
    "/v1/scenarios": ["scenarios.csv"],
    "/v1/stock": ["collapse_durations.csv"],
    "/v1/costs": ["act_prices.csv", "collapse_durations.csv"],
    "/v1/questions": [],
    "/v1/alternatives?element=Ce&stage=separation": ["projects.csv"],
    "/v1/indicators": [],
    "/v1/plans": ["projects.csv"],
}


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A client of the service on the shipped bundle."""
    loaded = replace(KERNEL, load=lambda *_: kernel())
    with client_of(settings_in(tmp_path_factory.mktemp("made-with")), loaded) as client:
        yield client


def answer(client: FlaskClient, path: str) -> dict[str, Any]:
    """What a path answers to one small BOM."""
    if path.split("?", maxsplit=1)[0] in ("/v1/alternatives", "/v1/indicators"):
        return client.get(path).json  # type: ignore[no-any-return]
    more = {"target_score": 100} if path == "/v1/plans" else {}
    return client.post(path, json=ASKED | more).json  # type: ignore[no-any-return]


@pytest.mark.parametrize("path", TABLES)
def test_an_answer_names_the_bytes_of_each_table_that_it_read(real: FlaskClient, path: str) -> None:
    made = answer(real, path)["made_with"]
    digests = {name: hashlib.sha256((ROOM / name).read_bytes()).hexdigest() for name in TABLES[path]}
    assert {one["name"]: one["revision"] for one in made["tables"]} == {n: d[:12] for n, d in digests.items()}
    assert made["model_version"] == kernel().version
    assert made["evidence_revision"] == kernel().manifest["evidence_revision"]
    assert made["register_revision"] == kernel().manifest["register_revision"]


def test_every_table_of_the_room_is_named_by_an_answer() -> None:
    assert {path.name for path in ROOM.glob("*.csv")} == {name for names in TABLES.values() for name in names}
