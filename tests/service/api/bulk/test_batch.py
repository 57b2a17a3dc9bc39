"""``POST /v1/scores/batch``."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.api.bulk import batch
from service.api.context import EXTENSION
from service.config import Limits
from tests.conftest import bom, faults, line
from tests.fakes import FakeKernel

URL = "/v1/scores/batch"
SUMMED = {"score", "status", "bom_id", "receipt"}


def of(**boms: Any) -> dict[str, Any]:
    """A request with these BOMs."""
    return {"boms": boms}


def test_each_bom_is_answered_as_if_it_were_alone(client: FlaskClient) -> None:
    one, two = bom(bom_id="one"), bom(line("1"), line("2"), bom_id="two")
    answer = client.post(URL, json=of(a=one, b=two), buffered=True)
    assert answer.status_code == 200
    assert answer.json == {
        "results": {
            key: {"status": 200, "score": client.post("/v1/scores", json=body).json}
            for key, body in {"a": one, "b": two}.items()
        }
    }


def test_descriptions_of_all_boms_are_weighed_before_one_is_read(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    weighed: list[object] = []
    monkeypatch.setattr(batch, "work_of", lambda asked: weighed.append(asked) or 1)
    slow = {f"b{b}": bom(*(line(str(n), material=f"{b} {n} " + "Y2O3 " * 38) for n in range(50))) for b in range(90)}
    answer = client.post(URL, json=of(**slow))
    assert faults(answer)["/boms"] == "too_much_work"
    assert weighed == []


@pytest.mark.parametrize(
    ("bad", "pointer"),
    [
        ({"lines": []}, "/boms/a~1b/lines"),
        ("no object", "/boms/a~1b"),
        (None, "/boms/a~1b"),
        (bom(line(material="unscorable")), "/boms/a~1b/lines/0/material"),
        (bom(line(), line()), "/boms/a~1b/lines/0/line_id"),
    ],
)
def test_one_bad_bom_spoils_only_its_key(client: FlaskClient, bad: Any, pointer: str) -> None:
    answer = client.post(URL, json=of(**{"good": bom(), "a/b": bad, "last": bom()}))
    assert answer.status_code == 200
    results = answer.json["results"]  # type: ignore[index]
    assert {key: result["status"] for key, result in results.items()} == {"good": 200, "a/b": 422, "last": 200}
    problem = results["a/b"]["problem"]
    assert problem["errors"][0]["pointer"] == pointer
    assert problem["status"] == 422


def test_lines_come_as_soon_as_they_are_there(client: FlaskClient, fake: FakeKernel) -> None:
    boms = {f"b{n}": bom() for n in range(3)}
    with client.post(URL, json=of(**boms), headers={"Accept": batch.NDJSON}, buffered=False) as answer:
        assert answer.content_type == batch.NDJSON
        stream = answer.iter_encoded()
        first = json.loads(next(stream))
        assert (first["key"], first["status"], fake.scored) == ("b0", 200, 1)
        assert [json.loads(rest)["key"] for rest in stream] == ["b1", "b2"]


def test_the_view_is_that_of_every_score(client: FlaskClient) -> None:
    results = client.post(f"{URL}?view=full", json=of(a=bom())).json["results"]  # type: ignore[index]
    assert results["a"]["score"] == client.post("/v1/scores?view=full", json=bom()).json


def test_the_model_is_given_back_between_two_boms(app: Flask, client: FlaskClient) -> None:
    lock = app.extensions[EXTENSION].scoring
    with client.post(URL, json=of(a=bom(), b=bom()), headers={"Accept": batch.NDJSON}, buffered=False) as answer:
        for _ in answer.iter_encoded():
            assert lock.acquire(blocking=False)
            lock.release()


def test_work_is_bounded_before_anything_is_scored(client: FlaskClient, fake: FakeKernel) -> None:
    heavy = bom(line(material="heavy"))
    boms = {f"h{n}": heavy for n in range(batch.MOST_WORK // 15_000)}
    assert client.post(URL, json=of(**boms), buffered=True).status_code == 200
    fake.scored = 0
    answer = client.post(URL, json=of(**boms, light=bom()))
    assert answer.status_code == 422
    assert faults(answer)["/boms"] == "too_much_work"
    assert list(faults(answer))[1] == "/boms/h0"
    assert "2 or more requests" in answer.json["errors"][0]["detail"]  # type: ignore[index]
    assert fake.scored == 0


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"boms": {}}, "/boms"),
        ({"boms": {f"b{n}": {} for n in range(Limits.batch + 1)}}, "/boms"),
        ({"boms": []}, "/boms"),
        ({"boms": {"": bom()}}, "/boms"),
        ({"boms": {"k" * 101: bom()}}, "/boms"),
        ({}, "/boms"),
        ({"boms": {"a": bom()}, "more": 1}, "/more"),
    ],
)
def test_a_batch_that_is_none_is_refused(client: FlaskClient, body: Any, pointer: str) -> None:
    answer = client.post(URL, json=body)
    assert answer.status_code == 422
    assert pointer in faults(answer)


@pytest.mark.slow
def test_five_hundred_boms_are_answered(client: FlaskClient) -> None:
    answer = client.post(URL, json=of(**{f"b{n}": bom() for n in range(Limits.batch)}))
    assert len(answer.json["results"]) == Limits.batch  # type: ignore[index]


def test_a_batch_may_be_larger_than_a_bom_and_not_larger_than_its_limit(client: FlaskClient) -> None:
    notes = {f"x_{n}": "n" * 490 for n in range(22)}
    raw = json.dumps(of(**{f"b{n}": bom(line(**notes)) for n in range(110)}))
    assert len(raw) > Limits.body_bytes
    assert client.post(URL, data=raw, content_type="application/json", buffered=True).status_code == 200
    padded = json.dumps(of(a=bom())) + " " * Limits.batch_bytes
    assert client.post(URL, data=padded, content_type="application/json", buffered=True).status_code == 413


def test_a_large_body_takes_more_places_and_gives_all_back(app: Flask, client: FlaskClient) -> None:
    places = app.extensions[EXTENSION].places
    padded = json.dumps(of(a=bom())) + " " * (3 * 1024 * 1024)
    before = places._value
    assert client.post(URL, data=padded, content_type="application/json", buffered=True).status_code == 200
    assert places._value == before


def test_without_a_model_nothing_is_read(app: Flask, client: FlaskClient) -> None:
    app.extensions[EXTENSION].kernel = None
    assert client.post(URL, json=of(a=bom()), buffered=True).status_code == 503
