"""What was imported can be exported and imported again: the same BOM, and so the same score."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from service.schemas.bom import BomSchema

EXAMPLES = sorted((Path(__file__).resolve().parents[4] / "examples" / "imports").iterdir())
QUERY = "buyer_country=DE&currency=EUR&store=true&on_error=skip_line&view=full"


def imported(client: FlaskClient, name: str, data: bytes) -> list[dict[str, Any]]:
    """The products of a file, which are stored."""
    answer = client.post(f"/v1/imports?{QUERY}&name={name}", data=data, content_type="application/octet-stream")
    assert answer.status_code == 200, answer.json
    products: list[dict[str, Any]] = json.loads(answer.data, parse_float=Decimal)["products"]
    return products


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_a_file_of_each_kind_comes_back_as_it_was_imported(client: FlaskClient, path: Path, kind: str) -> None:
    products = imported(client, path.name, path.read_bytes())
    assert products
    for product in products:
        query = {"bom_id": product["bom_id"], "format": kind}
        exported = client.get("/v1/exports/boms", query_string=query)
        (again,) = imported(client, f"again.{kind}", exported.data)
        assert (again["bom_id"], again["stored"]) == (product["bom_id"], "updated")
        assert BomSchema().read(again["bom"]) == BomSchema().read(product["bom"])
        kept = [{name for name in one if name.startswith("x_")} for one in product["bom"]["lines"]]
        assert [{name for name in one if name.startswith("x_")} for one in again["bom"]["lines"]] == kept
        assert again["result"]["score"]["score"] == product["result"]["score"]["score"]
