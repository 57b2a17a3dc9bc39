"""Bodies and answers in gzip."""

from __future__ import annotations

import gzip
import json
import zlib
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.api.protocol import gzip_coding
from tests.conftest import bom, client_of, faults, line, settings_in
from tests.fakes import FakeKernel

PACKED = {"Accept-Encoding": "gzip"}
SCORE = "/v1/boms/a/score?view=full"


def post(client: FlaskClient, raw: bytes, coding: str = "gzip", path: str = "/v1/scores") -> Any:
    return client.post(path, data=raw, content_type="application/json", headers={"Content-Encoding": coding})


def long(client: FlaskClient) -> Any:
    """Store a BOM whose answer is worth packing."""
    return client.put("/v1/boms/a?view=full", json=bom(*(line(str(n)) for n in range(20))))


@pytest.mark.parametrize("coding", ["gzip", "GZIP", "x-gzip"])
def test_a_packed_body_is_read_as_the_plain_one(client: FlaskClient, coding: str) -> None:
    answer = post(client, gzip.compress(json.dumps(bom()).encode()), coding)
    assert (answer.status_code, answer.data) == (200, client.post("/v1/scores", json=bom()).data)


def test_a_body_packed_in_pieces_is_read_whole(client: FlaskClient) -> None:
    raw = json.dumps(bom()).encode()
    assert post(client, gzip.compress(raw[:20]) + gzip.compress(raw[20:])).status_code == 200


def test_a_bom_that_comes_packed_is_stored_as_it_reads(client: FlaskClient) -> None:
    packed = gzip.compress(json.dumps(bom()).encode())
    headers = {"Content-Encoding": "gzip"}
    answer = client.put("/v1/boms/a", data=packed, content_type="application/json", headers=headers)
    assert answer.status_code == 201
    assert client.get("/v1/boms/a").json["bom"] == bom()


@pytest.mark.slow
def test_what_unpacks_to_more_than_a_body_may_have_is_413_and_not_unpacked_further(
    app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    most = app.config["MAX_CONTENT_LENGTH"]
    asked: list[int] = []

    class Counting:
        def __init__(self, bits: int) -> None:
            self._real = real(bits)

        def decompress(self, raw: bytes, limit: int) -> bytes:
            asked.append(limit)
            return self._real.decompress(raw, limit)

        def __getattr__(self, name: str) -> Any:
            return getattr(self._real, name)

    real = zlib.decompressobj
    monkeypatch.setattr(gzip_coding.zlib, "decompressobj", Counting)
    bomb = gzip.compress(b" " * (50 * most))
    assert len(bomb) < most
    answer = post(client, bomb)
    assert (answer.status_code, answer.content_type) == (413, "application/problem+json")
    assert asked == [most + 1]
    answer = post(client, gzip.compress(b" " * most) * 2)
    assert answer.status_code == 413
    assert asked[1:] == [most + 1, 1]


PLAIN = json.dumps(bom()).encode()
BAD = {
    "plain": PLAIN,
    "cut off": gzip.compress(PLAIN)[:-1],
    "another checksum": gzip.compress(PLAIN)[:-6] + b"abcdef",
    "more behind": gzip.compress(PLAIN) + b"rest",
    "zlib": zlib.compress(PLAIN),
}


@pytest.mark.parametrize("raw", BAD.values(), ids=BAD)
def test_a_body_that_is_not_gzip_is_400_with_the_fix(client: FlaskClient, raw: bytes) -> None:
    answer = post(client, raw)
    assert (answer.status_code, faults(answer)) == (400, {"": "malformed_gzip"})
    assert "Content-Encoding" in answer.json["detail"]


@pytest.mark.parametrize("coding", ["br", "deflate", "gzip, gzip", "zstd"])
def test_another_coding_is_415_and_told_which_is_taken(client: FlaskClient, coding: str) -> None:
    answer = post(client, b"x", coding)
    assert (answer.status_code, answer.headers["Accept-Encoding"]) == (415, "gzip")
    assert f"got {coding}." in answer.json["detail"]


def test_an_answer_is_packed_for_who_takes_it_and_says_so(client: FlaskClient) -> None:
    long(client)
    plain, packed = client.get(SCORE), client.get(SCORE, headers=PACKED)
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data) / 4
    assert plain.headers["Vary"] == packed.headers["Vary"]
    assert "Accept-Encoding" in plain.vary


