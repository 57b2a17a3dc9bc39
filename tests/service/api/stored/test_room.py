"""What a tenant may keep: beyond it nothing is dropped, and the answer says what to do."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from service.store import room
from tests.conftest import bom, faults, line


@pytest.fixture(autouse=True)
def full(monkeypatch: pytest.MonkeyPatch, client: FlaskClient) -> None:
    """A tenant may keep two of each."""
    for name in ("MOST_BOMS", "MOST_REVISIONS", "MOST_PARTS", "MOST_LINKS"):
        monkeypatch.setattr(room, name, 2)


def test_a_bom_more_than_may_be_kept_is_refused_until_another_goes(client: FlaskClient) -> None:
    for name in "ab":
        assert client.put(f"/v1/boms/{name}", json=bom()).status_code == 201
    refused = client.put("/v1/boms/c", json=bom())
    assert (refused.status_code, faults(refused)) == (422, {"": "tenant_full"})
    assert client.get("/v1/boms/c").status_code == 404
    assert client.put("/v1/boms/a", json=bom(line("2"))).status_code == 200
    client.delete("/v1/boms/b")
    assert client.put("/v1/boms/c", json=bom()).status_code == 201


def test_a_revision_more_than_may_be_kept_is_refused_and_the_newest_stays(client: FlaskClient) -> None:
    for number in (1, 2):
        client.put("/v1/boms/a", json=bom(line(str(number))))
    refused = client.put("/v1/boms/a", json=bom(line("3")))
    assert (refused.status_code, faults(refused)) == (422, {"": "tenant_full"})
    assert client.get("/v1/boms/a").json["bom"]["lines"][0]["line_id"] == "2"
    assert client.put("/v1/boms/a", json=bom(line("2"))).status_code == 200


def test_a_part_more_than_may_be_kept_is_refused(client: FlaskClient) -> None:
    says = {"rare_earth": False, "confirmed_by": "A. Engineer"}
    for kept in client.get("/v1/parts").json["items"]:
        client.delete(f"/v1/parts/{kept['part_number']}")
    try:
        assert [client.put(f"/v1/parts/R-{n}", json=says).status_code for n in range(2)] == [201, 201]
        refused = client.put("/v1/parts/R-2", json=says)
        assert (refused.status_code, faults(refused)) == (422, {"": "tenant_full"})
        assert client.put("/v1/parts/R-1", json=says | {"note": "seen"}).status_code == 200
    finally:
        for number in range(2):
            client.delete(f"/v1/parts/R-{number}")


def test_a_link_more_than_may_be_kept_is_refused_and_the_others_go_on(client: FlaskClient) -> None:
    client.put("/v1/boms/a", json=bom())
    for name in "ab":
        assert client.put(f"/v1/links/{name}", json={"opens": "feed"}).status_code == 201
    refused = client.put("/v1/links/c", json={"opens": "feed"})
    assert (refused.status_code, faults(refused)) == (422, {"": "tenant_full"})
    assert client.put("/v1/links/b", json={"opens": "badge", "bom_id": "a"}).status_code == 201
    kept = client.get("/v1/links").json["items"]  # type: ignore[index]
    assert [(one["link_id"], one["opens"]) for one in kept] == [("a", "feed"), ("b", "badge")]
