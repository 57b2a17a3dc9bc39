"""Stock over HTTP: posted and stored, with the score unchanged, and faults that name the member."""

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
    with client_of(settings_in(tmp_path_factory.mktemp("stock")), loaded) as client:
        assert client.put("/v1/boms/motor-1", json=product(stock_days=30)).status_code == 201
        yield client


def product(**more: Any) -> dict[str, Any]:
    """A product of one line."""
    return bom(line(element="Dy", form="oxide", **more))


def test_stock_changes_the_stop_and_not_the_score(real: FlaskClient) -> None:
    bodies = [{"bom": product(stock_days=days) | {"as_of": DAY}} for days in (0, 120)]
    little, much = (real.post("/v1/stock", json=body).json for body in bodies)
    assert little["score"] == much["score"] == real.post("/v1/scores", json=bodies[1]["bom"]).json["score"]
    assert much["lines"][0]["stop"] < little["lines"][0]["stop"]


def test_what_a_stored_product_says_of_its_stock_is_kept(real: FlaskClient) -> None:
    assert real.get("/v1/boms/motor-1").json["bom"]["lines"][0]["stock_days"] == 30
    body = real.get("/v1/boms/motor-1/stock?stop_cost_per_day=1000").json
    assert body["lines"][0]["stock_days"] == 30
    assert body["lines"][0]["day_value"] > 0
    assert {row["kind"] for row in body["durations"]} == {"restriction", "collapse"}
    assert all(real.get(f"/v1/claims/{row['claim_id']}").json["locator"] for row in body["reference"])


@pytest.mark.parametrize(
    ("more", "pointer"),
    [
        ({"stop_cost_per_day": -1}, "/stop_cost_per_day"),
        ({"carrying_rate": "much"}, "/carrying_rate"),
        ({"bom": product(stock_days=-1)}, "/bom/lines/0/stock_days"),
        ({"bom": product(monthly_need={"value": 1})}, "/bom/lines/0/monthly_need/unit"),
        ({"bom": product() | {"as_of": "2009-01-01"}}, "/bom/as_of"),
    ],
)
def test_a_wrong_body_is_refused_and_names_the_member(real: FlaskClient, more: dict[str, Any], pointer: str) -> None:
    answer = real.post("/v1/stock", json={"bom": product()} | more)
    assert answer.status_code == 422
    assert list(faults(answer)) == [pointer]


def test_a_wrong_query_is_refused_and_nothing_of_another_id_is_told(real: FlaskClient) -> None:
    assert list(faults(real.get("/v1/boms/motor-1/stock?carrying_rate=11"))) == ["?carrying_rate"]
    assert list(faults(real.get("/v1/boms/motor-1/stock?as_of=2009-01-01"))) == ["?as_of"]
    assert real.get("/v1/boms/nobodys/stock").status_code == 404


def test_the_example_answers_as_it_says_and_so_does_its_page(real: FlaskClient) -> None:
    example = json.loads((ROOT / "examples" / "outlook" / "stock.json").read_text(encoding="utf-8"))
    assert real.post("/v1/stock", json=example["request"]).json["sentences"] == example["sentences"]
    page = (ROOT / "examples" / "outlook.md").read_text(encoding="utf-8")
    assert sum(text in page for text in example["sentences"]) >= 2
