"""Webhooks as they are put, read, rotated and refused."""

from __future__ import annotations

import zlib
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from service.api.context import EXTENSION
from service.store.boms import Store
from service.store.schema import replays
from tests.conftest import bom, faults

URL = "https://example.com/hook"


@pytest.fixture(autouse=True)
def _nothing_left(client: FlaskClient) -> Any:
    yield
    for row in client.get("/v1/webhooks").json["items"]:
        client.delete(f"/v1/webhooks/{row['webhook_id']}")


def test_a_secret_is_shown_once(client: FlaskClient) -> None:
    body = {"url": URL, "on": ["band_crossed", "band_crossed"], "digest": "daily"}
    made = client.put("/v1/webhooks/erp", json=body)
    assert (made.status_code, made.json["secret"][:6], made.json["on"]) == (201, "whsec_", ["band_crossed"])
    changed = client.put("/v1/webhooks/erp", json=body | {"enabled": False})
    assert (changed.status_code, "secret" in changed.json, changed.json["enabled"]) == (200, False, False)
    rotated = client.post("/v1/webhooks/erp/secret", json={})
    assert rotated.json["secret"] != made.json["secret"]
    for path in ("/v1/webhooks", "/v1/webhooks/erp"):
        assert "whsec_" not in client.get(path).get_data(as_text=True)
    assert client.get("/v1/webhooks/erp").json["secrets"] == 2
    assert client.delete("/v1/webhooks/erp").status_code == 204
    for method, path in (("GET", ""), ("DELETE", ""), ("GET", "/deliveries"), ("POST", "/deliveries/msg_0/replay")):
        assert client.open(f"/v1/webhooks/erp{path}", method=method).status_code == 404
    assert client.post("/v1/webhooks/erp/secret", json={}).status_code == 404


def test_a_secret_is_not_kept_for_its_idempotency_key(client: FlaskClient, app: Flask) -> None:
    client.put("/v1/webhooks/erp", json={"url": URL, "on": ["band_crossed"]})
    key = {"Idempotency-Key": "rotation-1"}
    made, again = (client.post("/v1/webhooks/erp/secret", json={}, headers=key) for _ in range(2))
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.json == {"others_until": made.json["others_until"]}
    assert client.get("/v1/webhooks/erp").json["secrets"] == 2
    store: Store = app.extensions[EXTENSION].store
    with store._reading() as connection:
        bodies = connection.execute(select(replays.c.body)).scalars().all()
    assert bodies
    assert not [raw for raw in bodies if b"whsec_" in zlib.decompress(raw)]


def test_a_condition_is_shown_as_it_was_said_with_how_many_meet_it(client: FlaskClient) -> None:
    client.put("/v1/boms/motor", json=bom())
    condition = {"min_score": 20, "min_band": "elevated", "country": "China", "stage": "separation", "element": "Dy"}
    shown = client.put("/v1/webhooks/policy", json={"url": URL, "condition": condition}).json
    assert shown["condition"] == condition | {"country": "CN"}
    assert (shown["on"], shown["meets_now"]) == ([], 1)
    other = client.put("/v1/webhooks/policy", json={"url": URL, "condition": condition | {"min_score": 99}})
    assert other.json["meets_now"] == 0


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ({"url": "http://example.com/", "on": ["band_crossed"]}, {"/url": "refused_address"}),
        ({"url": "https://169.254.169.254/latest", "on": ["band_crossed"]}, {"/url": "refused_address"}),
        ({"url": URL}, {"": "empty"}),
        ({"url": URL, "condition": {}}, {"/condition": "empty"}),
        ({"url": URL, "on": ["band_crosed"]}, {"/on/0": "not_a_choice"}),
        ({"url": URL, "condition": {"measure": "CN-1999-1"}}, {"/condition/measure": "not_a_choice"}),
        ({"url": URL, "condition": {"min_score": 101}}, {"/condition/min_score": "out_of_range"}),
        ({"url": URL, "on": ["band_crossed"], "digest": "hourly"}, {"/digest": "not_a_choice"}),
        ({"on": ["band_crossed"]}, {"/url": "required"}),
    ],
)
def test_a_webhook_that_cant_be_is_told_why(client: FlaskClient, body: dict[str, Any], fault: dict[str, str]) -> None:
    answer = client.put("/v1/webhooks/x", json=body)
    assert (answer.status_code, faults(answer)) == (422, fault)


def test_there_are_at_most_twenty_webhooks_and_five_secrets(client: FlaskClient) -> None:
    answers = [client.put(f"/v1/webhooks/w{n}", json={"url": URL, "on": ["band_crossed"]}) for n in range(21)]
    assert [answer.status_code for answer in answers] == [201] * 20 + [422]
    assert faults(answers[-1]) == {"": "tenant_full"}
    rotated = [client.post("/v1/webhooks/w0/secret", json={}) for _ in range(5)]
    assert [answer.status_code for answer in rotated] == [200] * 4 + [422]
    assert faults(rotated[-1]) == {"": "tenant_full"}


def test_deliveries_come_in_pages(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    client.put("/v1/webhooks/erp", json={"url": URL, "on": ["band_crossed"]})
    for number, band in enumerate(("low", "high") * 3):
        monkeypatch.setattr("tests.fakes.BAND", band)
        client.put("/v1/boms/motor", json=bom(name=str(number)))
    path, ids = "/v1/webhooks/erp/deliveries?state=pending&limit=2", []
    while path:
        page = client.get(path).json
        ids += [row["message_id"] for row in page["items"]]
        path = page["next"]
    assert len(ids) == len(set(ids)) == 5
    assert client.get("/v1/webhooks/erp/deliveries?state=dead").json["items"] == []
    assert faults(client.get("/v1/webhooks/erp/deliveries?after=x")) == {"?after": "token"}
