"""Polls: a 304 is answered without scoring and without reading what it is about, and says how long it holds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from service.api.context import EXTENSION
from service.api.protocol.polling import HOLDS_SECONDS
from service.app import create_app
from tests.conftest import bom, line
from tests.fakes import FakeKernel, engine
from tests.service.access.conftest import key_for, store_of, with_keys

POLLED = (
    "/v1/boms",
    "/v1/boms?band=high",
    "/v1/portfolio",
    "/v1/suppliers",
    "/v1/portfolio/scores?from=2026-11-21",
    "/v1/portfolio/scores.csv?from=2026-11-21",
    "/v1/boms/motor-7/score",
    "/v1/boms/motor-7/scores",
    "/v1/boms/motor-7/scores.csv",
)


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel("2026-11-21T12:00:00Z", tick=False) as clock:
        yield clock


def put(client: FlaskClient, bom_id: str = "motor-7", lines: int = 1) -> None:
    client.put(f"/v1/boms/{bom_id}", json=bom(*(line(str(n), part_number="P-1") for n in range(lines))))


def etags(client: FlaskClient) -> dict[str, str]:
    return {path: client.get(path).headers["ETag"] for path in POLLED}


def statuses(client: FlaskClient, held: dict[str, str]) -> dict[str, int]:
    return {path: client.get(path, headers={"If-None-Match": etag}).status_code for path, etag in held.items()}


def test_a_poll_of_what_stands_is_304_without_a_score(client: FlaskClient, fake: FakeKernel, clock: Any) -> None:
    put(client)
    held = etags(client)
    assert statuses(client, held) == dict.fromkeys(POLLED, 304)
    assert fake.scored == 1


@pytest.mark.parametrize("path", [path for path in POLLED if "/scores" not in path or "portfolio" in path])
def test_a_poll_reads_one_row_by_its_key_however_many_boms_there_are(
    app: Flask, client: FlaskClient, clock: Any, path: str
) -> None:
    for bom_id in ("motor-7", "motor-8", "motor-9"):
        put(client, bom_id)
    etag = client.get(path).headers["ETag"]
    read: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, statement: str, values: Any, *_more: Any) -> None:
        read.append((statement, values))

    database = app.extensions[EXTENSION].store._engine
    event.listen(database, "before_cursor_execute", note)
    try:
        assert client.get(path, headers={"If-None-Match": etag}).status_code == 304
    finally:
        event.remove(database, "before_cursor_execute", note)
    [(statement, values)] = read
    with database.connect() as connection:
        plan = [row.detail for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
        assert len(connection.exec_driver_sql(statement, values).all()) == 1
    by_key = (
        "SEARCH marks USING INDEX sqlite_autoindex_marks_1 (tenant=?)",
        "SEARCH boms USING INDEX sqlite_autoindex_boms_1 (tenant=? AND bom_id=?)",
    )
    assert len(plan) == 1
    assert plan[0] in by_key


def test_etags_are_strong_and_differ_by_address(client: FlaskClient, clock: Any) -> None:
    put(client)
    held = etags(client)
    assert not any(etag.startswith("W/") for etag in held.values())
    assert len({*held.values()}) == len(held)


def test_a_new_revision_changes_every_etag(client: FlaskClient, clock: Any) -> None:
    put(client)
    held = etags(client)
    clock.shift(1)
    put(client, lines=2)
    assert statuses(client, held) == dict.fromkeys(POLLED, 200)


def test_another_day_or_another_model_changes_what_hangs_on_them(app: Flask, client: FlaskClient, clock: Any) -> None:
    put(client)
    held = {path: client.get(path).headers["ETag"] for path in ("/v1/boms", "/v1/portfolio", "/v1/boms/motor-7/score")}
    app.extensions[EXTENSION].kernel = FakeKernel("fake-2")
    assert statuses(client, held) == dict.fromkeys(held, 200)
    held = {path: client.get(path).headers["ETag"] for path in held}
    clock.move_to("2026-11-22T00:00:01Z")
    assert statuses(client, held) == dict.fromkeys(held, 200)


def test_a_confirmed_part_changes_the_list_that_tells_what_is_stale(
    app: Flask, client: FlaskClient, clock: Any
) -> None:
    put(client)
    etag = client.get("/v1/boms").headers["ETag"]
    part = {"rare_earth": False, "confirmed_by": "A. Engineer"}
    assert client.put("/v1/parts/P-1", json=part).status_code in (200, 201)
    changed = client.get("/v1/boms", headers={"If-None-Match": etag})
    assert (changed.status_code, changed.json["items"][0]["stale"]) == (200, True)


def test_what_a_poll_may_keep_is_its_own_and_for_seconds(client: FlaskClient, clock: Any) -> None:
    put(client)
    for path in POLLED:
        answer = client.get(path)
        again = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
        for one in (answer, again):
            assert one.headers["Cache-Control"] == f"private, max-age={HOLDS_SECONDS}", path
            assert {"Authorization", "X-Api-Key", "Cookie"} <= {*one.vary}, path


def test_no_answer_holds_into_the_next_day(client: FlaskClient, clock: Any) -> None:
    put(client)
    clock.move_to("2026-11-21T23:59:56Z")
    assert client.get("/v1/boms").headers["Cache-Control"] == "private, max-age=4"


def test_what_is_refused_is_kept_by_nobody(client: FlaskClient) -> None:
    assert client.get("/v1/boms?band=nothing").headers["Cache-Control"] == "no-store"
    assert client.get("/v1/boms/nothing/score").headers["Cache-Control"] == "no-store"


def test_one_tenants_etag_is_of_no_use_to_another(tmp_path: Path, clock: Any) -> None:
    app = create_app(with_keys(tmp_path), engine())
    ours, theirs = (key_for(app, tenant).headers for tenant in ("ours", "theirs"))
    try:
        client = app.test_client()
        for headers in (ours, theirs):
            assert client.put("/v1/boms/motor-7", json=bom(), headers=headers).status_code == 201
        for path in POLLED:
            held = client.get(path, headers=ours).headers["ETag"]
            assert client.get(path, headers={**ours, "If-None-Match": held}).status_code == 304, path
            assert client.get(path, headers={**theirs, "If-None-Match": held}).status_code == 200, path
    finally:
        store_of(app).close()
