"""The OpenAPI document: complete, described, with examples that the service gives, and reviewed when it changes."""

from __future__ import annotations

import ast
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from flask.testing import FlaskClient
from openapi_spec_validator import OpenAPIV31SpecValidator

from service.schemas.answers.codes import BANDS, CODES, SEVERITIES, STATUSES
from tests.contract.__main__ import DOCUMENT, EXAMPLES
from tests.contract.requests import application, examples
from tests.contract.walk import operations
from tests.factories import ROOT

WORD = re.compile(r"[a-z]+(_[a-z]+)*")
NAMED = {
    "Message": 1,
    "FieldError": 1,
    "Note": 1,
    "Fault": 0,
    "fault": 0,
    "NotReadyError": 0,
    "Unresolved": 0,
    "FileError": 0,
    "FileTypeError": 0,
}
"""Classes and functions that take a code, and at which place."""


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A client of the service on the shipped bundle at the moment of the examples."""
    with application(tmp_path_factory.mktemp("contract")) as app:
        yield app.test_client()


@pytest.fixture(scope="module")
def document(shipped: FlaskClient) -> dict[str, Any]:
    shown: dict[str, Any] = shipped.get("/openapi.json").json
    return shown


@pytest.mark.slow
def test_the_document_is_valid_3_1(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    OpenAPIV31SpecValidator(document).validate()


def test_the_document_is_made_once_and_asked_for_with_its_etag(client: FlaskClient) -> None:
    first, again = client.get("/openapi.json"), client.get("/openapi.json")
    assert first.data == again.data
    assert client.get("/openapi.json", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_the_document_is_the_one_that_was_reviewed(document: dict[str, Any]) -> None:
    reviewed = json.loads(DOCUMENT.read_text(encoding="utf-8"))
    assert document == reviewed, "look at the change, then run `make openapi`"


@pytest.mark.slow
def test_the_examples_are_what_the_service_answers(shipped: FlaskClient) -> None:
    assert examples(shipped) == json.loads(EXAMPLES.read_text(encoding="utf-8")), "run `make openapi`"


def test_every_operation_has_an_id_of_its_own_words_and_a_tag_that_is_described(document: dict[str, Any]) -> None:
    every = [operation for _, _, operation in operations(document)]
    ids = Counter(operation["operationId"] for operation in every)
    assert [name for name, count in ids.items() if count > 1] == []
    assert all(operation["summary"] and operation["description"] for operation in every)
    described = {tag["name"] for tag in document["tags"] if tag["description"]}
    assert {tag for operation in every for tag in operation["tags"]} == described
    assert document["servers"][0]["url"] == "/"


def test_every_property_parameter_and_header_is_described(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    properties = {f"{name}.{member}": v for name, s in schemas.items() for member, v in s.get("properties", {}).items()}
    assert len(properties) > 600
    parameters = {
        f"{path} {parameter['name']}": parameter
        for path, method, operation in operations(document)
        for parameter in [*operation.get("parameters", ()), *document["paths"][path].get("parameters", ())]
    }
    headers = document["components"]["headers"]
    every = properties | parameters | headers
    assert sorted(name for name, one in every.items() if not one.get("description", "").strip()) == []


@pytest.mark.slow
def test_every_json_answer_has_an_example_that_its_schema_takes(
    document: dict[str, Any], subtests: pytest.Subtests
) -> None:
    components = document["components"]
    for path, method, operation in operations(document):
        for status, response in operation["responses"].items():
            described = components["responses"][response["$ref"].rpartition("/")[2]] if "$ref" in response else response
            for media_type, media in described.get("content", {}).items():
                if not media_type.endswith("json"):
                    continue
                with subtests.test(path=path, method=method, status=status):
                    shown = [media["example"]] if "example" in media else []
                    for one in media.get("examples", {}).values():
                        shown.append(components["examples"][one["$ref"].rpartition("/")[2]]["value"])
                    assert shown
                    for value in shown:
                        schema = media["schema"] | {"components": components}
                        jsonschema.validate(value, schema, cls=jsonschema.Draft202012Validator)


def test_words_that_machines_read_are_listed(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    listed = {
        ("Summary", "band"): [*BANDS, None],
        ("Score", "band"): [*BANDS, None],
        ("Summary", "status"): list(STATUSES),
        ("CurrentScore", "status"): [*STATUSES, None],
        ("Message", "severity"): list(SEVERITIES),
        ("Message", "code"): list(CODES),
        ("Fault", "code"): list(CODES),
    }
    assert {key: schemas[key[0]]["properties"][key[1]]["enum"] for key in listed} == listed


def test_every_error_is_documented_as_a_problem(document: dict[str, Any]) -> None:
    assert set(document["paths"]["/v1/scores"]["post"]["responses"]) >= {
        "200", "400", "408", "413", "415", "422", "500", "503",
    }  # fmt: skip
    for name, response in document["components"]["responses"].items():
        if name != "not-modified":
            assert list(response["content"]) == ["application/problem+json"]


def test_a_batch_is_documented_by_lines_too(document: dict[str, Any]) -> None:
    answer = document["paths"]["/v1/scores/batch"]["post"]["responses"]["200"]
    assert set(answer["content"]) == {"application/json", "application/x-ndjson"}


@pytest.mark.slow
def test_every_code_of_an_error_or_a_message_is_listed() -> None:
    named = {code for path in (ROOT / "service").rglob("*.py") for code in codes_in(path)}
    assert len(named) > 130
    assert sorted(named - set(CODES)) == [], "add it to service/schemas/answers/codes.py"


def codes_in(path: Path) -> Iterator[str]:
    """Codes that a module names: where one is taken, given to ``code`` or ``reason``, or returned before its words."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name in NAMED and len(node.args) > NAMED[name]:
                yield from texts(node.args[NAMED[name]])
        elif isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "code" for t in node.targets):
            yield from (text for text in texts(node.value) if text.islower())
        elif isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple) and len(node.value.elts) > 1:
            first, second, *_ = node.value.elts
            if isinstance(second, ast.JoinedStr) or (isinstance(second, ast.Name) and second.id == "detail"):
                yield from (text for text in texts(first) if WORD.fullmatch(text))


def texts(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from texts(node.body)
        yield from texts(node.orelse)
