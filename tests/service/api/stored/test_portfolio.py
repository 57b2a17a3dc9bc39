"""Stored BOMs together."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.api.context import EXTENSION
from tests.conftest import bom, faults, line
from tests.fakes import FakeKernel


def put(client: FlaskClient, bom_id: str, lines: int = 1, **more: Any) -> None:
    client.put(f"/v1/boms/{bom_id}", json=bom(*(line(str(n), **more) for n in range(lines))))


def test_nothing_stored_comes_to_nothing(client: FlaskClient) -> None:
    portfolio = client.get("/v1/portfolio").json
    assert (portfolio["boms"], portfolio["stale"], portfolio["chokepoints"]) == (0, 0, [])
    assert (portfolio["mean_score"], portfolio["median_score"]) == (None, None)
    assert set(portfolio["bands"].values()) == {0}


def test_bands_mean_and_median_are_those_of_the_rows(client: FlaskClient) -> None:
    for bom_id, lines in (("a", 1), ("b", 2), ("c", 9)):
        put(client, bom_id, lines)
    scores = [row["score"] for row in client.get("/v1/boms").json["items"]]
    portfolio = client.get("/v1/portfolio").json
    assert portfolio["mean_score"] == pytest.approx(sum(scores) / 3, rel=1e-2)
    assert portfolio["median_score"] == scores[1]
    assert (portfolio["bands"]["high"], portfolio["without_band"], portfolio["scored"]) == (3, 0, 3)
    client.delete("/v1/boms/c")
    assert client.get("/v1/portfolio").json["median_score"] == pytest.approx(sum(scores[:2]) / 2, rel=1e-2)


def test_chokepoints_say_in_how_many_boms_they_are(client: FlaskClient) -> None:
    for bom_id in "abc":
        put(client, bom_id)
    client.put("/v1/boms/a/tags", json={"tags": ["x"]})
    [shared] = client.get("/v1/portfolio").json["chokepoints"]
    place = {name: shared[name] for name in ("country", "stage", "element", "boms", "share")}
    assert place == {"country": "CN", "stage": "separation", "element": "Dy", "boms": 3, "share": 0.9}
    assert shared["shock_probability"] == pytest.approx(1 - 0.8 * 0.96)
    assert client.get("/v1/portfolio?tag=x").json["chokepoints"][0]["boms"] == 1
    client.delete("/v1/boms/b")
    assert client.get("/v1/portfolio").json["chokepoints"][0]["boms"] == 2


def test_scores_that_arent_todays_are_counted(app: Flask, client: FlaskClient) -> None:
    put(client, "a")
    put(client, "b")
    app.extensions[EXTENSION].kernel = FakeKernel("fake-2")
    client.get("/v1/boms/a/score")
    assert client.get("/v1/portfolio").json["stale"] == 1
    app.extensions[EXTENSION].kernel = None
    assert client.get("/v1/portfolio").json["stale"] == 2


def test_suppliers_are_grouped_over_boms_and_follow_what_is_put(client: FlaskClient) -> None:
    put(client, "a", 2, supplier="Magnets & Co.")
    put(client, "b", 1, supplier="Magnets & Co.")
    put(client, "c", 1, supplier="Ätzerei")
    put(client, "d")
    rows = client.get("/v1/suppliers").json["items"]
    assert [(row["supplier"], row["boms"], row["lines"]) for row in rows] == [
        ("Magnets & Co.", 2, 3),
        ("Ätzerei", 1, 1),
    ]
    assert rows[0]["highest_score"] == client.get("/v1/boms/a/score").json["score"]
    page = client.get("/v1/suppliers?limit=1").json
    assert client.get(page["next"]).json["items"] == rows[1:]
    put(client, "c", 1)
    assert [row["supplier"] for row in client.get("/v1/suppliers").json["items"]] == ["Magnets & Co."]


def test_a_supplier_changes_no_score(client: FlaskClient) -> None:
    plain = client.post("/v1/scores?view=full", json=bom()).json
    assert client.post("/v1/scores?view=full", json=bom(line(supplier="Magnets & Co."))).json == plain


def test_what_cant_be_asked_is_refused(client: FlaskClient) -> None:
    assert faults(client.get("/v1/portfolio?chokepoints=0")) == {"?chokepoints": "out_of_range"}
    assert faults(client.get("/v1/suppliers?after=W10")) == {"?after": "token"}
