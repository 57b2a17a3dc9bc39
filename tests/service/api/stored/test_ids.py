"""Ids of stored BOMs: any text, and never another BOM's."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from service.api.stored.ids import EncodedIds
from tests.conftest import bom, faults, line

SLASHES = ["a/b", "a/score", "/", "//", "rescore", "score", ".", "..", "%2F"]
OTHERS = ["a b", " a ", "50%", "a?b#c", "Ø 8×3", "日本", "🧲" * 200]


def path(bom_id: str) -> str:
    return f"/v1/boms/{quote(bom_id, safe='')}"


@pytest.mark.slow
@pytest.mark.parametrize("bom_id", SLASHES + OTHERS)
def test_any_id_is_stored_read_listed_and_deleted(client: FlaskClient, bom_id: str) -> None:
    stored = client.put(path(bom_id), json=bom())
    assert (stored.status_code, stored.headers["Location"]) == (201, path(bom_id))
    assert client.get(stored.headers["Location"]).json["bom_id"] == bom_id
    for below in ("/score", "/scores", "/scores.csv", "/revisions", "/revisions/1"):
        assert client.get(path(bom_id) + below).status_code == 200
    assert [row["bom_id"] for row in client.get("/v1/boms").json["items"]] == [bom_id]
    assert client.delete(path(bom_id)).status_code == 204
    assert client.get("/v1/boms").json["items"] == []


def test_a_slash_that_is_encoded_is_the_ids_and_one_that_isnt_is_the_paths(client: FlaskClient) -> None:
    client.put("/v1/boms/a", json=bom())
    client.put("/v1/boms/a%2Fscore", json=bom(line(), line("2")))
    assert round(client.get("/v1/boms/a/score").json["score"]) == 30
    assert client.get("/v1/boms/a%2fscore").json["bom_id"] == "a/score"
    assert round(client.get("/v1/boms/a%2Fscore/score").json["score"]) == 51
    assert client.put("/v1/boms/b/c", json=bom()).status_code == 404


def test_pages_of_an_odd_id_lead_on(client: FlaskClient) -> None:
    for count in (1, 2):
        client.put(path("a/ü?"), json=bom(*(line(str(i)) for i in range(count))))
    page = client.get(path("a/ü?") + "/scores?limit=1").json
    assert [row["revision"] for row in client.get(page["next"]).json["items"]] == [1]


@pytest.mark.parametrize("bom_id", ["a%00b", "a%0Ab", "a%7F", "a%FF", "%ED%A0%80", "x" * 201])
def test_an_id_that_cant_be_written_is_refused_and_nothing_is_found_under_it(client: FlaskClient, bom_id: str) -> None:
    assert faults(client.put(f"/v1/boms/{bom_id}", json=bom())) == {"?bom_id": "pattern"}
    for below in ("", "/score", "/scores", "/revisions"):
        assert client.get(f"/v1/boms/{bom_id}{below}").status_code == 404
    assert client.delete(f"/v1/boms/{bom_id}").status_code == 404


def test_the_body_may_repeat_the_id_and_no_other(client: FlaskClient) -> None:
    assert client.put(path("a/b c"), json=bom(bom_id="a/b c")).status_code == 201
    assert faults(client.put(path("a/b c"), json=bom(bom_id="a/b"))) == {"/bom_id": "mismatch"}


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"RAW_URI": "/v1/boms/a%2Fb?x=1", "PATH_INFO": "/v1/boms/a/b"}, "/v1/boms/a%2Fb"),
        ({"RAW_URI": "http://h/v1/boms/a%2Fb", "PATH_INFO": "/v1/boms/a/b"}, "/v1/boms/a%2Fb"),
        ({"RAW_URI": "/v1/%62oms/a%2Fb", "PATH_INFO": "/v1/boms/a/b"}, "/v1/boms/a%2Fb"),
        ({"RAW_URI": "/m/v1/boms/a%2Fb", "SCRIPT_NAME": "/m", "PATH_INFO": "/v1/boms/a/b"}, "/v1/boms/a%2Fb"),
        ({"RAW_URI": "/before/a%2Fb", "PATH_INFO": "/v1/boms/a/b"}, "/v1/boms/a/b"),
        ({"PATH_INFO": "/v1/boms/a/b c"}, "/v1/boms/a/b%20c"),
        ({"RAW_URI": "/v1/boms/\xc3\xb8", "PATH_INFO": "/v1/boms/\xc3\xb8"}, "/v1/boms/%C3%B8"),
        ({"RAW_URI": "/v1/parts/a%2Fb", "PATH_INFO": "/v1/parts/a/b"}, "/v1/parts/a/b"),
    ],
)
def test_the_path_as_it_was_sent_decides_unless_something_changed_it(environ: dict[str, str], expected: str) -> None:
    EncodedIds(lambda given, _start: given)(environ, None)
    assert environ["PATH_INFO"] == expected
