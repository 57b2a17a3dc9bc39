"""Requests that are sent again: done once for each key."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from werkzeug.test import EnvironBuilder

from service.api.context import EXTENSION
from service.api.protocol import idempotency
from service.api.protocol.deprecation import deprecated
from service.app import create_app
from service.config import Settings
from service.store import replays
from service.store.boms import Store
from service.store.replays import ABANDONED, KEPT, ClaimFailure
from tests.conftest import bom, faults, line
from tests.contract.walk import operations
from tests.fakes import FakeKernel, engine

KEY = {"Idempotency-Key": "3f0c9a2e-0001"}
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


def score(client: FlaskClient, body: dict[str, Any] | None = None, path: str = "/v1/scores", **headers: str) -> Any:
    return client.post(path, json=body or bom(), headers=KEY | headers)


@pytest.fixture(autouse=True)
def emptied(app: Flask) -> None:
    """Nothing is kept from another test."""
    store: Store = app.extensions[EXTENSION].store
    with time_machine.travel(datetime.now(UTC) + 2 * KEPT):
        store.replays.claim("nobody", "x", "y", datetime.now(UTC))
    store.replays.release("nobody", "x")


def test_a_request_that_is_sent_again_gets_the_same_answer_and_is_not_done_again(
    client: FlaskClient, fake: FakeKernel
) -> None:
    first, again = score(client), score(client)
    assert (first.status_code, again.status_code, first.data) == (200, 200, again.data)
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.content_type == first.content_type
    assert fake.scored == 1
    assert client.post("/v1/scores", json=bom()).status_code == 200
    assert fake.scored == 2


def test_another_body_or_address_with_the_same_key_is_refused(client: FlaskClient, fake: FakeKernel) -> None:
    score(client)
    for answer in (score(client, bom(line("2"))), score(client, path="/v1/scores?view=full")):
        assert (answer.status_code, faults(answer)) == (422, {"Idempotency-Key": "other_body"})
    assert fake.scored == 1


@pytest.mark.slow
def test_it_holds_after_a_restart_and_from_another_worker(settings: Settings) -> None:
    answers = []
    for _ in range(2):
        worker = create_app(settings, engine())
        answers.append(score(worker.test_client()))
        worker.extensions[EXTENSION].store.close()
    assert answers[0].data == answers[1].data
    assert answers[1].headers["Idempotency-Replayed"] == "true"


def test_it_ends_after_a_day(client: FlaskClient, fake: FakeKernel) -> None:
    for moment in (NOW, NOW + KEPT - timedelta(minutes=1), NOW + KEPT + timedelta(minutes=1)):
        with time_machine.travel(moment, tick=False):
            score(client)
    assert fake.scored == 2


def test_a_refused_request_may_come_again_mended_with_its_key(client: FlaskClient) -> None:
    assert score(client, bom(line(material="unscorable"))).status_code == 422
    assert score(client, bom(line(material="crash"))).status_code == 500
    assert score(client).status_code == 200


def test_a_request_that_is_being_answered_is_409_and_taken_over_once_it_is_abandoned(
    app: Flask, client: FlaskClient
) -> None:
    kept = app.extensions[EXTENSION].store.replays
    with time_machine.travel(NOW, tick=False):
        assert score(client).status_code == 200
        claimed = kept.claim("own", "other", "digest", NOW)
        assert claimed is ClaimFailure.OURS
    assert kept.claim("own", "other", "digest", NOW) is ClaimFailure.IN_PROGRESS
    assert kept.claim("own", "other", "digest", NOW + ABANDONED) is ClaimFailure.OURS
    assert kept.claim("another tenant", "other", "else", NOW) is ClaimFailure.OURS


def test_in_progress_is_told_as_a_problem(client: FlaskClient, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app.extensions[EXTENSION].store.replays, "claim", lambda *_: ClaimFailure.IN_PROGRESS)
    answer = score(client)
    assert (answer.status_code, faults(answer)) == (409, {"Idempotency-Key": "in_progress"})
    assert answer.headers["Retry-After"] == "2"


@pytest.mark.parametrize(("limit", "most"), [("MOST_KEPT", 2), ("MOST_BYTES", 1_000)])
def test_a_tenant_keeps_so_many_answers_and_hears_until_when(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch, limit: str, most: int
) -> None:
    monkeypatch.setattr(replays, limit, most)
    with time_machine.travel(NOW, tick=False) as clock:
        first = score(client)
        assert score(client, bom(line("2")), **{"Idempotency-Key": "second"}).status_code == 200
        clock.shift(timedelta(hours=1))
        refused = score(client, bom(line("3")), **{"Idempotency-Key": "third"})
        assert (refused.status_code, faults(refused)) == (429, {"Idempotency-Key": "too_many_kept"})
        assert refused.headers["Retry-After"] == str(23 * 3_600)
        assert score(client).data == first.data
        store: Store = app.extensions[EXTENSION].store
        assert store.replays.claim("another tenant", "third", "digest", NOW) is ClaimFailure.OURS
        assert client.post("/v1/scores", json=bom(line("3"))).status_code == 200
        clock.shift(timedelta(hours=23, seconds=1))
        assert score(client, bom(line("3")), **{"Idempotency-Key": "third"}).status_code == 200


BATCH = {"boms": {"a": bom(), "b": bom(line("2"))}}


def test_an_answer_in_pieces_is_kept_when_it_was_sent_whole(client: FlaskClient, fake: FakeKernel) -> None:
    first = score(client, BATCH, "/v1/scores/batch", Accept="application/x-ndjson").data
    assert first.count(b"\n") == 2
    again = score(client, BATCH, "/v1/scores/batch", Accept="application/x-ndjson")
    assert (again.data, again.headers["Idempotency-Replayed"], fake.scored) == (first, "true", 2)


def test_an_answer_in_pieces_that_was_left_is_done_again(app: Flask, client: FlaskClient) -> None:
    builder = EnvironBuilder("/v1/scores/batch", method="POST", json=BATCH, headers=KEY)
    left = app.wsgi_app(builder.get_environ(), lambda *_: lambda _: None)
    next(iter(left))
    left.close()  # type: ignore[attr-defined]  # as a server does when the client is gone
    again = score(client, BATCH, "/v1/scores/batch")
    assert set(again.json["results"]) == {"a", "b"}
    assert "Idempotency-Replayed" not in again.headers


def test_an_answer_too_long_to_be_kept_is_sent_whole_and_done_again(
    client: FlaskClient, fake: FakeKernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(idempotency, "LONGEST", 3_000)
    first, again = (score(client, BATCH, "/v1/scores/batch?view=full").data for _ in range(2))
    assert len(first) > 3_000
    assert (again, fake.scored) == (first, 4)


@pytest.mark.parametrize("key", ["", "a b", "é", "x" * 256])
def test_a_key_that_cannot_be_used_is_told_how_it_is_written(client: FlaskClient, key: str) -> None:
    answer = client.post("/v1/scores", json=bom(), headers={"Idempotency-Key": key.encode("utf-8").decode("latin-1")})
    assert (answer.status_code, faults(answer)) == (422, {"Idempotency-Key": "pattern"})


def test_every_post_takes_a_key(client: FlaskClient) -> None:
    document = client.get("/openapi.json").json
    posts = [(path, operation) for path, method, operation in operations(document) if method == "post"]
    assert len(posts) > 5
    for path, operation in posts:
        assert "Idempotency-Key" in {one["name"] for one in operation["parameters"]}, path
        assert "409" in operation["responses"], path


def test_a_deprecated_operation_says_since_when_until_when_and_what_instead() -> None:
    app = Flask("old")
    since, ends = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
    app.get("/old")(deprecated(since, ends, "/docs")(lambda: "still here"))
    answer = app.test_client().get("/old")
    assert answer.get_data(as_text=True) == "still here"
    assert answer.headers["Deprecation"] == "@1767225600"
    assert answer.headers["Sunset"] == "Fri, 01 Jan 2027 00:00:00 GMT"
    assert answer.headers["Link"] == '</docs>; rel="deprecation"'


def test_a_key_that_is_given_back_while_another_asks_for_it_is_in_progress(client: FlaskClient, app: Flask) -> None:
    """On PostgreSQL a claim may go between the insert that it refused and the look at it."""
    store: Store = app.extensions[EXTENSION].store
    with store.replays._writing() as connection:
        connection.execute(text("CREATE TRIGGER gone BEFORE INSERT ON replays BEGIN SELECT RAISE(IGNORE); END"))
    try:
        assert score(client).status_code == 409
    finally:
        with store.replays._writing() as connection:
            connection.execute(text("DROP TRIGGER gone"))
