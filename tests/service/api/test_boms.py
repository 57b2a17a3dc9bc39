"""Stored BOMs: put, poll, history."""

from __future__ import annotations

from typing import Any

import time_machine
from flask.testing import FlaskClient

from tests.conftest import bom, faults, line
from tests.fakes import FakeKernel


def put(client: FlaskClient, bom_id: str = "motor-7", body: dict[str, Any] | None = None) -> Any:
    return client.put(f"/v1/boms/{bom_id}", json=body or bom())


def test_the_first_put_creates_and_the_next_answers_the_same(client: FlaskClient) -> None:
    first, second = put(client), put(client)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.data == second.data
    assert first.headers["ETag"] == second.headers["ETag"]
    assert first.headers["Location"] == "/v1/boms/motor-7"


def test_putting_the_same_bom_again_adds_no_point(client: FlaskClient) -> None:
    put(client)
    put(client)
    assert len(client.get("/v1/boms/motor-7/scores").json["items"]) == 1


def test_a_changed_bom_adds_a_point_and_going_back_adds_another(client: FlaskClient) -> None:
    for body in (bom(), bom(line(), line("2")), bom()):
        put(client, body=body)
    points = client.get("/v1/boms/motor-7/scores").json["items"]
    assert [round(point["score"]) for point in points] == [30, 51, 30]


def test_another_day_adds_a_point(client: FlaskClient) -> None:
    for day in ("2026-11-21", "2026-11-22"):
        with time_machine.travel(f"{day}T12:00:00Z"):
            put(client)
    points = client.get("/v1/boms/motor-7/scores").json["items"]
    assert [point["as_of"] for point in points] == ["2026-11-22", "2026-11-21"]


def test_a_new_name_is_another_revision(client: FlaskClient) -> None:
    put(client)
    put(client, body=bom(name="Motor"))
    [row] = client.get("/v1/boms").json["items"]
    assert (row["name"], row["revision"]) == ("Motor", 2)


def test_a_stored_bom_comes_back_as_it_was_put(client: FlaskClient) -> None:
    body = bom(line(quantity={"value": 0.1, "unit": "kg"}), name="Motor", bom_id="motor-7")
    put(client, body=body)
    assert client.get("/v1/boms/motor-7").json["bom"] == body


def test_the_body_of_another_bom_is_refused(client: FlaskClient) -> None:
    answer = put(client, body=bom(bom_id="motor-8"))
    assert (answer.status_code, faults(answer)) == (422, {"/bom_id": "mismatch"})


def test_an_id_of_odd_characters_is_refused(client: FlaskClient) -> None:
    assert put(client, "a%00b").status_code == 422
    assert client.get("/v1/boms/a%00b/score").status_code == 404


def test_a_refused_bom_is_not_stored(client: FlaskClient) -> None:
    assert put(client, body=bom(line(material="unscorable"))).status_code == 422
    assert client.get("/v1/boms/motor-7").status_code == 404


def test_a_current_score_is_served_without_scoring(client: FlaskClient, fake: FakeKernel) -> None:
    stored = put(client)
    answer = client.get("/v1/boms/motor-7/score")
    assert answer.data == stored.data
    assert fake.scored == 1


def test_a_known_etag_is_answered_304_and_empty(client: FlaskClient) -> None:
    etag = put(client).headers["ETag"]
    assert not etag.startswith("W/")
    answer = client.get("/v1/boms/motor-7/score", headers={"If-None-Match": f'"other", {etag}'})
    assert (answer.status_code, answer.data, answer.headers["ETag"]) == (304, b"", etag)


def test_an_old_etag_gets_the_new_score(client: FlaskClient) -> None:
    etag = put(client).headers["ETag"]
    put(client, body=bom(line(), line("2")))
    answer = client.get("/v1/boms/motor-7/score", headers={"If-None-Match": etag})
    assert answer.status_code == 200
    assert answer.headers["ETag"] != etag


def test_any_etag_matches_a_star(client: FlaskClient) -> None:
    put(client)
    assert client.get("/v1/boms/motor-7/score", headers={"If-None-Match": "*"}).status_code == 304


def test_what_is_not_stored_is_404(client: FlaskClient) -> None:
    for path in ("", "/score", "/scores"):
        answer = client.get(f"/v1/boms/nothing{path}", headers={"If-None-Match": "*"})
        assert (answer.status_code, answer.content_type) == (404, "application/problem+json")


def test_every_bom_appears_once_over_the_pages(client: FlaskClient) -> None:
    ids = [f"b{number:02}" for number in range(7)]
    for bom_id in reversed(ids):
        put(client, bom_id)
    seen, path = [], "/v1/boms?limit=3"
    while path:
        page = client.get(path).json
        seen += [item["bom_id"] for item in page["items"]]
        path = page["next"]
    assert seen == ids


def test_every_point_appears_once_over_the_pages(client: FlaskClient) -> None:
    for count in range(1, 6):
        put(client, body=bom(*(line(str(i)) for i in range(count))))
    seen, path = [], "/v1/boms/motor-7/scores?limit=2"
    while path:
        page = client.get(path).json
        seen += [item["revision"] for item in page["items"]]
        path = page["next"]
    assert seen == [5, 4, 3, 2, 1]


def test_a_page_size_out_of_range_is_refused(client: FlaskClient) -> None:
    assert faults(client.get("/v1/boms?limit=0")) == {"?limit": "out_of_range"}
    assert faults(client.get("/v1/boms?limit=x")) == {"?limit": "not_a_number"}


def test_a_put_answers_with_the_etag_that_a_poll_gets(client: FlaskClient) -> None:
    for _ in range(2):
        stored, polled = put(client), client.get("/v1/boms/motor-7/score")
        assert stored.headers["ETag"] == polled.headers["ETag"]
        assert stored.data == polled.data


def put_if(client: FlaskClient, body: dict[str, Any], **headers: str) -> int:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.put("/v1/boms/motor-7", json=body, headers=named).status_code


def test_if_none_match_stores_only_where_nothing_is(client: FlaskClient) -> None:
    other = bom(line(), line("2"))
    assert put_if(client, bom(), If_None_Match="*") == 201
    assert put_if(client, other, If_None_Match="*") == 412
    assert client.get("/v1/boms/motor-7").json["bom"] == bom()
    assert len(client.get("/v1/boms/motor-7/scores").json["items"]) == 1


def test_if_match_stores_only_over_what_it_names(client: FlaskClient) -> None:
    other = bom(line(), line("2"))
    assert put_if(client, bom(), If_Match="*") == 412
    assert client.get("/v1/boms/motor-7").status_code == 404
    etag = put(client).headers["ETag"]
    assert put_if(client, other, If_Match='"00000000000000000000000000000000"') == 412
    assert put_if(client, other, If_Match=f"W/{etag}") == 412
    assert client.get("/v1/boms/motor-7").json["bom"] == bom()
    assert put_if(client, other, If_Match=f'"other", {etag}') == 200
    assert put_if(client, bom(), If_Match=etag) == 412
    read = client.get("/v1/boms/motor-7").headers["ETag"]
    assert put_if(client, bom(), If_Match=read) == 200
    assert put_if(client, other, If_Match=read) == 412


def test_a_failed_precondition_is_told_as_a_problem(client: FlaskClient) -> None:
    put(client)
    answer = client.put("/v1/boms/motor-7", json=bom(), headers={"If-None-Match": "*"})
    assert (answer.content_type, answer.json["status"]) == ("application/problem+json", 412)
