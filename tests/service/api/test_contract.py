"""Requests made up from the OpenAPI document, in process: no answer may be a defect or undocumented."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)
BOUNDED = settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    database=None,
)
WITH_QUERY = (
    "/v1/boms",
    "/v1/parts",
    "/v1/boms/{bom_id}/scores",
    "/v1/elements/{symbol}/supply",
    "/v1/controls",
    "/v1/controls/{measure_id}",
    "/v1/claims",
    "/v1/claims/{claim_id}",
    "/v1/materials",
)
OPERATIONS = [
    ("/v1/scores", "POST"),
    ("/v1/receipts", "POST"),
    ("/v1/plans", "POST"),
    ("/v1/boms/{bom_id}", "PUT"),
    ("/v1/boms/{bom_id}", "GET"),
    ("/v1/boms/{bom_id}/score", "GET"),
    ("/v1/boms/{bom_id}/scores", "GET"),
    ("/v1/boms", "GET"),
    ("/v1/readings", "POST"),
    ("/v1/parts/{part_number}", "PUT"),
    ("/v1/parts/{part_number}", "GET"),
    ("/v1/parts/{part_number}", "DELETE"),
    ("/v1/parts", "GET"),
    ("/v1/elements", "GET"),
    ("/v1/elements/{symbol}", "GET"),
    ("/v1/elements/{symbol}/supply", "GET"),
    ("/v1/controls", "GET"),
    ("/v1/controls/{measure_id}", "GET"),
    ("/v1/claims", "GET"),
    ("/v1/claims/{claim_id}", "GET"),
    ("/v1/materials", "GET"),
    ("/v1/materials/{material_id}", "GET"),
    ("/v1/model", "GET"),
    ("/v1/shocks", "GET"),
    ("/v1/shocks.csv", "GET"),
    ("/v1/track-record", "GET"),
    ("/v1/models/{version}/track-record", "GET"),
    ("/v1/models/{version}/card", "GET"),
    ("/v1/models/{version}/report", "GET"),
    ("/healthz", "GET"),
    ("/readyz", "GET"),
    ("/metrics", "GET"),
]

# What has a body or a query string can be asked wrongly.
WITH_INPUT = [(path, method) for path, method in OPERATIONS if path in WITH_QUERY or method != "GET"]


@pytest.fixture(scope="module")
def shared_document(shared_app: Flask) -> Any:
    return schemathesis.openapi.from_wsgi("/openapi.json", shared_app)


@pytest.fixture
def document(shared_document: Any, app: Flask) -> Any:
    """The OpenAPI document of ``app``, which is the shared one with nothing stored."""
    return shared_document


def test_every_operation_is_tried(document: Any) -> None:
    tried = {f"{method} {path}" for path, method in OPERATIONS}
    assert tried == {operation.ok().label for operation in document.get_all_operations()}


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_every_answer_is_documented_and_as_documented(document: Any, path: str, method: str) -> None:
    ask(document[path][method], schemathesis.GenerationMode.POSITIVE)


@pytest.mark.parametrize(("path", "method"), WITH_INPUT)
def test_wrong_requests_are_answered_as_documented(document: Any, path: str, method: str) -> None:
    ask(document[path][method], schemathesis.GenerationMode.NEGATIVE)


def ask(operation: Any, mode: schemathesis.GenerationMode) -> None:
    """Send requests made up for ``operation`` and check the answers against the document."""

    @BOUNDED
    @given(case=operation.as_strategy(generation_mode=mode))
    def send(case: schemathesis.Case) -> None:
        case.call_and_validate(checks=CHECKS, headers={"Accept-Encoding": "identity"})

    send()
