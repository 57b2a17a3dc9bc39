"""Costs over HTTP: posted and stored, and faults that name the member."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from service.engine import KERNEL
from tests.conftest import bom, client_of, faults, line, settings_in
from tests.factories import ROOT, kernel

DAY = "2026-11-21"


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A client of the service on the shipped bundle, with a product stored."""
    loaded = replace(KERNEL, load=lambda *_: kernel())
    with client_of(settings_in(tmp_path_factory.mktemp("costs")), loaded) as client:
        assert client.put("/v1/boms/motor-1", json=product()).status_code == 201
        yield client


def product(**more: Any) -> dict[str, Any]:
    """A product of one line that has a price."""
    bought = {"quantity": {"value": 1, "unit": "kg"}, "unit_price": {"value": 900, "per": "kg"}}
    return bom(line(element="Dy", form="oxide", **bought, **more)) | {"currency": "EUR"}


def test_a_contract_saves_of_the_world_price_and_not_of_a_hit(real: FlaskClient) -> None:
    bodies = [{"bom": product(), "products_per_year": 10, "contract_share": share} for share in (0, 1)]
    free, held = (real.post("/v1/costs", json=body).json["lines"][0] for body in bodies)
    assert held["world_price"] == [0, 0, 0]
    assert free["world_price"][1] > 0
    assert held["hit"] == free["hit"]


def test_every_id_behind_a_stored_product_s_cost_resolves(real: FlaskClient) -> None:
    body = real.get("/v1/boms/motor-1/costs?products_per_year=10").json
    assert body["together"][0] < body["together"][1] < body["together"][2]
    claims = [row["claim_id"] for row in body["documents"]]
    claims += [name for one in body["elements"] for quote in one["premia"] for name in quote["claims"]]
    assert claims
    assert all(real.get(f"/v1/claims/{name}").json["locator"] for name in claims)
    assert all(real.get(f"/v1/controls/{name}").status_code == 200 for name in body["after"]["measures"])


@pytest.mark.parametrize(
    ("more", "pointer"),
    [
        ({"products_per_year": -1}, "/products_per_year"),
        ({"contract_share": 2}, "/contract_share"),
        ({"bom": product() | {"as_of": "2009-01-01"}}, "/bom/as_of"),
    ],
)
def test_a_wrong_body_is_refused_and_names_the_member(real: FlaskClient, more: dict[str, Any], pointer: str) -> None:
    assert list(faults(real.post("/v1/costs", json={"bom": product()} | more))) == [pointer]


def test_a_product_that_is_not_stored_is_not_known(real: FlaskClient) -> None:
    assert real.get("/v1/boms/nobody/costs").status_code == 404


def test_the_example_answers_as_it_says_and_so_does_its_page(real: FlaskClient) -> None:
    example = json.loads((ROOT / "examples" / "outlook" / "costs.json").read_text(encoding="utf-8"))
    assert real.post("/v1/costs", json=example["request"]).json["sentences"] == example["sentences"]
    page = (ROOT / "examples" / "outlook.md").read_text(encoding="utf-8")
    assert sum(text in page for text in example["sentences"]) >= 2
