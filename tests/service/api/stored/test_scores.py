"""Scores of stored BOMs: today's stays true, polls are cheap, history is complete."""

from __future__ import annotations

import csv
import io
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event

from service.api.context import EXTENSION
from service.risk.errors import BomError, FieldError
from service.store.parts import ConfirmedPart
from tests.conftest import bom, faults, line
from tests.fakes import FakeKernel

SCORE = "/v1/boms/motor-7/score"


def put(client: FlaskClient, bom_id: str = "motor-7", body: dict[str, Any] | None = None) -> Any:
    return client.put(f"/v1/boms/{bom_id}", json=body or bom())


def points(client: FlaskClient, query: str = "") -> list[tuple[str, int]]:
    return [(row["as_of"], row["revision"]) for row in client.get(f"/v1/boms/motor-7/scores{query}").json["items"]]


@pytest.fixture
def clock() -> Any:
    with time_machine.travel("2026-11-21T12:00:00Z", tick=False) as clock:
        yield clock


def test_a_score_of_today_is_served_without_scoring(client: FlaskClient, fake: FakeKernel) -> None:
    stored = put(client)
    answer = client.get(SCORE)
    assert (answer.data, answer.headers["ETag"]) == (stored.data, stored.headers["ETag"])
    assert fake.scored == 1


def test_on_another_day_it_is_computed_once_and_kept(client: FlaskClient, fake: FakeKernel, clock: Any) -> None:
    etag = put(client).headers["ETag"]
    clock.move_to("2026-11-22T12:00:00Z")
    assert client.get("/v1/boms").json["items"][0]["stale"]
    answers = [client.get(SCORE, headers={"If-None-Match": etag}) for _ in range(3)]
    assert {(answer.status_code, answer.json["as_of"]) for answer in answers} == {(200, "2026-11-22")}
    assert fake.scored == 2
    [row] = client.get("/v1/boms").json["items"]
    assert (row["stale"], row["as_of"]) == (False, "2026-11-22")
    assert points(client) == [("2026-11-22", 1), ("2026-11-21", 1)]


def test_of_those_who_ask_at_once_one_has_it_computed(
    app: Flask, client: FlaskClient, fake: FakeKernel, clock: Any
) -> None:
    put(client)
    clock.move_to("2026-11-22T12:00:00Z")
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: app.test_client().get(SCORE), range(16)))
    assert {(answer.status_code, answer.data) for answer in answers} == {(200, answers[0].data)}
    assert fake.scored == 2


def test_under_another_model_it_is_computed_anew(app: Flask, client: FlaskClient, fake: FakeKernel) -> None:
    put(client)
    app.extensions[EXTENSION].kernel = FakeKernel("fake-2")
    assert client.get("/v1/boms").json["items"][0]["stale"]
    assert client.get(SCORE).json["model"]["version"] == "fake-2"
    assert [row["model_version"] for row in client.get("/v1/boms/motor-7/scores").json["items"]] == ["fake-2"]


@pytest.mark.parametrize("changed", ["evidence", "register"])
def test_with_other_evidence_or_another_register_it_is_out_of_date(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, changed: str
) -> None:
    put(client)
    assert not client.get("/v1/boms").json["items"][0]["stale"]
    known = {"model": "0" * 16, "evidence": "e1", "register": "r1"}
    engine = client.application.extensions[EXTENSION].engine
    monkeypatch.setitem(engine.__dict__, "state", lambda _kernel: known | {changed: "other"})
    assert client.get("/v1/boms").json["items"][0]["stale"]


def test_a_part_that_is_confirmed_later_reaches_the_next_score(client: FlaskClient, fake: FakeKernel) -> None:
    put(client, body=bom(line(part_number="MAG-1")))
    put(client, "other", bom(line(part_number="MAG-2")))
    etag = client.get(SCORE).headers["ETag"]
    app = client.application.extensions[EXTENSION]
    app.store.parts.put("own", ConfirmedPart("MAG-1", '{"rare_earth": false}', "A. Engineer"), datetime.now(UTC))
    assert [row["stale"] for row in client.get("/v1/boms").json["items"]] == [True, False]
    scored = fake.scored
    assert client.get(SCORE, headers={"If-None-Match": etag}).status_code == 200
    assert client.get("/v1/boms/other/score").status_code == 200
    assert fake.scored == scored + 1
    assert points(client)[0][1] == 1
    app.store.parts.delete("own", "MAG-1")


