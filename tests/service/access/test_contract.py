"""Requests made up from the OpenAPI document, by keys of two tenants with every set of scopes, and by none.

A key with the scope of the operation is answered as the document says, another is refused with 403, none with 401.
`make contract` tries many more than `make test`.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import given, settings
from hypothesis.stateful import run_state_machine_as_test
from schemathesis.specs.openapi.checks import ignored_auth

from service.access.policy import OF_THE_OPERATOR, Scope
from service.app import create_app
from service.config import Access
from service.engine import KERNEL
from tests.factories import kernel
from tests.service.access.conftest import key_for, store_of, with_keys
from tests.service.api.test_contract import CASES, CHAINS, CHECKS, EVERY, OPERATIONS, PLAIN, bounded, tried

SETS = [*(frozenset({scope}) for scope in Scope), frozenset(Scope), frozenset[Scope]()]
pytestmark = pytest.mark.slow
TENANTS = ("own", "acme")
NEEDED = {(path, method): operation.get("x-scope") for path, method, operation in OPERATIONS}
OPERATORS = [("/metrics", "GET")]
CONDITIONS = ("If-Match", "If-None-Match")
"""Headers that are kept of those that are made up: none of them is a key."""

Holder = tuple[str | None, frozenset[Scope], dict[str, str]]
"""A tenant, the scopes of its key, and the headers that hold it; nobody has none."""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    access = Access(session_key="s" * 32, requests_a_minute=10**7, cpu_seconds_a_minute=10**5)
    app = create_app(with_keys(tmp_path_factory.mktemp("house"), access), replace(KERNEL, load=lambda *_: kernel()))
    yield app
    store_of(app).close()


@pytest.fixture(scope="module")
def holders(house: Flask) -> list[Holder]:
    made = itertools.product(TENANTS, SETS)
    return [(None, frozenset(), {}), *((t, s, key_for(house, t, s).headers) for t, s in made)]


@pytest.fixture(scope="module")
def document(house: Flask) -> Any:
    return schemathesis.openapi.from_wsgi("/openapi.json", house)


@pytest.mark.parametrize(("path", "method"), EVERY)
def test_a_key_does_what_its_scopes_say_and_nothing_else(
    document: Any, holders: list[Holder], path: str, method: str
) -> None:
    needed, turns, seen = NEEDED[path, method], itertools.cycle(holders), Counter[bool]()

    @bounded(max(CASES, len(holders)))
    @given(case=document[path][method].as_strategy())
    def send(case: schemathesis.Case) -> None:
        tenant, scopes, headers = next(turns)
        case.headers = {name: value for name, value in (case.headers or {}).items() if name in CONDITIONS}
        case.query = {name: value for name, value in (case.query or {}).items() if name != "token"}  # opens by itself
        tried["cases"] += 1
        response = case.call_and_validate(checks=CHECKS, headers=PLAIN | headers)
        may = needed is None or (needed in scopes and (tenant == "own" or (path, method) not in OPERATORS))
        seen[may] += 1
        if not may:
            assert response.status_code == (401 if tenant is None else 403)
        elif response.status_code in (401, 403):  # an import that stores asks for another scope beside its own
            assert (path, case.query["store"], Scope.WRITE in scopes) == ("/v1/imports", "true", False)

    send()
    assert seen[True] > 0


@pytest.mark.parametrize(("path", "method"), [pair for pair in EVERY if NEEDED[pair]])
def test_no_operation_answers_without_a_key_or_with_a_wrong_one(
    document: Any, holders: list[Holder], path: str, method: str
) -> None:
    everything = next(headers for tenant, scopes, headers in holders if tenant == "own" and scopes == frozenset(Scope))

    @bounded(max(2, CASES // 10))
    @given(case=document[path][method].as_strategy())
    def send(case: schemathesis.Case) -> None:
        tried["cases"] += 1
        case.call_and_validate(checks=(ignored_auth,), headers=PLAIN | everything)

    send()


def test_two_tenants_that_follow_each_others_links_are_answered_as_documented(
    document: Any, holders: list[Holder]
) -> None:
    whole = itertools.cycle([headers for _, scopes, headers in holders if scopes == frozenset(Scope)])
    machine, followed = document.as_state_machine(), Counter[str]()

    def validate(_self: Any, response: Any, case: schemathesis.Case, **_more: Any) -> None:
        tried["cases"] += 1
        followed[case.operation.label] += 1
        case.validate_response(response, checks=CHECKS)

    machine.validate_response = validate
    machine.get_call_kwargs = lambda _self, _case: {"headers": PLAIN | next(whole)}
    run_state_machine_as_test(machine, settings=settings(bounded(CHAINS), stateful_step_count=6))
    assert len(followed) > 5, followed


def test_what_tells_of_all_tenants_is_the_operators(document: Any) -> None:
    assert {
        f"operations.{o.definition.raw['operationId']}" for p, m in OPERATORS for o in [document[p][m]]
    } == OF_THE_OPERATOR
