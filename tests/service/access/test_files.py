"""Who may send files and fetch tables: each tenant its own, and storing asks for more."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.access.policy import Scope
from service.api.context import OWN
from tests.conftest import faults
from tests.service.access.conftest import key_for
from tests.service.imports.files import csv

FILE = csv("Level,Item,Description,Qty", "0,MOT-7,Motor,1", "1,M,NdFeB,1")
BODY = {"data": FILE, "content_type": "text/csv"}


@pytest.mark.slow
def test_a_file_is_scored_with_the_scope_for_it_and_stored_only_with_both(locked: Flask, door: FlaskClient) -> None:
    score = key_for(locked, OWN, frozenset({Scope.SCORE})).headers
    both = key_for(locked, OWN, frozenset({Scope.SCORE, Scope.WRITE})).headers
    assert door.post("/v1/imports", **BODY).status_code == 401
    assert door.post("/v1/imports", **BODY, headers=score).status_code == 200
    refused = door.post("/v1/imports?store=true", **BODY, headers=score)
    assert (refused.status_code, faults(refused)) == (403, {"": "missing_scope"})
    assert door.post("/v1/imports?store=true", **BODY, headers=both).status_code == 200


@pytest.mark.slow
def test_a_tenant_exports_its_own_boms_only(locked: Flask, door: FlaskClient) -> None:
    mine, other = key_for(locked, "mine").headers, key_for(locked, "other").headers
    assert door.post("/v1/imports?store=true", **BODY, headers=mine).status_code == 200
    assert b"MOT-7" in door.get("/v1/exports/scores", headers=mine).data
    assert b"MOT-7" not in door.get("/v1/exports/scores", headers=other).data
    assert door.get("/v1/exports/boms?bom_id=MOT-7", headers=mine).status_code == 200
    assert door.get("/v1/exports/boms?bom_id=MOT-7", headers=other).status_code == 404
