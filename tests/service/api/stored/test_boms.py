"""Stored BOMs: put, read, revisions, tags, deleted, and who may write over whom."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient

from tests.conftest import bom, faults, line


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


def test_a_new_name_is_another_revision(client: FlaskClient) -> None:
    put(client)
    put(client, body=bom(name="Motor"))
    [row] = client.get("/v1/boms").json["items"]
    assert (row["name"], row["revision"]) == ("Motor", 2)


def test_a_stored_bom_comes_back_as_it_was_put(client: FlaskClient) -> None:
    body = bom(line(quantity={"value": 0.1, "unit": "kg"}), name="Motor", bom_id="motor-7")
    put(client, body=body)
    stored = client.get("/v1/boms/motor-7").json
    assert (stored["bom"], stored["revision"], stored["tags"]) == (body, 1, [])


def test_the_body_of_another_bom_is_refused(client: FlaskClient) -> None:
    answer = put(client, body=bom(bom_id="motor-8"))
    assert (answer.status_code, faults(answer)) == (422, {"/bom_id": "mismatch"})


def test_a_refused_bom_is_not_stored(client: FlaskClient) -> None:
    assert put(client, body=bom(line(material="unscorable"))).status_code == 422
    assert client.get("/v1/boms/motor-7").status_code == 404


def test_what_is_not_stored_is_404(client: FlaskClient) -> None:
    for path in ("", "/score", "/scores", "/scores.csv", "/revisions", "/revisions/1", "/revisions/x"):
        answer = client.get(f"/v1/boms/nothing{path}", headers={"If-None-Match": "*"})
        assert (answer.status_code, answer.content_type) == (404, "application/problem+json")


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


def test_a_failed_precondition_tells_the_etag_that_stands_and_what_to_do(client: FlaskClient) -> None:
    other = bom(line(), line("2"))
    read = put(client).headers["ETag"]
    put(client, body=other)
    stands = client.get("/v1/boms/motor-7").headers["ETag"]
    late = client.put("/v1/boms/motor-7", json=bom(), headers={"If-Match": read})
    twice = client.put("/v1/boms/motor-7", json=bom(), headers={"If-None-Match": "*"})
    for answer, told in ((late, {"If-Match": "other_revision"}), (twice, {"If-None-Match": "already_stored"})):
        assert (answer.status_code, answer.headers["ETag"], faults(answer)) == (412, stands, told)
        assert answer.json["detail"].startswith(f"Revision 2 is stored, with the ETag {stands}")
    assert put_if(client, bom(), If_Match=late.headers["ETag"]) == 200


def test_a_condition_on_what_isnt_there_says_so_and_has_no_etag(client: FlaskClient) -> None:
    for method, path in (("PUT", ""), ("PUT", "/tags"), ("DELETE", "")):
        body = {"tags": []} if path else bom()
        sent = {} if method == "DELETE" else {"json": body}
        answer = client.open(f"/v1/boms/nothing{path}", method=method, headers={"If-Match": '"x"'}, **sent)
        if method == "DELETE" or path:
            assert answer.status_code == 404
            assert "PUT it" not in answer.json["detail"]
        else:
            assert (faults(answer), "ETag" in answer.headers) == ({"If-Match": "nothing_stored"}, False)


def test_a_condition_that_names_nothing_is_refused_and_nothing_is_written(
    client: FlaskClient, subtests: pytest.Subtests
) -> None:
    put(client)
    other = bom(line(), line("2"))
    for header in ("If-Match", "If-None-Match"):
        for empty in ("", " ", ",", " , ,"):
            for method, path, sent in (("PUT", "", other), ("PUT", "/tags", {"tags": ["a"]}), ("DELETE", "", None)):
                with subtests.test(header=header, empty=empty, method=method, path=path):
                    answer = client.open(f"/v1/boms/motor-7{path}", method=method, json=sent, headers={header: empty})
                    assert (answer.status_code, faults(answer)) == (400, {header: "no_etag"})
    stored = client.get("/v1/boms/motor-7").json
    assert (stored["bom"], stored["tags"], stored["revision"]) == (bom(), [], 1)


def test_an_etag_from_before_it_was_deleted_and_put_anew_matches_no_more(client: FlaskClient) -> None:
    etag = put(client).headers["ETag"]
    client.delete("/v1/boms/motor-7")
    put(client)
    assert put_if(client, bom(line(), line("2")), If_Match=etag) == 412


def test_a_new_day_doesnt_keep_a_writer_who_read_the_revision_from_writing(client: FlaskClient) -> None:
    with time_machine.travel("2026-11-21T12:00:00Z", tick=False):
        etag = put(client).headers["ETag"]
    with time_machine.travel("2026-11-22T12:00:00Z", tick=False):
        assert client.get("/v1/boms/motor-7/score").headers["ETag"] != etag
        assert put_if(client, bom(line(), line("2")), If_Match=etag) == 200


def test_revisions_say_when_what_was_put(client: FlaskClient) -> None:
    bodies = [bom(*(line(str(i)) for i in range(count)), name=f"{count} lines") for count in range(1, 6)]
    for body in bodies:
        put(client, body=body)
        put(client, body=body)
    seen, path = [], "/v1/boms/motor-7/revisions?limit=2"
    while path:
        page = client.get(path).json
        seen += page["items"]
        path = page["next"]
    assert [(row["revision"], row["name"], row["put_by"]) for row in seen] == [
        (n, f"{n} lines", None) for n in range(5, 0, -1)
    ]
    for number, body in enumerate(bodies, start=1):
        one = client.get(f"/v1/boms/motor-7/revisions/{number}").json
        assert (one["bom"], one["receipt"], one["put_at"]) == (body, None, seen[5 - number]["put_at"])
    assert client.get("/v1/boms/motor-7/revisions/6").status_code == 404


def test_a_deleted_bom_is_gone_with_its_scores_and_begins_anew(client: FlaskClient) -> None:
    put(client)
    put(client, body=bom(line(), line("2")))
    assert client.delete("/v1/boms/motor-7").status_code == 204
    for path in ("", "/score", "/scores", "/revisions"):
        assert client.get(f"/v1/boms/motor-7{path}").status_code == 404
    assert client.delete("/v1/boms/motor-7").status_code == 404
    assert put(client).status_code == 201
    assert len(client.get("/v1/boms/motor-7/scores").json["items"]) == 1


def test_a_bom_that_somebody_else_put_meanwhile_isnt_deleted(client: FlaskClient) -> None:
    etag = put(client).headers["ETag"]
    put(client, body=bom(line(), line("2")))
    assert client.delete("/v1/boms/motor-7", headers={"If-Match": etag}).status_code == 412
    assert client.get("/v1/boms/motor-7").status_code == 200


def test_tags_are_replaced_shown_and_no_revision(client: FlaskClient) -> None:
    etag = put(client).headers["ETag"]
    answer = client.put("/v1/boms/motor-7/tags", json={"tags": ["plant 7", "Ä", "a,b"]})
    assert answer.json == {"bom_id": "motor-7", "tags": ["a,b", "plant 7", "Ä"]}
    stored = client.get("/v1/boms/motor-7")
    assert (stored.json["tags"], stored.json["revision"]) == (["a,b", "plant 7", "Ä"], 1)
    assert client.put("/v1/boms/motor-7/tags", json={"tags": []}, headers={"If-Match": etag}).status_code == 200
    assert client.get("/v1/boms/motor-7").headers["ETag"] != stored.headers["ETag"]
    assert put(client).status_code == 200
    assert client.get("/v1/boms/motor-7").json["tags"] == []


def test_tags_that_cant_be_used_are_refused_and_those_of_nothing_are_404(client: FlaskClient) -> None:
    put(client)
    for tags, wrong in (
        (["a", " a "], {"/tags": "duplicate"}),
        ("a", {"/tags": "not_a_list"}),
        (["a", 1, ""], {"/tags/1": "not_text", "/tags/2": "blank"}),
        ([str(n) for n in range(51)], {"/tags": "length"}),
        (["a", None], {"/tags/1": "required"}),
    ):
        assert faults(client.put("/v1/boms/motor-7/tags", json={"tags": tags})) == wrong
    assert client.put("/v1/boms/nothing/tags", json={"tags": []}).status_code == 404
    assert client.get("/v1/boms/motor-7").json["tags"] == []