@pytest.mark.parametrize("accepted", ["", "identity", "br", "gzip;q=0", "gzip;q=0.5, identity"])
def test_who_does_not_want_it_packed_gets_it_plain(client: FlaskClient, accepted: str) -> None:
    long(client)
    assert "Content-Encoding" not in client.get(SCORE, headers={"Accept-Encoding": accepted}).headers


def test_a_short_answer_is_not_packed(client: FlaskClient) -> None:
    answer = client.get("/healthz", headers=PACKED)
    assert "Content-Encoding" not in answer.headers
    assert answer.json == {"status": "alive"}


def test_a_page_with_forms_is_not_packed(client: FlaskClient) -> None:
    assert "Content-Encoding" not in client.get("/docs/problems", headers=PACKED).headers


def test_plain_and_packed_answers_have_tags_of_their_own_and_either_is_known_again(client: FlaskClient) -> None:
    long(client)
    plain, packed = (client.get(SCORE, headers=headers).headers["ETag"] for headers in ({}, PACKED))
    assert plain != packed
    assert not packed.startswith("W/")
    for path in (SCORE, "/v1/elements"):
        for headers in ({}, PACKED):
            tag = client.get(path, headers=headers).headers["ETag"]
            for later in ({}, PACKED):
                again = client.get(path, headers={"If-None-Match": tag, **later})
                assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
                assert "Accept-Encoding" in again.vary


def test_a_poll_with_the_tag_of_a_packed_answer_reads_no_answer(
    app: Flask, client: FlaskClient, fake: FakeKernel, monkeypatch: pytest.MonkeyPatch
) -> None:
    long(client)
    tag = client.get(SCORE, headers=PACKED).headers["ETag"]
    monkeypatch.setattr(app.extensions["chokepoint"].store, "answer", None)
    assert client.get(SCORE, headers={"If-None-Match": tag, **PACKED}).status_code == 304


def test_the_tag_of_a_packed_answer_names_the_state_for_if_match(client: FlaskClient) -> None:
    long(client)
    tag = client.get(SCORE, headers=PACKED).headers["ETag"]
    assert client.put("/v1/boms/a", json=bom(), headers={"If-Match": tag}).status_code == 200
    assert client.put("/v1/boms/a", json=bom(), headers={"If-Match": tag}).status_code == 412


def test_a_body_of_more_pieces_than_anybody_packs_is_refused(client: FlaskClient) -> None:
    raw, rest = json.dumps(bom()).encode(), gzip.compress(b"")
    assert post(client, gzip.compress(raw) + rest * (gzip_coding.MOST_MEMBERS - 1)).status_code == 200
    answer = post(client, gzip.compress(raw) + rest * gzip_coding.MOST_MEMBERS)
    assert (answer.status_code, faults(answer)) == (400, {"": "malformed_gzip"})


def test_the_document_that_needs_no_key_is_packed_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packed: list[int] = []
    compress = gzip.compress

    def counted(raw: bytes, *how: Any, **more: Any) -> bytes:
        packed.append(len(raw))
        return compress(raw, *how, **more)

    with client_of(settings_in(tmp_path)) as client:
        monkeypatch.setattr(gzip, "compress", counted)
        answers = [client.get("/openapi.json", headers={"Accept-Encoding": "gzip"}).data for _ in range(3)]
    assert len(packed) == 1
    assert len({*answers}) == 1
