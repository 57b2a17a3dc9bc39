"""Requests made up from the OpenAPI document, in process: no answer may be a defect or undocumented, and what the
document allows is refused only for what no JSON schema can say.

`make contract` tries many more than `make test`.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.stateful import run_state_machine_as_test
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    missing_required_header,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from tests.contract import formats
from tests.contract.__main__ import DOCUMENT
from tests.contract.repaired import repaired
from tests.contract.walk import operations
from tests.drawn import drawn

CASES = int(os.environ.get("CONTRACT_CASES", "12"))
CHAINS = max(5, CASES // 5)
CHECKS = (
    not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance,
    response_headers_conformance, missing_required_header, unsupported_method,
)  # fmt: skip
"""All of schemathesis but those that need a key or a walk, that nothing be beyond a schema, or that blanks around a
text be refused: these are taken away, and the text is read."""
PLAIN = {"Accept-Encoding": "identity"}  # in process nothing unpacks answers
UNCOUNTED = {"Content-Type", "Content-Length", "Date", "Server", "Connection"}
BEYOND_SCHEMA = {
    "aim", "damaged_receipt", "description", "duplicate", "mismatch", "no_costs", "no_line", "not_kept",
    "not_offered",
    "not_served", "not_signed_here", "not_used", "other_body", "other_currency", "recycled",
    "refused_address", "shares", "sum", "token",
    "too_early", "too_late", "too_precise", "unknown_document", "unknown_element", "unknown_material",
    "unknown_mapping", "unknown_quantity", "unknown_role", "unknown_scenario", "unknown_unit",
}  # fmt: skip
"""Codes of what hangs on several members, on a catalogue, or on an earlier answer."""
BY_PLACE = {
    ("required", "form"),  # with an element only
    ("required", "bom_id"),  # of a badge only
    ("empty", ""),  # a webhook that is told nothing
    ("empty", "condition"),
    ("not_a_date", "?before"),  # a page's token comes from `next`
    ("out_of_range", "?before"),
    ("unknown_encoding", "?encoding"),  # whose names have many spellings
    ("key", "columns"),  # of letters that no script has yet
    ("not_a_choice", "?measure"),  # the register has them
    ("out_of_range", "?to"),  # not before `from`
    ("too_many", "?step"),  # for the span
    ("too_much_work", "?step"),
    ("not_a_number", "?min_score"),  # in a query a number has no exponent
    ("not_a_number", "?stop_cost_per_day"),
    ("not_a_number", "?products_per_year"),
    ("not_a_number", "?carrying_rate"),
    ("not_a_number", "?need_kg"),
}
"""Codes that are beyond a schema at one place."""

pytestmark = pytest.mark.hypothesis  # its properties are made inside of the tests
formats.register()
tried = {"cases": 0}


def bounded(cases: int) -> settings:
    return settings(max_examples=drawn(cases), phases=[Phase.generate], suppress_health_check=list(HealthCheck))


OPERATIONS = [
    (path, method.upper(), operation)
    for path, method, operation in operations(json.loads(DOCUMENT.read_text(encoding="utf-8")))
]
EVERY = [(path, method) for path, method, _ in OPERATIONS]
WITH_INPUT = [
    (path, method)
    for path, method, operation in OPERATIONS
    if "requestBody" in operation or any(p["in"] == "query" for p in operation.get("parameters", ()))
]
SCORING = [("/v1/scores", "POST"), ("/v1/boms/{bom_id}", "PUT"), ("/v1/readings", "POST")]


@pytest.fixture(scope="module")
def shared_document(shared_app: Flask) -> Iterator[Any]:
    yield schemathesis.openapi.from_wsgi("/openapi.json", shared_app)
    print(f"\n{tried['cases']:,} cases")


@pytest.fixture
def document(shared_document: Any, app: Flask) -> Any:
    """The OpenAPI document of ``app``, which is the shared one with nothing stored."""
    return shared_document


@pytest.mark.slow
def test_every_operation_is_tried(document: Any) -> None:
    assert {f"{method} {path}" for path, method in EVERY} == {o.ok().label for o in document.get_all_operations()}


@pytest.mark.slow
@pytest.mark.parametrize(("path", "method"), EVERY)
def test_every_answer_is_documented_and_what_is_allowed_is_refused_for_its_meaning_only(
    document: Any, path: str, method: str
) -> None:
    for response in ask(document[path][method], schemathesis.GenerationMode.POSITIVE):
        if response.status_code == 422:
            assert [fault for fault in response.json()["errors"] if not beyond(fault)] == []


@pytest.mark.slow
@pytest.mark.parametrize(("path", "method"), WITH_INPUT)
def test_wrong_requests_are_answered_as_documented(document: Any, path: str, method: str) -> None:
    for response in ask(document[path][method], schemathesis.GenerationMode.NEGATIVE):
        assert response.status_code != 500


@pytest.mark.slow
@pytest.mark.parametrize(("path", "method"), SCORING)
def test_what_is_allowed_and_means_something_is_accepted(document: Any, path: str, method: str) -> None:
    operation = document[path][method]

    @bounded(CASES)
    @given(case=operation.as_strategy(generation_mode=schemathesis.GenerationMode.POSITIVE))
    def send(case: schemathesis.Case) -> None:
        case.body = repaired(case.body, case.path_parameters)
        case.headers = {}
        response = checked(case)
        assert response.status_code in (200, 201), response.text

    send()


@pytest.mark.slow
def test_operations_that_follow_from_each_other_answer_as_documented(document: Any) -> None:
    machine = document.as_state_machine()
    followed = Counter[str]()

    def validate(_self: Any, response: Any, case: schemathesis.Case, **_more: Any) -> None:
        tried["cases"] += 1
        followed[case.operation.label] += 1
        case.validate_response(response, checks=CHECKS)

    machine.validate_response = validate
    machine.get_call_kwargs = lambda _self, _case: {"headers": PLAIN}
    run_state_machine_as_test(machine, settings=settings(bounded(CHAINS), stateful_step_count=6))
    assert len(followed) > 10, followed


def ask(operation: Any, mode: schemathesis.GenerationMode) -> list[Any]:
    """Send requests made up for ``operation`` and check the answers against the document."""
    answers: list[Any] = []

    @bounded(CASES)
    @given(case=operation.as_strategy(generation_mode=mode))
    def send(case: schemathesis.Case) -> None:
        answers.append(checked(case))

    send()
    return answers


def checked(case: schemathesis.Case) -> Any:
    """The answer to a request, of which everything is documented."""
    tried["cases"] += 1
    response = case.call_and_validate(checks=CHECKS, headers=PLAIN)
    described = case.operation.definition.raw["responses"][str(response.status_code)]
    if "$ref" in described:
        described = case.operation.schema.raw_schema["components"]["responses"][described["$ref"].rpartition("/")[2]]
    known = {name.lower() for name in UNCOUNTED | described.get("headers", {}).keys()}
    assert {name for name in response.headers if name.lower() not in known} == set()
    return response


def beyond(fault: dict[str, str]) -> bool:
    """Whether an error is of what no JSON schema can say."""
    by_place = (fault["code"], fault["pointer"].rpartition("/")[2]) in BY_PLACE
    return fault["code"] in BEYOND_SCHEMA or by_place or fault["pointer"] == "/file"  # what is in a file