def test_a_known_etag_is_answered_304_without_scoring_and_without_reading_the_answer(
    app: Flask, client: FlaskClient, fake: FakeKernel
) -> None:
    put(client)
    database, asked = app.extensions[EXTENSION].store._engine, list[str]()

    def listen(*given: Any) -> None:
        asked.extend([given[2]] * given[2].startswith("SELECT"))

    for view in ("summary", "full"):
        etag = client.get(SCORE, query_string={"view": view}).headers["ETag"]
        assert not etag.startswith("W/")
        event.listen(database, "before_cursor_execute", listen)
        answer = client.get(SCORE, query_string={"view": view}, headers={"If-None-Match": f'"other", {etag}'})
        event.remove(database, "before_cursor_execute", listen)
        assert (answer.status_code, answer.data, answer.headers["ETag"]) == (304, b"", etag)
    assert len(asked) == 2
    assert not any("answers" in query for query in asked)
    assert fake.scored == 1


def test_the_etag_of_one_view_isnt_that_of_the_other(client: FlaskClient) -> None:
    etag = put(client).headers["ETag"]
    full = client.get(f"{SCORE}?view=full", headers={"If-None-Match": etag})
    assert (full.status_code, "lines" in full.json) == (200, True)


def test_an_old_etag_gets_the_new_score(client: FlaskClient) -> None:
    etag = put(client).headers["ETag"]
    put(client, body=bom(line(), line("2")))
    answer = client.get(SCORE, headers={"If-None-Match": etag})
    assert answer.status_code == 200
    assert answer.headers["ETag"] != etag


def test_any_etag_matches_a_star(client: FlaskClient) -> None:
    put(client)
    assert client.get(SCORE, headers={"If-None-Match": "*"}).status_code == 304


def test_another_day_is_answered_and_not_kept(client: FlaskClient, fake: FakeKernel, clock: Any) -> None:
    current = put(client)
    past = client.get(f"{SCORE}?as_of=2025-04-04&known_at=2025-04-04")
    assert past.json["as_of"] == "2025-04-04"
    again = client.get(f"{SCORE}?as_of=2025-04-04", headers={"If-None-Match": past.headers["ETag"]})
    assert (again.status_code, fake.scored) == (304, 2)
    assert client.get(SCORE).data == current.data
    assert client.get(f"{SCORE}?as_of=2026-11-21").data == current.data
    assert points(client) == [("2026-11-21", 1)]


def test_what_only_another_service_could_answer_is_refused_in_words(client: FlaskClient) -> None:
    put(client)
    assert faults(client.get(f"{SCORE}?model=fake-0")) == {"?model": "not_served"}
    assert client.get(f"{SCORE}?model=fake-1").status_code == 200


def test_a_bom_put_for_a_past_day_answers_for_it_and_its_current_score_is_todays(
    client: FlaskClient, clock: Any
) -> None:
    put(client)
    answer = put(client, body=bom(line(), line("2"), as_of="2025-04-04"))
    assert answer.json["as_of"] == "2025-04-04"
    poll = client.get(f"{SCORE}?as_of=2025-04-04", headers={"If-None-Match": answer.headers["ETag"]})
    assert poll.status_code == 304
    [row] = client.get("/v1/boms").json["items"]
    assert (row["as_of"], row["revision"], row["stale"], round(row["score"])) == ("2026-11-21", 2, False, 51)
    assert client.get(SCORE).json["as_of"] == "2026-11-21"
    assert points(client) == [("2026-11-21", 2), ("2026-11-21", 1), ("2025-04-04", 2)]


def test_a_stated_day_is_no_part_of_what_a_bom_says(client: FlaskClient, clock: Any) -> None:
    put(client, body=bom(as_of="2026-11-21"))
    clock.move_to("2026-11-22T12:00:00Z")
    put(client, body=bom(as_of="2026-11-22"))
    assert client.get("/v1/boms/motor-7").json["revision"] == 1
    assert client.get("/v1/boms/motor-7").json["bom"]["as_of"] == "2026-11-22"
    clock.move_to("2026-11-23T12:00:00Z")
    assert client.get(SCORE).json["as_of"] == "2026-11-23"


