"""What holds for every operation of the OpenAPI document, so that a new one can't be forgotten."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import faults
from tests.contract.walk import operations


@pytest.fixture(scope="module")
def document(shared_app: Flask) -> dict[str, Any]:
    """The OpenAPI document."""
    shown: dict[str, Any] = shared_app.test_client().get("/openapi.json").json
    return shown


@pytest.mark.slow
def test_a_query_parameter_that_is_not_known_is_refused_by_every_operation(
    client: FlaskClient, document: dict[str, Any], subtests: pytest.Subtests
) -> None:
    for path, method, _ in operations(document):
        with subtests.test(path=path, method=method):
            address = re.sub(r"{\w+}", "x", path)
            answer = client.open(address, method=method.upper(), query_string={"no_such_parameter": "1"})
            assert answer.status_code == 422
            assert faults(answer)["?no_such_parameter"] == "unknown_field"


def test_fields_of_a_list_are_not_ignored(client: FlaskClient) -> None:
    assert faults(client.get("/v1/elements?fields=symbol")) == {"?fields": "unknown_field"}
    assert faults(client.get("/v1/boms?fields=score")) == {"?fields": "unknown_field"}


def test_what_an_operation_refuses_by_a_header_is_a_problem_document(
    client: FlaskClient, document: dict[str, Any], subtests: pytest.Subtests
) -> None:
    refused = set()
    for path, method, _ in operations(document):
        if method != "get":
            continue
        with subtests.test(path=path):
            answer = client.get(re.sub(r"{\w+}", "Dy", path), headers={"If-Match": '"nobody holds this"'})
            assert answer.status_code < 400 or answer.content_type == "application/problem+json"
            refused |= {path} if answer.status_code == 412 else set()
    assert {"/v1/elements/{symbol}/scores.csv", "/v1/portfolio/scores.csv", "/v1/controls"} <= refused
