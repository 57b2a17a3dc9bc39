"""Every operation asks for a scope, and nothing without one is forgotten."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.access import policy
from service.access.policy import API, OPEN, PAGES, Scope
from service.api.context import OWN
from tests.conftest import bom, faults
from tests.service.access.conftest import key_for

BY_LINK = ("/v1/boms/{bom_id}/badge.svg", "/v1/feed.atom", "/v1/indicators.atom")
OPEN_PATHS = ("/docs", "/docs/problems", "/openapi.json", "/healthz", "/readyz", "/sign-in")


def test_an_application_with_an_operation_without_a_scope_does_not_start(app: Flask) -> None:
    policy.check(app)
    strange = Flask("strange", static_folder=None)
    strange.add_url_rule("/v1/new", "new.operation", lambda: "")
    with pytest.raises(LookupError, match=r"No scope is stated for new\.operation: .*policy\.py"):
        policy.check(strange)


def test_the_table_names_no_operation_that_is_gone(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == policy.RULES.keys()


def test_what_is_open_is_what_tells_of_no_tenant() -> None:
    api = {name for name, scope in API.items() if scope is OPEN}
    assert api == {"api-docs.openapi_json", "operations.healthz", "operations.readyz"}


@pytest.mark.slow
@pytest.mark.parametrize("path", OPEN_PATHS)
def test_what_is_open_needs_no_key(door: FlaskClient, path: str) -> None:
    assert door.get(path).status_code == 200


@pytest.mark.slow
@pytest.mark.parametrize("scope", Scope)
def test_a_key_opens_what_has_its_scope_and_nothing_else(locked: Flask, door: FlaskClient, scope: Scope) -> None:
    headers = key_for(locked, OWN, frozenset({scope})).headers
    opened = {
        Scope.SCORE: door.post("/v1/scores", json=bom(), headers=headers),
        Scope.READ: door.get("/v1/boms", headers=headers),
        Scope.WRITE: door.put("/v1/boms/a", json=bom(), headers=headers),
        Scope.ADMIN: door.get("/v1/audit", headers=headers),
    }
    assert opened.pop(scope).status_code in (200, 201)
    for missing, answer in opened.items():
        assert (answer.status_code, faults(answer)) == (403, {"": "missing_scope"})
        assert f"the scope {missing}" in answer.json["detail"]
        assert f"yours has {scope}." in answer.json["detail"]
        assert f'error="insufficient_scope", scope="{missing}"' in answer.headers["WWW-Authenticate"]


def test_an_import_that_stores_needs_write_too_and_is_noted(locked: Flask, door: FlaskClient) -> None:
    scoring = key_for(locked, OWN, frozenset({Scope.SCORE})).headers
    both = key_for(locked, OWN, frozenset({Scope.SCORE, Scope.WRITE, Scope.ADMIN})).headers
    file = {"data": b"Item,Description,Qty,UoM\r\nMAG-1,NdFeB N42SH,2,kg\r\n", "content_type": "text/csv"}
    assert door.post("/v1/imports", headers=scoring, **file).status_code == 200  # type: ignore[arg-type]
    refused = door.post("/v1/imports?store=true", headers=scoring, **file)  # type: ignore[arg-type]
    assert (refused.status_code, faults(refused)) == (403, {"": "missing_scope"})
    assert "the scope write" in refused.json["detail"]
    assert door.post("/v1/imports?store=true", headers=both, **file).status_code == 200  # type: ignore[arg-type]
    noted = [(entry["action"], entry["outcome"]) for entry in door.get("/v1/audit", headers=both).json["items"]]
    assert noted == [("imports.post_import", "done"), ("imports.post_import", "refused")]


@pytest.mark.slow
def test_a_key_gets_no_replay_of_what_it_may_not_do(locked: Flask, door: FlaskClient) -> None:
    scoring = key_for(locked, OWN, frozenset({Scope.SCORE})).headers
    writing = [key_for(locked, OWN, frozenset({Scope.SCORE, Scope.WRITE})).headers for _ in range(2)]
    file = b"Item,Description,Qty,UoM\r\nMAG-1,NdFeB N42SH,2,kg\r\n"

    def sent(headers: dict[str, str]) -> Any:
        headers = headers | {"Idempotency-Key": "k-1"}
        return door.post("/v1/imports?store=true", headers=headers, data=file, content_type="text/csv")

    assert sent(writing[0]).status_code == 200
    assert sent(writing[1]).headers["Idempotency-Replayed"] == "true"  # as after a rotation
    refused = sent(scoring)
    assert (refused.status_code, faults(refused)) == (422, {"Idempotency-Key": "other_body"})


def test_metrics_tell_of_all_tenants_and_so_to_the_operator_alone(locked: Flask, door: FlaskClient) -> None:
    assert door.get("/metrics", headers=key_for(locked, OWN).headers).status_code == 200
    other = door.get("/metrics", headers=key_for(locked, "acme").headers)
    assert (other.status_code, faults(other)) == (403, {"": "missing_scope"})
    assert "of the tenant 'own'" in other.json["detail"]


def test_nothing_is_at_an_unknown_address_with_a_key_or_without(door: FlaskClient) -> None:
    assert door.get("/v1/nothing").status_code == 404
    assert door.delete("/v1/scores").status_code == 405


def test_every_operation_of_the_document_says_what_it_needs(door: FlaskClient) -> None:
    document = door.get("/openapi.json").json
    schemes = document["components"]["securitySchemes"]
    assert schemes["bearer"]["scheme"] == "bearer"
    assert schemes["api_key"] == schemes["api_key"] | {"in": "header", "name": "X-Api-Key"}
    for path, item in document["paths"].items():
        for method, operation in item.items():
            if method in ("get", "put", "post", "delete"):
                needed = operation.get("x-scope")
                ways = ["bearer", "api_key", *(["link"] if path in BY_LINK else [])] if needed else []
                assert operation["security"] == [{way: []} for way in ways], path
                assert needed is None or f"the scope `{Scope(needed)}`" in operation["description"]
                refused = {"403"} | ({"401", "429"} if needed else set())
                assert refused <= operation["responses"].keys(), path


def test_pages_and_operations_are_told_apart() -> None:
    assert not API.keys() & PAGES.keys()