def test_a_stored_bom_that_cant_be_scored_any_more_says_so_and_keeps_its_history(
    client: FlaskClient, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(client)
    clock.move_to("2026-11-22T12:00:00Z")

    def refuse(*_: Any) -> Any:
        raise BomError("The BOM can't be scored.", [FieldError("/lines/0", "unknown_material", "no such thing")])

    monkeypatch.setitem(client.application.extensions[EXTENSION].engine.__dict__, "score", refuse)
    assert faults(client.get(SCORE)) == {"/lines/0": "unknown_material"}
    assert points(client) == [("2026-11-21", 1)]


@pytest.fixture
def daily(client: FlaskClient, clock: Any) -> FlaskClient:
    """A BOM scored on forty days, of which the 20th and those after are another revision's."""
    for day in range(40):
        clock.move_to(f"2026-{10 + day // 31}-{day % 31 + 1:02}T12:00:00Z")
        put(client, body=bom(*(line(str(n)) for n in range(1 + (day >= 20)))))
    return client


@pytest.mark.slow
def test_every_point_appears_once_over_the_pages(daily: FlaskClient) -> None:
    seen, path = [], "/v1/boms/motor-7/scores?limit=7"
    while path:
        page = daily.get(path).json
        seen += [(row["as_of"], row["revision"]) for row in page["items"]]
        path = page["next"]
    assert seen == sorted(seen, reverse=True)
    assert len(seen) == 40
    assert seen[19:21] == [("2026-10-21", 2), ("2026-10-20", 1)]


@pytest.mark.slow
def test_history_is_cut_to_a_span_and_thinned_to_steps(daily: FlaskClient) -> None:
    span = "from=2026-10-30&to=2026-11-02"
    assert [day for day, _ in points(daily, f"?{span}")] == ["2026-11-02", "2026-11-01", "2026-10-31", "2026-10-30"]
    assert points(daily, "?step=month") == [("2026-11-09", 2), ("2026-10-31", 2)]
    weeks = ["2026-11-09", "2026-11-08", "2026-11-01", "2026-10-25", "2026-10-18", "2026-10-11", "2026-10-04"]
    assert [day for day, _ in points(daily, "?step=week")] == weeks
    seen, path = [], "/v1/boms/motor-7/scores?step=week&limit=2"
    while path:
        page = daily.get(path).json
        seen += [row["as_of"] for row in page["items"]]
        path = page["next"]
    assert seen == weeks


@pytest.mark.slow
def test_history_as_csv_says_what_json_says(daily: FlaskClient) -> None:
    answer = daily.get("/v1/boms/motor-7/scores.csv?step=week")
    assert answer.content_type == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    items = daily.get("/v1/boms/motor-7/scores?step=week").json["items"]
    assert {*rows[0]} == {*items[0]}
    assert [(row["as_of"], row["revision"], float(row["score"])) for row in rows] == [
        (item["as_of"], str(item["revision"]), item["score"]) for item in items
    ]


@pytest.mark.slow
def test_a_token_of_another_query_or_of_nobody_is_refused(daily: FlaskClient) -> None:
    token = daily.get("/v1/boms/motor-7/scores?limit=1").json["next"].partition("after=")[2]
    for query in (f"step=week&after={token}", "after=x", "after=W10", f"from=2026-10-01&after={token}"):
        assert faults(daily.get(f"/v1/boms/motor-7/scores?{query}")) == {"?after": "token"}


@pytest.mark.slow
@pytest.mark.parametrize("path", ["scores", "scores.csv"])
def test_a_span_that_ends_before_it_begins_is_refused(daily: FlaskClient, path: str) -> None:
    answer = daily.get(f"/v1/boms/motor-7/{path}?from=2026-11-02&to=2026-11-01")
    assert answer.status_code == 422
    assert [(error["pointer"], error["code"]) for error in answer.json["errors"]] == [("?to", "out_of_range")]
