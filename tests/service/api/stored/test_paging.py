"""Tokens that nobody here made: they aren't signed, so anybody can write one."""

from __future__ import annotations

import base64
from typing import Any

import orjson
import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.api.stored import paging
from tests.conftest import bom, faults


def forged(app: Flask, path: str, position: Any) -> str:
    """A path with a token that is bound to it."""
    with app.test_request_context(path):
        return paging.next_path(position)


@pytest.mark.parametrize("revision", [2**63, 2**64 - 1, paging.MOST_REVISION + 1, -1, True, 1.5, "1", None])
def test_no_token_reaches_the_database_with_a_number_that_is_no_revision(
    app: Flask, client: FlaskClient, revision: Any
) -> None:
    client.put("/v1/boms/motor-7", json=bom())
    for path, position in (("revisions", revision), ("scores", ["2026-01-01", revision])):
        assert faults(client.get(forged(app, f"/v1/boms/motor-7/{path}", position))) == {"?after": "token"}


@pytest.mark.parametrize("path", ["/v1/parts", "/v1/claims?on=2026-01-01", "/v1/audit", "/v1/suppliers"])
@pytest.mark.parametrize("position", [1, None, True, [], {}, ["a"]])
def test_no_list_takes_a_position_that_is_no_id(app: Flask, client: FlaskClient, path: str, position: Any) -> None:
    assert faults(client.get(forged(app, path, position))) == {"?after": "token"}


def test_no_audit_log_goes_on_behind_what_is_no_entry(app: Flask, client: FlaskClient) -> None:
    assert faults(client.get(forged(app, "/v1/audit", "x"))) == {"?after": "token"}


@pytest.mark.parametrize("path", ["/v1/boms", "/v1/boms?sort=changed", "/v1/suppliers", "/v1/parts", "/v1/claims"])
def test_no_token_brings_a_database_a_text_that_it_cannot_take(app: Flask, client: FlaskClient, path: str) -> None:
    for position in ("\0", ["2026-01-01", False, "a\0", "a"], ["2026-01-01", True, "2026-01-01", "\0"]):
        assert faults(client.get(forged(app, path, position))) == {"?after": "token"}


def test_a_token_is_json_in_base64() -> None:
    """What the above rests on: JSON writes a zero in one way alone."""
    assert paging.NUL in orjson.dumps("\0")
    assert base64.urlsafe_b64decode(base64.urlsafe_b64encode(paging.NUL)) == paging.NUL
