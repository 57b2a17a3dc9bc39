"""Links open one badge or the feed, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from service.access import links
from service.access.keys import Keyring
from service.access.policy import API, LINKED, OPEN
from tests.conftest import bom, faults
from tests.service.access.conftest import Holder, key_for, store_of

House = tuple[FlaskClient, dict[str, str]]


@pytest.fixture
def house(locked: Flask, holder: Holder) -> House:
    """A client of a service with keys that stores two BOMs, with the headers of their tenant."""
    client = locked.test_client()
    for bom_id in ("motor", "a/b"):
        path = f"/v1/boms/{bom_id.replace('/', '%2F')}"
        assert client.put(path, json=bom(), headers=holder.headers).status_code == 201
    return client, holder.headers


def made(house: House, link_id: str, **body: Any) -> str:
    """The path that a new link opens."""
    answer = house[0].put(f"/v1/links/{link_id}", json=body, headers=house[1])
    assert answer.status_code == 201, answer.json
    return str(answer.json["path"])


def test_a_link_opens_its_badge_and_nothing_else(house: House, locked: Flask) -> None:
    client, headers = house
    path = made(house, "wiki", opens="badge", bom_id="motor")
    token = path.partition("token=")[2]
    slashed = made(house, "other", opens="badge", bom_id="a/b")
    assert [client.get(one).status_code for one in (path, slashed)] == [200, 200]
    for elsewhere in ("/v1/boms/a%2Fb/badge.svg", "/v1/boms/none/badge.svg", "/v1/feed.atom", "/v1/indicators.atom"):
        refused = client.get(f"{elsewhere}?token={token}")
        assert (refused.status_code, faults(refused)) == (401, {"?token": "unknown_link"}), elsewhere
    for rule in locked.url_map.iter_rules():
        if rule.endpoint in API and API[rule.endpoint] is not OPEN and rule.endpoint not in LINKED:
            address = rule.rule.replace("<id:bom_id>", "motor").replace("<", "").replace(">", "")
            for method in {"GET", "PUT", "POST", "DELETE"} & (rule.methods or set()):
                assert client.open(f"{address}?token={token}", method=method).status_code == 401, rule
    for sent in ({"Authorization": f"Bearer {token}"}, {"X-Api-Key": token}):
        assert faults(client.get("/v1/boms", headers=sent)) == {"": "unknown_key"}
    both = client.get(path, headers=headers)
    assert (both.status_code, faults(both)) == (401, {"": "unclear_key"})


def test_a_key_in_an_address_opens_nothing(house: House, holder: Holder) -> None:
    for path in ("/v1/boms/motor/badge.svg", "/v1/feed.atom", "/v1/boms"):
        assert house[0].get(f"{path}?token={holder.text}").status_code == 401


def test_a_link_is_shown_once_kept_as_a_digest_and_listed(
    house: House,
    locked: Flask,
) -> None:
    client, headers = house
    body = {"opens": "badge", "bom_id": "motor", "days": 30}
    path = made(house, "wiki", **body)
    again = client.put("/v1/links/wiki", json=body, headers=headers)
    assert (again.status_code, "path" in again.json) == (200, False)
    assert client.get(path).status_code == 200
    [listed] = client.get("/v1/links", headers=headers).json["items"]
    assert (listed["link_id"], listed["opens"], listed["bom_id"]) == ("wiki", "badge", "motor")
    assert listed == client.get("/v1/links/wiki", headers=headers).json
    kept = store_of(locked).links.get("own", "wiki")
    assert path.partition("token=")[2].split("_", 2)[2] not in repr(kept)
    other = made(house, "wiki", opens="badge", bom_id="motor")
    assert other != path


def test_a_link_that_is_deleted_replaced_or_expired_opens_nothing_within_five_seconds(
    house: House, locked: Flask
) -> None:
    client, headers = house
    clock = [0.0]
    look_up = store_of(locked).links.by_handle
    locked.extensions[links.EXTENSION] = Keyring(look_up, lambda: clock[0], links.FORM)
    paths = [made(house, name, opens="badge", bom_id="motor") for name in ("deleted", "replaced")]
    paths.append(made(house, "of-bom", opens="badge", bom_id="a/b"))
    expired = made(house, "expired", opens="badge", bom_id="motor", days=1)
    assert {client.get(path).status_code for path in (*paths, expired)} == {200}
    assert client.delete("/v1/links/deleted", headers=headers).status_code == 204
    assert client.delete("/v1/links/deleted", headers=headers).status_code == 404
    made(house, "replaced", opens="badge", bom_id="motor", days=9)
    client.delete("/v1/boms/a%2Fb", headers=headers)
    clock[0] = 5.0
    assert [faults(client.get(path)) for path in paths] == [{"?token": "unknown_link"}] * 3
    with time_machine.travel("2099-01-01", tick=False):
        assert faults(client.get(expired)) == {"?token": "expired_link"}


def test_pages_of_links_go_on_by_a_token_and_by_no_id(client: FlaskClient) -> None:
    for name in "abc":
        assert client.put(f"/v1/links/{name}", json={"opens": "feed"}).status_code == 201
    first = client.get("/v1/links?limit=2").json
    last = client.get(first["next"]).json
    assert [one["link_id"] for one in first["items"] + last["items"]] == ["a", "b", "c"]
    assert last["next"] is None
    assert faults(client.get("/v1/links?after=b")) == {"?after": "token"}


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ({"opens": "badge"}, {"/bom_id": "required"}),
        ({"opens": "feed", "bom_id": "motor"}, {"/bom_id": "not_used"}),
        ({"opens": "page"}, {"/opens": "not_a_choice"}),
        ({"opens": "feed", "days": 1.5}, {"/days": "out_of_range"}),
        ({"opens": "feed", "days": "9"}, {"/days": "not_a_number"}),
    ],
)
def test_a_link_that_cant_be_made_is_told_why(client: FlaskClient, body: dict[str, Any], fault: dict[str, str]) -> None:
    answer = client.put("/v1/links/x", json=body)
    assert (answer.status_code, faults(answer)) == (422, fault)


def test_a_link_to_a_bom_that_is_not_stored_and_a_name_that_cant_be_are_refused(client: FlaskClient) -> None:
    assert client.put("/v1/links/x", json={"opens": "badge", "bom_id": "none"}).status_code == 404
    assert faults(client.put("/v1/links/X Y", json={"opens": "feed"})) == {"?link_id": "pattern"}


def test_the_feed_of_a_link_is_that_of_its_tenant(house: House, locked: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    client, headers = house
    feed = made(house, "reader", opens="feed")
    monkeypatch.setattr("tests.fakes.BAND", "severe")
    client.put("/v1/boms/motor", json=bom(name="Motor"), headers=headers)
    assert b"Motor: severe, was high" in client.get(feed).data
    assert b"Motor" not in client.get("/v1/feed.atom", headers=key_for(locked, "acme").headers).data


def test_a_feed_link_opens_the_feed_of_indicators_too(house: House) -> None:
    token = made(house, "reader", opens="feed").partition("token=")[2]
    answer = house[0].get(f"/v1/indicators.atom?token={token}")
    assert answer.status_code == 200
    assert token.encode() not in answer.data
