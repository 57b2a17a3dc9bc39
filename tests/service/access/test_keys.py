"""Keys: what is kept of them, what they open, and when they end."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text as sql
from sqlalchemy.exc import OperationalError

from service.access import keys
from service.access.keys import FRESH_SECONDS, MOST_KNOWN, Keyring
from service.access.policy import Scope
from service.api.context import EXTENSION
from service.store.database import connect, reading
from service.store.keys import Key
from tests.conftest import bom, faults
from tests.service.access.conftest import Holder, key_for, store_of

READ = frozenset({Scope.READ})


def kept_text(app: Flask) -> str:
    """Everything that the table of keys holds."""
    engine = connect(app.extensions[EXTENSION].settings.database_url)
    with reading(engine) as connection:
        rows = connection.execute(sql("SELECT * FROM keys")).all()
    engine.dispose()
    return repr(rows)


def test_only_a_digest_of_a_key_is_kept(locked: Flask, holder: Holder) -> None:
    secret = holder.text.rpartition(f"{holder.key_id}_")[2]
    assert len(secret) == 43
    assert holder.key_id in kept_text(locked)
    assert secret not in kept_text(locked)


def test_two_keys_are_never_alike() -> None:
    made = [keys.make("own", "x", READ, None) for _ in range(50)]
    assert len({key.key_id for key, _ in made}) == len({text for _, text in made}) == 50


@pytest.mark.slow
@pytest.mark.parametrize("how", ["Bearer {}", "bearer {}", "Bearer  {} "])
def test_a_key_is_taken_from_the_authorization_header(door: FlaskClient, holder: Holder, how: str) -> None:
    assert door.get("/v1/boms", headers={"Authorization": how.format(holder.text)}).status_code == 200


@pytest.mark.slow
def test_a_key_is_taken_from_its_own_header(door: FlaskClient, holder: Holder) -> None:
    assert door.get("/v1/boms", headers={"X-Api-Key": holder.text}).status_code == 200
    assert door.get("/v1/boms", headers=holder.headers | {"X-Api-Key": holder.text}).status_code == 200


def test_without_a_key_the_answer_says_how_to_send_one(door: FlaskClient) -> None:
    answer = door.get("/v1/boms")
    assert (answer.status_code, faults(answer)) == (401, {"": "no_key"})
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="chokepoint"'
    assert "Authorization: Bearer" in answer.json["detail"]
    assert "python -m service keys create" in answer.json["detail"]


@pytest.mark.slow
def test_two_keys_at_once_and_other_schemes_are_refused(locked: Flask, door: FlaskClient, holder: Holder) -> None:
    other = key_for(locked)
    for headers in (holder.headers | {"X-Api-Key": other.text}, {"Authorization": f"Basic {holder.text}"}):
        answer = door.get("/v1/boms", headers=headers)
        assert (answer.status_code, faults(answer)) == (401, {"": "unclear_key"})


def test_what_is_no_key_and_what_is_nobodys_are_refused_alike(door: FlaskClient, holder: Holder) -> None:
    changed = holder.text[:-1] + ("A" if holder.text[-1] != "A" else "B")
    strange = holder.text.replace(holder.key_id, "a" * 12)
    answers = [
        door.get("/v1/boms", headers={"X-Api-Key": text}) for text in (changed, strange, "x", "é", holder.key_id)
    ]
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.data for answer in answers}) == 1
    assert 'error="invalid_token"' in answers[0].headers["WWW-Authenticate"]


def test_a_key_ends_when_it_expires(locked: Flask, door: FlaskClient) -> None:
    now = datetime.now(UTC)
    short = key_for(locked, expires_at=now + timedelta(minutes=5))
    assert door.get("/v1/boms", headers=short.headers).status_code == 200
    with time_machine.travel(now + timedelta(minutes=5), tick=False):
        answer = door.get("/v1/boms", headers=short.headers)
    assert (answer.status_code, faults(answer)) == (401, {"": "expired_key"})


class Clock:
    """Seconds that pass when they are told to; ``asked`` counts look-ups."""

    def __init__(self, held: Key | None) -> None:
        self.now, self.asked, self.held, self.takes = 100.0, 0, held, 0.0

    def look_up(self, _key_id: str) -> Key | None:
        self.asked += 1
        self.now += self.takes
        return self.held


def ring(clock: Clock) -> Keyring:
    return Keyring(clock.look_up, lambda: clock.now)


def test_a_worker_knows_of_a_revocation_within_five_seconds() -> None:
    key, text = keys.make("own", "x", READ, None)
    clock = Clock(key)
    known = ring(clock)
    assert known.by_text(text) == key
    clock.held = Key(**{**vars(key), "revoked_at": datetime.now(UTC)})
    clock.now += FRESH_SECONDS - 0.01
    assert (known.by_text(text), clock.asked) == (key, 1)
    clock.now += 0.01
    later = known.by_text(text)
    assert later is not None
    assert later.ended(datetime.now(UTC)) == "revoked"
    assert FRESH_SECONDS <= 5


def test_a_slow_database_makes_no_key_younger() -> None:
    key, text = keys.make("own", "x", READ, None)
    clock = Clock(key)
    clock.takes = 4.0
    known = ring(clock)
    known.by_text(text)
    clock.now += 1.0
    known.by_text(text)
    assert clock.asked == 2


def test_unknown_ids_are_asked_for_each_time_and_remembered_never() -> None:
    clock = Clock(None)
    known = ring(clock)
    for _ in range(3):
        assert known.by_id("a" * 12) is None
    assert clock.asked == 3
    assert len(known._known) == 0


def test_what_a_worker_remembers_of_keys_is_bounded() -> None:
    key, _ = keys.make("own", "x", READ, None)
    known = ring(Clock(key))
    for number in range(MOST_KNOWN + 50):
        known.by_id(str(number))
    assert len(known._known) == MOST_KNOWN


def test_a_text_that_is_no_key_costs_no_look_up() -> None:
    clock = Clock(None)
    assert ring(clock).by_text("cpk_x") is None
    assert clock.asked == 0


def test_a_revoked_key_is_refused_by_the_service(locked: Flask, door: FlaskClient, holder: Holder) -> None:
    store_of(locked).keys.revoke(holder.key_id, datetime.now(UTC))
    answer = door.get("/v1/boms", headers=holder.headers)
    assert (answer.status_code, faults(answer)) == (401, {"": "revoked_key"})


def test_a_key_that_was_revoked_stays_so_since_then(locked: Flask, holder: Holder) -> None:
    first = datetime.now(UTC)
    store = store_of(locked).keys
    assert store.revoke(holder.key_id, first)
    assert store.revoke(holder.key_id, first + timedelta(days=1))
    kept = store.get(holder.key_id)
    assert kept is not None
    assert kept.revoked_at == first
    assert not store.revoke("nothere", first)


def test_an_old_key_goes_on_beside_its_successor_and_then_ends(locked: Flask, door: FlaskClient) -> None:
    old = key_for(locked)
    now = datetime.now(UTC)
    key, text = keys.make("own", "x", READ, None, old.key_id)
    store_of(locked).keys.replace(key, now + timedelta(hours=1))
    for headers in (old.headers, {"X-Api-Key": text}):
        assert door.get("/v1/boms", headers=headers).status_code == 200
    with time_machine.travel(now + timedelta(hours=1), tick=False):
        assert door.get("/v1/boms", headers=old.headers).status_code == 401
        assert door.get("/v1/boms", headers={"X-Api-Key": text}).status_code == 200


def test_a_rotation_never_prolongs_a_key(locked: Flask) -> None:
    now = datetime.now(UTC)
    old = key_for(locked, expires_at=now + timedelta(minutes=5))
    store = store_of(locked).keys
    store.replace(keys.make("own", "x", READ, None, old.key_id)[0], now + timedelta(hours=1))
    kept = store.get(old.key_id)
    assert kept is not None
    assert kept.expires_at == now + timedelta(minutes=5)


def test_a_known_key_costs_no_statement_within_its_five_seconds(locked: Flask, door: FlaskClient) -> None:
    asked: list[str] = []
    ringing = locked.extensions["chokepoint-keyring"]
    look_up = ringing._look_up
    ringing._look_up = lambda key_id: asked.append(key_id) or look_up(key_id)
    holder = key_for(locked)
    for _ in range(5):
        assert door.post("/v1/scores", json=bom(), headers=holder.headers).status_code == 200
    assert asked == [holder.key_id]


def test_a_database_that_is_down_lets_nobody_in(
    locked: Flask, door: FlaskClient, holder: Holder, monkeypatch: pytest.MonkeyPatch
) -> None:
    def down(_key_id: str) -> Key | None:
        raise OperationalError("SELECT", {}, Exception("no disk"))

    monkeypatch.setattr(locked.extensions["chokepoint-keyring"], "_look_up", down)
    assert faults(door.get("/v1/elements", headers=holder.headers)) == {"": "database_unavailable"}
    assert door.get("/healthz").status_code == 200


def test_keys_are_cut_to_their_ids_where_texts_are_logged() -> None:
    _, text = keys.make("own", "x", READ, None)
    assert re.fullmatch(r"GET /v1/boms/cpk_[a-z2-7]{12}_…/score", keys.hidden(f"GET /v1/boms/{text}/score"))
