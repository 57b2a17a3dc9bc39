"""Lists of stored BOMs: filters, order, and pages that stay consistent while BOMs change."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient

from service.api.context import EXTENSION
from service.store.boms import BomDocument
from tests.conftest import bom, faults, line


@pytest.fixture(autouse=True)
def clock() -> Iterator[Any]:
    with time_machine.travel("2026-11-21T12:00:00Z", tick=False) as clock:
        yield clock


def put(client: FlaskClient, bom_id: str, lines: int = 1, *tags: str, **more: Any) -> None:
    body = bom(*(line(str(n), **more) for n in range(lines)))
    assert client.put(f"/v1/boms/{bom_id}", json=body).status_code in (200, 201)
    if tags:
        client.put(f"/v1/boms/{bom_id}/tags", json={"tags": tags})


def listed(client: FlaskClient, query: str = "") -> list[str]:
    return [row["bom_id"] for row in client.get(f"/v1/boms?{query}").json["items"]]


def walked(client: FlaskClient, query: str) -> Iterator[str]:
    path = f"/v1/boms?{query}"
    while path:
        page = client.get(path).json
        yield from (row["bom_id"] for row in page["items"])
        path = page["next"]


def test_every_bom_appears_once_over_the_pages(client: FlaskClient) -> None:
    ids = [f"b{number:02}" for number in range(7)]
    for bom_id in reversed(ids):
        put(client, bom_id)
    assert list(walked(client, "limit=3")) == ids
    assert list(walked(client, "limit=3&sort=-bom_id")) == ids[::-1]


def test_rows_are_sorted_by_score_and_by_change(client: FlaskClient, clock: Any) -> None:
    for minute, (bom_id, lines) in enumerate((("a", 2), ("b", 3), ("c", 1), ("d", 2))):
        clock.move_to(f"2026-11-21T12:{minute:02}:00Z")
        put(client, bom_id, lines)
    assert list(walked(client, "sort=score&limit=1")) == ["c", "a", "d", "b"]
    assert list(walked(client, "sort=-score&limit=1")) == ["b", "d", "a", "c"]
    assert list(walked(client, "sort=changed&limit=1")) == ["a", "b", "c", "d"]
    assert list(walked(client, "sort=-changed&limit=1")) == ["d", "c", "b", "a"]


@pytest.mark.slow
@pytest.mark.parametrize("sort", ["score", "-score", "changed", "-changed", "bom_id"])
def test_no_bom_is_missed_while_others_are_put_scored_otherwise_and_deleted(
    client: FlaskClient, clock: Any, sort: str
) -> None:
    for number in range(6):
        put(client, f"b{number}", 1 + number)
    clock.move_to("2026-11-21T12:01:00Z")
    seen = []
    for count, bom_id in enumerate(walked(client, f"sort={sort}&limit=1")):
        seen.append(bom_id)
        if count == 1:
            clock.move_to("2026-11-21T12:02:00Z")
            put(client, "b0", 9)
            put(client, "b5", 2)
            put(client, "c", 3)
            client.delete("/v1/boms/b3")
    assert {*seen} - {"b3"} == {"b0", "b1", "b2", "b4", "b5", "c"}
    changed = {"b0", "b5", "c"}
    assert all(seen.count(bom_id) == 1 for bom_id in {*seen} - changed)
    assert all(seen.count(bom_id) <= 2 for bom_id in changed)


def test_filters_leave_what_meets_all_of_them(client: FlaskClient) -> None:
    put(client, "a", 1, "plant 7", "series")
    put(client, "b", 2, "plant 7", supplier="Magnets & Co.")
    put(client, "c", 3)
    assert listed(client, "tag=plant%207") == ["a", "b"]
    assert listed(client, "tag=series") == ["a"]
    assert listed(client, "supplier=Magnets%20%26%20Co.") == ["b"]
    assert listed(client, "min_score=50&tag=plant%207") == ["b"]
    assert listed(client, "band=high") == ["a", "b", "c"]
    assert listed(client, "band=low") == []
    assert listed(client, "element=Dy&country=CN&measure=CN-2025-18") == ["a", "b", "c"]
    assert listed(client, "element=Ce") == []
    assert listed(client, "country=China&unread=false") == ["a", "b", "c"]
    assert listed(client, "unread=true") == []


def test_what_changed_since_a_moment_is_what_was_put_tagged_or_scored_otherwise(
    client: FlaskClient, clock: Any
) -> None:
    for bom_id in "abcd":
        put(client, bom_id)
    clock.move_to("2026-11-22T12:00:00Z")
    put(client, "b", 2)
    client.put("/v1/boms/c/tags", json={"tags": ["x"]})
    put(client, "d")
    client.get("/v1/boms/a/score")
    assert listed(client, "changed_since=2026-11-22") == ["b", "c"]
    assert listed(client, "changed_since=2026-11-22T13:00:00%2B01:00") == ["b", "c"]
    assert listed(client, "changed_since=2026-11-22T12:00:01Z") == []


def test_rows_say_what_is_known_of_a_bom(client: FlaskClient) -> None:
    put(client, "a", 2, "x")
    [row] = client.get("/v1/boms").json["items"]
    assert (row["tags"], row["stale"], row["revision"], row["event"]) == (["x"], False, 1, "source-shock/v2")
    assert row["data_ages"] == client.get("/v1/boms/a/score?view=full").json["data_ages"]


def test_filters_that_cant_be_used_are_refused(client: FlaskClient) -> None:
    for query, wrong in (
        ("limit=0", {"?limit": "out_of_range"}),
        ("limit=x", {"?limit": "not_a_number"}),
        ("band=hi", {"?band": "not_a_choice"}),
        ("element=Fe", {"?element": "not_a_choice"}),
        ("min_score=101", {"?min_score": "out_of_range"}),
        ("unread=yes", {"?unread": "not_a_choice"}),
        ("sort=name", {"?sort": "not_a_choice"}),
        ("changed_since=yesterday", {"?changed_since": "not_a_moment"}),
        ("changed_since=2026-02-30T00:00:00Z", {"?changed_since": "not_a_date"}),
        ("changed_since=2026-11-21T25:00:00Z", {"?changed_since": "not_a_moment"}),
    ):
        assert faults(client.get(f"/v1/boms?{query}")) == wrong


def test_a_token_is_bound_to_filters_and_order(client: FlaskClient) -> None:
    for bom_id in "abc":
        put(client, bom_id)
    token = client.get("/v1/boms?limit=1").json["next"].partition("after=")[2]
    assert listed(client, f"after={token}&limit=9") == ["b", "c"]
    for query in (f"band=high&after={token}", f"sort=score&after={token}", "after=bm8", "after=%00"):
        assert {*faults(client.get(f"/v1/boms?{query}"))} == {"?after"}


@pytest.mark.parametrize("sort", ["bom_id", "score", "changed"])
def test_a_token_tells_nothing_of_what_others_store(client: FlaskClient, sort: str) -> None:
    put(client, "a")
    put(client, "b", 2)
    path = f"/v1/boms?limit=1&sort={sort}"
    before = client.get(path).json["next"]
    store = client.application.extensions[EXTENSION].store
    for number in range(3):
        store.put("other", BomDocument(f"o{number}", None, b"{}"), [], datetime.now(UTC))
    for bom_id in "ab":
        client.delete(f"/v1/boms/{bom_id}")
    put(client, "a")
    put(client, "b", 2)
    assert client.get(path).json["next"] == before
    for number in range(3):
        store.delete("other", f"o{number}")


@pytest.mark.parametrize("path", ["GET /v1/boms", "GET /v1/portfolio", "POST /v1/boms/rescore"])
def test_a_measure_that_there_is_not_is_refused_and_touches_not_nothing(client: FlaskClient, path: str) -> None:
    method, at = path.split()
    answer = client.open(f"{at}?measure=cn-2025-18", method=method)
    assert answer.status_code == 422
    (error,) = answer.json["errors"]
    assert (error["pointer"], error["code"]) == ("?measure", "not_a_choice")
    assert "GET /v1/controls" in error["detail"]
    assert 'Did you mean "CN-2025-18"?' in error["detail"]


def test_a_whole_path_given_as_token_is_told_to_be_one(client: FlaskClient) -> None:
    put(client, "a", 1)
    put(client, "b", 2)
    following = client.get("/v1/boms?limit=1").json["next"]
    answer = client.get("/v1/boms", query_string={"after": following})
    assert answer.json["errors"][0]["detail"].endswith(
        "`next` is a whole path: ask for that, or take what is behind `after=` in it."
    )


def test_a_moment_whose_plus_became_a_blank_is_told_how_to_write_it(client: FlaskClient) -> None:
    assert "%2B" in client.get("/v1/boms?changed_since=2026-11-30T12:00:00+01:00").json["errors"][0]["detail"]
    assert client.get("/v1/boms?changed_since=2026-11-30T12:00:00%2B01:00").status_code == 200
