"""Statements of the source documents over HTTP."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from tests.conftest import faults


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("", ["doc-1-s1", "doc-1-s2", "doc-1-s3"]),
        ("topic=indicator", ["doc-1-s2"]),
        ("element=Dy", ["doc-1-s1", "doc-1-s2"]),
        ("element=La", ["doc-1-s1"]),
        ("stage=magnet", ["doc-1-s2"]),
        ("geography=CN", ["doc-1-s2"]),
        ("geography=EU", ["doc-1-s3"]),
        ("q=cost+STOCKS", ["doc-1-s1"]),
        ("q=nothing+of+it", []),
        ("on=2024-12-31", []),
    ],
)
def test_statements_are_searched_by_every_filter(client: FlaskClient, query: str, ids: list[str]) -> None:
    assert [one["statement_id"] for one in client.get(f"/v1/statements?{query}").json["items"]] == ids


def test_a_statement_shows_its_place_its_document_and_what_contradicts_it(client: FlaskClient) -> None:
    one = client.get("/v1/statements/doc-1-s2").json
    assert (one["locator"], one["source"]["title"], one["published"]) == ("s. 1, para 2", "A study", "2025-01-01")
    assert (one["geographies"], one["verdict"], one["beside"]) == (["CN"], "contradicted", ["CN-2025-18"])


def test_pages_of_statements_lead_through_all_of_them(client: FlaskClient) -> None:
    page = client.get("/v1/statements?geography=EU&limit=1").json
    assert page["next"] is None
    seen, path = [], "/v1/statements?limit=2"
    while path:
        page = client.get(path).json
        seen += [one["statement_id"] for one in page["items"]]
        path = page["next"]
    assert seen == ["doc-1-s1", "doc-1-s2", "doc-1-s3"]


def test_statements_go_on_by_a_token_and_by_no_id(client: FlaskClient) -> None:
    path = client.get("/v1/statements?limit=2").json["next"]
    assert client.get(path).json["items"]
    assert faults(client.get(f"{path}&topic=indicator")) == {"?after": "token"}
    assert faults(client.get("/v1/statements?after=doc-1-s1")) == {"?after": "token"}


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/v1/statements/doc-9", 404, "GET /v1/statements"),
        ("/v1/statements?document=doc-11", 422, "Did you mean"),
        ("/v1/statements?document=statistic-1", 422, "no source document"),
        ("/v1/statements?topic=stocks", 422, "stockpile"),
    ],
)
def test_what_is_not_there_is_told(client: FlaskClient, path: str, status: int, words: str) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert words in answer.get_data(as_text=True)
