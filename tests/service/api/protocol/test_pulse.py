"""Whoever asks whether the service is ready, the database is asked every two seconds at most."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from service.api.context import EXTENSION
from service.api.protocol.pulse import SECONDS, Pulse


class Database:
    """Counts how often it was asked; ``down`` is raised."""

    asked = 0
    down: Exception | None = None

    def ping(self) -> None:
        self.asked += 1
        if self.down:
            raise self.down


def test_an_answer_holds_for_its_seconds_be_it_good_or_bad() -> None:
    database, now = Database(), [0.0]
    pulse = Pulse(database.ping, lambda: now[0])
    assert [pulse.error() for _ in range(5)] == [None] * 5
    assert database.asked == 1
    database.down = OperationalError("", {}, Exception("locked"))
    assert pulse.error() is None
    now[0] = SECONDS
    assert [pulse.error() for _ in range(5)] == [database.down] * 5
    assert database.asked == 2


def test_a_flood_of_probes_opens_one_transaction(app: Flask, client: FlaskClient) -> None:
    parts, database = app.extensions[EXTENSION], Database()
    kept, parts.pulse = parts.pulse, Pulse(database.ping)
    try:
        assert {client.get("/readyz").status_code for _ in range(20)} == {200}
    finally:
        parts.pulse = kept
    assert database.asked == 1
