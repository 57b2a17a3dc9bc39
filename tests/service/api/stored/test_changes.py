"""Why the score of a stored BOM moved, on the shipped bundle."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient
from sqlalchemy import update

from service.api.context import EXTENSION
from service.api.stored import changes
from service.engine import KERNEL
from service.store.database import writing
from service.store.schema import points, states
from tests.conftest import client_of, faults, settings_in
from tests.factories import kernel

BEFORE, AFTER, LATER = "2025-03-31", "2025-04-05", "2025-04-06"
PATH = "/v1/boms/motor/changes"
OXIDE = {"line_id": "10", "element": "Dy", "form": "oxide", "quantity": {"value": 1, "unit": "kg"}}


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A client of the service on the shipped bundle."""
    folder = tmp_path_factory.mktemp("changes")
    with client_of(settings_in(folder), replace(KERNEL, load=lambda *_: kernel())) as client:
        yield client


@pytest.fixture
def asked(real: FlaskClient) -> Iterator[FlaskClient]:
    """A BOM that was scored before the licences of April 2025, after them, and changed a day later."""
    for day, line in ((BEFORE, OXIDE), (AFTER, OXIDE), (LATER, OXIDE | {"element": "Ce"})):
        with time_machine.travel(f"{day}T12:00:00Z", tick=False):
            stored = real.put("/v1/boms/motor", json={"buyer_country": "DE", "lines": [line]})
            assert stored.status_code in (200, 201)
    with time_machine.travel(f"{LATER}T13:00:00Z", tick=False):
        yield real
        real.delete("/v1/boms/motor")


def parts(told: dict[str, Any]) -> dict[str, float]:
    return {part["part"]: part["points"] for part in told["parts"]}


@pytest.mark.slow
def test_as_printed_the_parts_add_up_to_the_difference_of_the_scores(asked: FlaskClient) -> None:
    for query in ("", f"?from={BEFORE}&to={AFTER}", f"?from={BEFORE}"):
        told = asked.get(PATH + query).json
        exact = sum((Decimal(str(points)) for points in parts(told).values()), Decimal(0))
        assert exact == Decimal(str(told["difference"]))
        assert exact == Decimal(str(told["to"]["score"])) - Decimal(str(told["from"]["score"]))


@pytest.mark.slow
def test_without_days_the_last_two_points_are_compared(asked: FlaskClient) -> None:
    told = asked.get(PATH).json
    assert [told[end]["as_of"] for end in ("from", "to")] == [AFTER, LATER]
    assert [told[end]["revision"] for end in ("from", "to")] == [1, 2]
    assert parts(told)["bom"] < -1.0
    assert abs(parts(told)["time"]) < 0.5


def test_a_part_names_the_measures_behind_it(asked: FlaskClient) -> None:
    told = asked.get(f"{PATH}?from={BEFORE}&to={AFTER}").json
    [register] = [part for part in told["parts"] if part["part"] == "register"]
    assert register["points"] > 1.0
    first = register["measures"][0]
    assert (first["measure_id"], first["before"], first["after"]) == ("CN-2025-18", "not_yet_announced", "in_force")
    assert register["measure_count"] >= len(register["measures"])
    assert told["scorings"] == 2 ** len(told["parts"])


def test_a_difference_is_split_once_and_a_poll_splits_nothing(
    asked: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = asked.get(f"{PATH}?from={BEFORE}")
    monkeypatch.setattr(changes, "split", None)
    again = asked.get(f"{PATH}?from={BEFORE}")
    assert again.json == first.json
    assert asked.get(f"{PATH}?from={BEFORE}", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def changed_state(client: FlaskClient, day: str, **values: str) -> None:
    """Let the point of a day be of another state."""
    store = client.application.extensions[EXTENSION].store
    state = {"digest": "0" * 64, "model": "", "model_version": "2020-old", "evidence": "e", "register": "r"}
    with writing(store._engine) as connection:
        made = connection.execute(states.insert().values(state | {"event": "source-shock/v2"} | values))
        assert made.inserted_primary_key is not None
        moved = {"state": made.inserted_primary_key[0], "score": 7.0}
        connection.execute(update(points).where(points.c.as_of == date.fromisoformat(day)).values(**moved))


def test_of_another_event_scores_arent_compared(asked: FlaskClient) -> None:
    changed_state(asked, BEFORE, event="supply-disruption/v1")
    told = asked.get(f"{PATH}?from={BEFORE}&to={AFTER}").json
    assert (told["comparable"], told["why_not"], told["parts"]) == (False, "other_event", [])
    assert told["difference"] is None
    assert told["old_model"] == {"model_version": "2020-old", "score": None}


def test_what_an_absent_bundle_changed_is_one_part_and_all_still_add_up(asked: FlaskClient) -> None:
    changed_state(asked, BEFORE, digest="1" * 64)
    told = asked.get(f"{PATH}?from={BEFORE}&to={AFTER}").json
    assert {"release", "register"} <= {*parts(told)}
    exact = sum((Decimal(str(points)) for points in parts(told).values()), Decimal(0))
    assert exact == Decimal(str(told["to"]["score"])) - Decimal("7.0")


def test_where_there_arent_two_points_it_says_so(asked: FlaskClient) -> None:
    assert faults(asked.get(f"{PATH}?from=2025-01-01")) == {"?from": "no_point"}
    assert faults(asked.get(f"{PATH}?to=2025-01-01")) == {"?to": "no_point"}
    assert faults(asked.get(f"{PATH}?from=2025-04-02&to=2025-04-01")) == {"?to": "out_of_range"}
    assert asked.get("/v1/boms/nothing/changes").status_code == 404


@pytest.mark.slow
def test_a_product_without_a_score_has_no_difference(asked: FlaskClient) -> None:
    asked.put("/v1/boms/motor", json={"lines": [{"line_id": "1", "material": "mystery part 7"}]})
    told = asked.get(PATH).json
    assert (told["why_not"], told["difference"], told["parts"]) == ("no_score", None, [])
