"""What is noted of writes and refusals, and who reads it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from service.access import audit
from service.access.policy import Scope
from service.access.start import EXTENSION
from service.api.context import OWN
from service.store.audit import AuditEntry
from tests.conftest import bom, faults
from tests.service.access.conftest import EVERYTHING, Holder, key_for, store_of


def entries(client: FlaskClient, holder: Holder, query: str = "") -> Any:
    answer = client.get(f"/v1/audit{query}", headers=holder.headers)
    assert answer.status_code == 200
    return answer.json


def entries_seen(client: FlaskClient, holder: Holder) -> list[tuple[Any, ...]]:
    names = ("action", "subject", "outcome", "status", "reason")
    return [tuple(entry[name] for name in names) for entry in entries(client, holder)["items"]]


@pytest.mark.slow
def test_writes_are_noted_with_their_key_and_reads_are_not(door: FlaskClient, holder: Holder) -> None:
    written = door.put("/v1/boms/a", json=bom(), headers=holder.headers)
    door.get("/v1/boms/a", headers=holder.headers)
    door.post("/v1/scores", json=bom(), headers=holder.headers)
    door.put("/v1/boms/b", json={}, headers=holder.headers)
    assert entries_seen(door, holder) == [("boms.put_bom", "PUT /v1/boms/a", "done", 201, None)]
    (entry,) = entries(door, holder)["items"]
    assert (entry["key_id"], entry["request_id"]) == (holder.key_id, written.headers["X-Request-ID"])


def test_refused_access_is_noted_with_its_reason(locked: Flask, door: FlaskClient, holder: Holder) -> None:
    ended = key_for(locked, expires_at=datetime.now(UTC))
    narrow = key_for(locked, OWN, frozenset({Scope.SCORE}))
    door.get("/v1/boms", headers=ended.headers)
    door.get("/v1/boms/a", headers=narrow.headers)
    assert entries_seen(door, holder) == [
        ("boms.get_bom", "GET /v1/boms/a", "refused", 403, "missing_scope"),
        ("bom_lists.list_boms", "GET /v1/boms", "refused", 401, "expired_key"),
    ]


@pytest.mark.slow
def test_whoever_has_no_key_fills_the_log_and_no_table(
    door: FlaskClient, holder: Holder, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    noted: list[dict[str, Any]] = []
    monkeypatch.setattr(audit.log, "info", lambda event, **values: noted.append({"event": event} | values))
    door.get("/v1/boms")
    door.get("/v1/boms", headers={"X-Api-Key": "cpk_strange"})
    assert [each["reason"] for each in noted] == ["no_key", "unknown_key"]
    assert entries(door, holder)["items"] == []


def test_no_key_stands_in_an_entry(door: FlaskClient, holder: Holder) -> None:
    door.put(f"/v1/parts/{holder.text}", json={"confirmed_by": "A", "rare_earth": False}, headers=holder.headers)
    page = json.dumps(entries(door, holder))
    assert holder.key_id in page
    assert holder.text.rpartition("_")[2] not in page


@pytest.mark.slow
def test_a_tenant_reads_its_own_entries_alone(locked: Flask, door: FlaskClient, holder: Holder) -> None:
    other = key_for(locked, "acme")
    door.put("/v1/boms/a", json=bom(), headers=holder.headers)
    assert entries_seen(door, other) == []
    assert len(entries_seen(door, holder)) == 1


@pytest.mark.slow
def test_entries_count_nothing_that_others_did(locked: Flask) -> None:
    store = store_of(locked).audit
    now = datetime.now(UTC)
    for second, tenant in enumerate(("own", "acme", "acme", "own")):
        store.add(AuditEntry(now + timedelta(seconds=second), tenant, None, "x", "y", "done"))
    newer, older = (row["entry"] for row in store.page("own", 10, None))
    assert newer > older
    assert int(newer[:14], 16) - int(older[:14], 16) == 3_000_000


def test_pages_follow_each_other_and_hold_every_entry_once(locked: Flask, door: FlaskClient, holder: Holder) -> None:
    now = datetime.now(UTC)
    for second in range(5):
        store_of(locked).audit.add(AuditEntry(now - timedelta(seconds=second), OWN, None, "x", str(second), "done"))
    seen, query = [], "?limit=2"
    while query:
        page = entries(door, holder, query)
        seen += [entry["subject"] for entry in page["items"]]
        query = (page["next"] or "").removeprefix("/v1/audit")
    assert seen == ["0", "1", "2", "3", "4"]


def test_a_place_to_go_on_from_is_checked(door: FlaskClient, holder: Holder) -> None:
    assert faults(door.get("/v1/audit?after=x", headers=holder.headers)) == {"?after": "token"}


@pytest.mark.slow
def test_old_entries_are_forgotten_once_an_hour(locked: Flask, door: FlaskClient, holder: Holder) -> None:
    days = locked.extensions[EXTENSION].settings.access.audit_days
    now = datetime.now(UTC)
    for age in (days + 1, days - 1):
        store_of(locked).audit.add(AuditEntry(now - timedelta(days=age), OWN, None, "x", f"{age} days", "done"))
    door.put("/v1/boms/a", json=bom(), headers=holder.headers)
    assert [subject for _, subject, *_ in entries_seen(door, holder)] == ["PUT /v1/boms/a", f"{days - 1} days"]


@pytest.mark.slow
def test_refusals_of_one_key_are_kept_up_to_a_bound(locked: Flask, door: FlaskClient, holder: Holder) -> None:
    narrow = key_for(locked, OWN, frozenset())
    with time_machine.travel(datetime.now(UTC), tick=False):
        for _ in range(audit.MOST_REFUSALS.amount + 5):
            door.get("/v1/boms", headers=narrow.headers)
        kept = entries(door, holder, "?limit=200")["items"]
    assert len(kept) == audit.MOST_REFUSALS.amount


@pytest.mark.slow
def test_an_entry_that_cant_be_kept_costs_no_answer(
    locked: Flask, door: FlaskClient, holder: Holder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(_entry: AuditEntry) -> None:
        raise OperationalError("INSERT", {}, Exception("no disk"))

    monkeypatch.setattr(store_of(locked).audit, "add", down)
    assert door.put("/v1/boms/a", json=bom(), headers=holder.headers).status_code == 201


@pytest.mark.slow
def test_without_keys_nothing_is_kept(client: FlaskClient) -> None:
    client.put("/v1/boms/a", json=bom())
    assert client.get("/v1/audit").json == {"items": [], "next": None}


def test_reading_it_needs_admin(locked: Flask, door: FlaskClient) -> None:
    headers = key_for(locked, OWN, EVERYTHING - {Scope.ADMIN}).headers
    assert faults(door.get("/v1/audit", headers=headers)) == {"": "missing_scope"}
