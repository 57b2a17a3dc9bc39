"""What a receiver gets, and what becomes of a message by its answer."""

from __future__ import annotations

import ipaddress
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from service.api.context import EXTENSION
from service.store.boms import Store
from service.store.watch.messages import CLAIM
from service.webhooks import sending
from service.webhooks.sender import Sender
from tests.conftest import bom
from tests.service.webhooks.receiver import Receiver, receiving

ROOT = Path(__file__).resolve().parents[3]
LOOPBACK = (ipaddress.ip_network("127.0.0.0/8"),)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as one:
        yield one


@pytest.fixture
def store(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """The store behind ``app``, whose operator allows loopback."""
    parts = app.extensions[EXTENSION]
    monkeypatch.setitem(vars(parts.settings), "webhook_allow", LOOPBACK)
    yield parts.store
    for row in parts.store.webhooks.all("own"):
        parts.store.webhooks.delete("own", row["webhook_id"])


def hook(client: FlaskClient, receiver: Receiver, **more: object) -> str:
    """Make a webhook to a receiver; its secret."""
    body = {"url": f"{receiver.url}/in?a=b", "on": ["band_crossed"]} | more
    answer = client.put("/v1/webhooks/erp", json=body)
    assert answer.status_code == 201, answer.json
    return str(answer.json["secret"])


def crossed(client: FlaskClient, monkeypatch: pytest.MonkeyPatch, *bands: str) -> None:
    """Let the score of a BOM come into one band after the other."""
    for number, band in enumerate(bands):
        monkeypatch.setattr("tests.fakes.BAND", band)
        assert client.put("/v1/boms/motor", json=bom(name=f"Motor {number}")).status_code < 300


def sender(store: Store) -> Sender:
    return Sender(store, LOOPBACK, lambda _tenants: None)


def states(client: FlaskClient) -> list[tuple[str, int, int | None]]:
    rows = client.get("/v1/webhooks/erp/deliveries").json["items"]
    return [(row["state"], row["attempts"], row["last_status"]) for row in rows]


def test_a_receiver_can_verify_what_it_gets_with_each_secret_that_signs(
    client: FlaskClient, store: Store, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = hook(client, receiver)
    second = client.post("/v1/webhooks/erp/secret", json={"overlap_hours": 1}).json["secret"]
    crossed(client, monkeypatch, "high", "severe")
    assert sender(store).step(datetime.now(UTC))
    [(headers, raw)] = receiver.came
    for secret in (first, second):
        told = Webhook(secret).verify(raw, headers)
        assert (told["type"], told["data"]["bom_id"]) == ("bom.band_crossed", "motor")
        assert (told["data"]["before"]["band"], told["data"]["after"]["band"]) == ("high", "severe")
        with pytest.raises(WebhookVerificationError):
            Webhook(secret).verify(raw.replace(b"severe", b"low"), headers)
    assert states(client) == [("delivered", 1, 204)]
    assert not sender(store).step(datetime.now(UTC))
    text = client.get("/metrics").get_data(as_text=True)
    assert 'chokepoint_webhook_messages{state="delivered"} 1.0' in text
    assert "chokepoint_webhook_waiting_seconds 0.0" in text


def test_a_condition_is_told_as_it_was_said(client: FlaskClient, store: Store, receiver: Receiver) -> None:
    condition = {"min_score": 20.0, "min_band": "high", "country": "CN"}
    secret = hook(client, receiver, on=[], condition=condition)
    assert client.put("/v1/boms/motor", json=bom()).status_code == 201
    sender(store).step(datetime.now(UTC))
    [(headers, raw)] = receiver.came
    told = Webhook(secret).verify(raw, headers)
    assert (told["type"], told["data"]["condition"], told["data"]["before"]) == ("bom.condition_met", condition, None)


def test_a_digest_is_one_message(
    client: FlaskClient, store: Store, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = hook(client, receiver, digest="daily")
    crossed(client, monkeypatch, "high", "severe", "low")
    assert not sender(store).step(datetime.now(UTC))
    assert sender(store).step(datetime.now(UTC) + timedelta(days=1, minutes=6))
    [(headers, raw)] = receiver.came
    told = Webhook(secret).verify(raw, headers)
    assert (told["type"], told["data"]["count"]) == ("digest.daily", 2)
    assert [one["data"]["after"]["band"] for one in told["data"]["notices"]] == ["severe", "low"]


def test_what_is_tried_again_is_the_same_message(
    client: FlaskClient, store: Store, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook(client, receiver)
    receiver.statuses = [500, 302]
    crossed(client, monkeypatch, "high", "severe")
    now = datetime.now(UTC)
    assert [sender(store).step(now + wait) for wait in (timedelta(), timedelta(minutes=1), timedelta(hours=1))] == [
        True, True, True,
    ]  # fmt: skip
    assert states(client) == [("delivered", 3, 204)]
    assert len(set(receiver.ids)) == 1
    assert len({raw for _, raw in receiver.came}) == 1  # and the redirect was followed nowhere
    [row] = client.get("/v1/webhooks/erp/deliveries").json["items"]
    assert client.post(f"/v1/webhooks/erp/deliveries/{row['message_id']}/replay").status_code == 204
    assert sender(store).step(datetime.now(UTC))
    assert len(receiver.came) == 4
    assert set(receiver.ids) == {row["message_id"]}


@pytest.mark.parametrize(("status", "state"), [(410, "dead"), (301, "pending"), (404, "pending"), (299, "delivered")])
def test_the_answer_decides(
    client: FlaskClient, store: Store, receiver: Receiver, monkeypatch: pytest.MonkeyPatch, status: int, state: str
) -> None:
    hook(client, receiver)
    receiver.statuses = [status]
    crossed(client, monkeypatch, "high", "severe")
    sender(store).step(datetime.now(UTC))
    assert states(client) == [(state, 1, status)]
    assert client.get("/v1/webhooks/erp").json["enabled"] is (status != 410)


def test_what_is_no_longer_allowed_is_not_sent_and_told_so(
    client: FlaskClient, store: Store, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook(client, receiver)
    crossed(client, monkeypatch, "high", "severe")
    Sender(store, (), lambda _tenants: None).step(datetime.now(UTC))
    assert receiver.came == []
    [row] = client.get("/v1/webhooks/erp/deliveries").json["items"]
    assert "Use https" in row["last_error"]


def test_variables_of_a_proxy_are_not_read(
    client: FlaskClient, store: Store, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    hook(client, receiver)
    crossed(client, monkeypatch, "high", "severe")
    sender(store).step(datetime.now(UTC))
    assert states(client) == [("delivered", 1, 204)]


def test_a_receiver_that_drips_is_cut_off_and_no_more_is_read_than_a_bound(
    client: FlaskClient, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "LONGEST_SECONDS", 0.3)
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        hook(client, Receiver(f"http://127.0.0.1:{silent.getsockname()[1]}"))
        crossed(client, monkeypatch, "high", "severe")
        sender(store).step(datetime.now(UTC))
    assert states(client) == [("pending", 1, None)]


def test_each_day_those_with_webhooks_are_seen_to_once(client: FlaskClient, store: Store, receiver: Receiver) -> None:
    hook(client, receiver)
    seen: list[list[str]] = []
    one = Sender(store, LOOPBACK, seen.append)
    now = datetime.now(UTC)
    for hours in (0, 0, 24, 24):
        one.step(now + timedelta(hours=hours))
    assert seen == [["own"], ["own"]]


def started(app: Flask) -> subprocess.Popen[bytes]:
    """A sender in a process of its own, which scores nothing."""
    url = app.extensions[EXTENSION].settings.database_url
    env = os.environ | {"DATABASE_URL": url, "WEBHOOK_ALLOW": "127.0.0.0/8", "LOG_LEVEL": "warning"}
    command = (
        "import service.commands.webhooks as it; from argparse import Namespace; it.rescored = lambda _: None; "
        "it.run(Namespace(alive=None))"
    )
    return subprocess.Popen([sys.executable, "-c", command], env=env, cwd=ROOT)


@pytest.mark.server
def test_a_sender_that_is_killed_loses_nothing_and_another_sends_it_again_under_the_same_id(
    client: FlaskClient, store: Store, receiver: Receiver, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook(client, receiver)
    crossed(client, monkeypatch, *("high", "severe") * 3)
    receiver.goes_on.clear()
    killed = started(app)
    wait_for(receiver, 1)
    killed.kill()
    assert killed.wait(20) == -signal.SIGKILL
    receiver.goes_on.set()
    others = [started(app), started(app)]
    wait_for(receiver, 5)
    for one in others:
        one.send_signal(signal.SIGTERM)
    assert {one.wait(20) for one in others} <= {0, -signal.SIGTERM}  # one that was still starting is just ended
    assert sorted(row[0] for row in states(client)) == ["delivered"] * 4 + ["pending"]
    assert sender(store).step(datetime.now(UTC) + CLAIM)
    assert [row[0] for row in states(client)] == ["delivered"] * 5
    assert sorted(receiver.ids.count(one) for one in set(receiver.ids)) == [1, 1, 1, 1, 2]
    assert receiver.ids[0] == receiver.ids[-1]


def wait_for(receiver: Receiver, number: int) -> None:
    deadline = time.monotonic() + 60
    while len(receiver.came) < number and time.monotonic() < deadline:
        time.sleep(0.05)
