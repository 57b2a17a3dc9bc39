"""``POST /v1/imports``."""

from __future__ import annotations

import gzip
import json
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.exc import OperationalError

from service.api.bulk import batch, importing
from service.api.context import EXTENSION
from service.imports import origins
from service.imports.limits import JOB_LIMITS, LIMITS
from service.risk.bom import Line
from service.risk.purchase.work import work_of_reading
from tests.conftest import faults, settings_in
from tests.fakes import FakeKernel
from tests.service.imports.files import csv, workbook

URL = "/v1/imports"
HEAD = "Level,Item,Description,Qty,UoM,Plant"
MOTOR = csv(HEAD, "0,MOT-7,Motor,1,EA,", "1,M,NdFeB N42SH,2,kg,ACME", "1,S,Screw,4,EA,")
TWO = csv(HEAD, "0,A,Motor,1,EA,", "1,M,NdFeB,2,kg,", "0,B,Pump,1,EA,", "1,N,Nd2O3,x1,kg,")


def send(client: FlaskClient, data: bytes, query: str = "", name: str = "file.csv", **form: str) -> Any:
    """A file as a form sends it."""
    return client.post(f"{URL}{query}", data={"file": (BytesIO(data), name)} | form)


def test_a_file_is_read_and_scored_and_nothing_is_stored(client: FlaskClient) -> None:
    answer = send(client, MOTOR, "?buyer_country=DE&currency=EUR")
    assert answer.status_code == 200
    body = answer.json
    assert (body["format"], body["encoding"], body["delimiter"]) == ("csv", "utf-8", "comma")
    (product,) = body["products"]
    assert (product["bom_id"], product["name"], product["lines"]) == ("MOT-7", "Motor", 2)
    assert (product["stored"], product["refused"], product["result"]["status"]) == (None, False, 200)
    assert product["result"]["score"]["score"] > 0
    assert [(row["row"], row["kind"]) for row in body["read"]] == [(2, "assembly"), (3, "line"), (4, "line")]
    assert body["read"][1]["x_plant"] == "ACME"
    assert {"sheet": None, "heading": "Plant", "role": "other", "kept_as": "x_plant"} in body["columns"]
    assert client.get("/v1/boms").json == {"items": [], "next": None}  # type: ignore[comparison-overlap]


def test_a_form_and_a_body_are_read_alike(client: FlaskClient) -> None:
    form = send(client, MOTOR).json
    assert client.post(URL, data=MOTOR, content_type="text/csv").json == form
    assert client.post(f"{URL}?name=motor.csv", data=MOTOR, content_type="application/octet-stream").json == form
    rows = [row.split(",") for row in MOTOR.decode().split("\r\n")]
    sheet = send(client, workbook({"BOM": rows}), name="motor.xlsx").json
    assert sheet["products"][0]["result"] == form["products"][0]["result"]


def test_storing_keeps_each_product_with_its_columns_and_repeating_adds_nothing(client: FlaskClient) -> None:
    first = send(client, MOTOR, "?store=true&buyer_country=DE").json
    again = send(client, MOTOR, "?store=true&buyer_country=DE").json
    assert [first["products"][0]["stored"], again["products"][0]["stored"]] == ["created", "updated"]
    stored = client.get("/v1/boms/MOT-7").json
    assert stored["bom"]["lines"][0]["x_plant"] == "ACME"
    assert len(client.get("/v1/boms/MOT-7/scores").json["items"]) == 1
    put = client.put("/v1/boms/MOT-7", json=stored["bom"])
    assert put.status_code == 200
    assert put.json["receipt_sha256" if "receipt_sha256" in put.json else "receipt"]
    assert len(client.get("/v1/boms/MOT-7/scores").json["items"]) == 1


def test_a_product_with_a_refused_row_is_stored_only_where_it_may_be_left_unread(client: FlaskClient) -> None:
    body = send(client, TWO, "?store=true").json
    assert [(one["bom_id"], one["refused"], one["stored"]) for one in body["products"]] == [
        ("A", False, "created"),
        ("B", True, None),
    ]
    (row,) = body["refused"]
    assert (row["row"], row["product"], row["column"], row["code"]) == (5, "B", "Qty", "not_a_number")
    assert [one["bom_id"] for one in client.get("/v1/boms").json["items"]] == ["A"]  # type: ignore[index]
    body = send(client, TWO, "?store=true&on_error=skip_line").json
    assert [one["stored"] for one in body["products"]] == ["updated", "created"]
    assert client.get("/v1/boms/B").json["bom"]["on_error"] == "skip_line"  # type: ignore[index]


def test_each_row_stands_in_one_of_the_tables(client: FlaskClient) -> None:
    data = csv("Description,Qty,UoM", "NdFeB,1,kg", "Nd2O3,x1,kg", "CeO2,4,m2", ",3,kg")
    body = send(client, data).json
    tables = {name: {row["row"] for row in body[name]} for name in ("read", "open", "refused")}
    assert tables == {"read": {2}, "open": {4}, "refused": {3, 5}}


def test_one_product_that_cannot_be_scored_spoils_no_other(client: FlaskClient) -> None:
    rows = ["0,A,Motor,1,EA,", "1,M,unscorable,2,kg,", "0,B,Pump,1,EA,", "1,N,Nd2O3,1,kg,"]
    body = send(client, csv(HEAD, *rows), "?store=true").json
    assert [one["result"]["status"] for one in body["products"]] == [422, 200]
    assert body["products"][0]["result"]["problem"]["errors"][0]["pointer"] == "/products/A/lines/0/material"
    assert [one["stored"] for one in body["products"]] == [None, "created"]


def test_a_mapping_comes_in_the_form_or_in_the_query(client: FlaskClient) -> None:
    data, mapping = csv("Teil X,Qty", "NdFeB,1"), json.dumps({"Teil X": "name"})
    form = send(client, data, mapping=mapping)
    assert form.status_code == 200
    query = client.post(URL, data=data, query_string={"mapping": mapping, "name": "file"}, content_type="text/csv")
    assert query.json == form.json


def test_the_full_view_holds_the_bom_that_can_be_sent_again(client: FlaskClient) -> None:
    (product,) = send(client, MOTOR, "?view=full&buyer_country=JP").json["products"]
    again = client.post("/v1/scores?view=full", json=product["bom"])
    assert again.json == product["result"]["score"]


def test_a_day_picks_the_rows_and_is_scored_for(client: FlaskClient) -> None:
    data = csv("Level,Item,Description,Qty,Valid to", "0,P,Motor,1,", "1,M,NdFeB,1,2025-03-31", "1,N,CeO2,1,")
    now, then = send(client, data).json, send(client, data, "?as_of=2025-01-01").json
    assert [one["products"][0]["lines"] for one in (now, then)] == [1, 2]
    assert then["products"][0]["result"]["score"]["as_of"] == "2025-01-01"


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("?buyer_country=Atlantis", "?buyer_country"),
        ("?currency=Euro", "?currency"),
        ("?as_of=tomorrow", "?as_of"),
        ("?store=yes", "?store"),
        ("?more=1", "?more"),
        ("?encoding=klingon", "?encoding"),
        ("?mapping=[]", "/mapping"),
        ('?mapping={"Foo":"name"}', "/mapping/Foo"),
        ('?mapping={"Qty":"colour"}', "/mapping/Qty"),
    ],
)
def test_what_is_stated_wrongly_is_named(client: FlaskClient, query: str, pointer: str) -> None:
    answer = send(client, MOTOR, query)
    assert answer.status_code == 422
    assert pointer in faults(answer)


@pytest.mark.parametrize(
    ("data", "status", "code"),
    [
        (b"", 422, "empty"),
        (b"%PDF-1.7 ...", 415, "unread_type"),
        (b"hello", 422, "no_headings"),
        (b"x" * (LIMITS.file_bytes + 1), 413, "too_large"),
        (b"PK\x03\x04 not a zip", 422, "broken_zip"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_problem_that_says_so(
    client: FlaskClient, data: bytes, status: int, code: str
) -> None:
    answer = client.post(f"{URL}?mode=sync", data=data, content_type="text/csv")
    assert answer.status_code == status
    assert faults(answer) == {"/file": code}


def test_a_body_beyond_the_limit_is_refused_unread(client: FlaskClient) -> None:
    body = b"x" * (JOB_LIMITS.file_bytes + 100_000)
    assert client.post(URL, data=body, content_type="text/csv").status_code == 413


def test_a_form_without_a_file_or_with_two_is_refused(client: FlaskClient) -> None:
    assert faults(client.post(URL, data={"mapping": "{}"}, content_type="multipart/form-data")) == {"/file": "no_file"}
    two = {"file": (BytesIO(MOTOR), "a.csv"), "other": (BytesIO(MOTOR), "b.csv")}
    assert faults(client.post(URL, data=two)) == {"/file": "no_file"}
    assert faults(send(client, MOTOR, colour="red")) == {"/colour": "unknown_field"}


FORM = b'--edge\r\nContent-Disposition: form-data; name="mapping"\r\n\r\n{"Teil": "part_number"}\r\n'


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("boundary=edge", FORM),
        ("boundary=other", FORM + b"--edge--\r\n"),
        ("boundary=edge", b"Material\nNd\n"),
        ("", FORM + b"--edge--\r\n"),
    ],
    ids=["without its end", "with another boundary", "a bare file", "no boundary named"],
)
def test_a_form_in_which_no_part_can_be_read_is_malformed(client: FlaskClient, kind: str, body: bytes) -> None:
    answer = client.post(URL, data=body, content_type=f"multipart/form-data; {kind}")
    assert answer.status_code == 400
    assert faults(answer) == {"": "malformed_form"}


def test_a_form_that_ended_early_is_told_apart_from_a_malformed_one(client: FlaskClient) -> None:
    late = {"CONTENT_LENGTH": str(len(FORM) + 100), "wsgi.input_terminated": True}
    answer = client.post(URL, data=FORM, content_type="multipart/form-data; boundary=edge", environ_overrides=late)
    assert answer.status_code == 408


def test_a_body_may_come_in_gzip_and_in_no_other_coding(client: FlaskClient) -> None:
    packed, headers = gzip.compress(MOTOR), {"Content-Encoding": "gzip"}
    answer = client.post(f"{URL}?name=file", data=packed, content_type="text/csv", headers=headers)
    assert answer.json == send(client, MOTOR).json
    bomb = gzip.compress(b"x" * (JOB_LIMITS.file_bytes + 1))
    assert client.post(URL, data=bomb, content_type="text/csv", headers=headers).status_code == 413
    answer = client.post(URL, data=MOTOR, content_type="text/csv", headers={"Content-Encoding": "br"})
    assert answer.status_code == 415


def test_places_are_given_back_and_a_missing_model_is_told_first(app: Flask, client: FlaskClient) -> None:
    places = app.extensions[EXTENSION].places
    before = places._value
    send(client, MOTOR)
    send(client, b"hello")
    assert places._value == before
    app.extensions[EXTENSION].kernel = None
    assert send(client, MOTOR).status_code == 503


def test_work_of_all_products_is_bounded_before_one_is_stored(client: FlaskClient, fake: FakeKernel) -> None:
    rows = [row for n in range(batch.MOST_AT_ONCE // 15_000 + 1) for row in (f"0,P{n},Motor,1,EA,", "1,M,heavy,1,kg,")]
    answer = send(client, csv(HEAD, *rows), "?store=true&mode=sync")
    assert answer.status_code == 422
    assert faults(answer)["/products"] == "too_much_work"
    assert "mode=async" in answer.json["errors"][0]["detail"]  # type: ignore[index]
    assert fake.scored == 0
    assert client.get("/v1/boms").json["items"] == []  # type: ignore[index]


def test_descriptions_that_take_long_are_weighed_before_their_origins_are_read(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[object] = []
    monkeypatch.setattr(origins, "read", lambda *line, **_: reads.append(line))
    rows = [f"1,M{n},{'Y2O3 ' * 35}{n},1,kg,CN" for n in range(900)]
    data = csv("Level,Item,Description,Qty,UoM,Country of origin", "0,P,Motor,1,EA,", *rows)
    answer = send(client, data, "?mode=sync")
    assert answer.status_code == 413
    assert faults(answer)["/file"] == "too_large"
    assert "mode=async" in answer.json["errors"][0]["detail"]  # type: ignore[index]
    assert reads
    weight = work_of_reading([Line("1", material="Y2O3 " * 35 + "100")])
    assert len(reads) <= LIMITS.reading / (weight - 10)
    assert send(client, data).status_code == 202


def test_a_file_of_products_that_are_stored_for_another_day_weighs_twice_and_becomes_a_job(client: FlaskClient) -> None:
    lines = [{"line_id": "1", "material": "heavy"}]
    boms = [{"bom_id": f"P{n}", "lines": lines} for n in range(6)]
    now, then = (json.dumps([one | more for one in boms]).encode() for more in ({}, {"as_of": "2025-01-01"}))
    assert send(client, now, "?store=true", "now.json").status_code == 200
    assert send(client, then, "", "then.json").status_code == 200
    assert send(client, then, "?store=true", "then.json").status_code == 202
    assert send(client, then, "?store=true&mode=sync", "then.json").status_code == 422


EXAMPLES = sorted((Path(__file__).parents[4] / "examples" / "imports").iterdir())


@pytest.mark.slow
def test_what_was_imported_scores_the_same_when_exported_and_imported_again(
    real_client: FlaskClient,
) -> None:
    for path in EXAMPLES:
        query = "?store=true&buyer_country=DE&currency=EUR"
        first = send(real_client, path.read_bytes(), query, path.name).json
        assert not first["refused"], path.name
        for product in first["products"]:
            document = real_client.get(f"/v1/boms/{product['bom_id']}").json["bom"]  # type: ignore[index]
            again = send(real_client, json.dumps(document).encode(), query, "again.json").json
            assert again["products"][0]["result"] == product["result"], path.name
            assert again["products"][0]["stored"] == "updated"
            flat = real_client.get("/v1/exports/boms", query_string={"bom_id": product["bom_id"]}).data
            (from_table,) = send(real_client, flat, query, "again.csv").json["products"]
            assert from_table["result"] == product["result"], path.name


@pytest.fixture(scope="module")
def real_client(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """A client of an application with the bundle that ships."""
    from service.app import create_app

    app = create_app(settings_in(tmp_path_factory.mktemp("real")))
    yield app.test_client()
    app.extensions[EXTENSION].store.close()


@pytest.mark.slow
def test_origins_of_materials_are_supply_and_those_of_assemblies_are_not(real_client: FlaskClient) -> None:
    path = next(path for path in EXAMPLES if path.name == "stueckliste.csv")
    (product,) = send(real_client, path.read_bytes(), "?view=full").json["products"]
    supply = {line["line_id"]: line.get("supply") for line in product["bom"]["lines"]}
    assert supply["5"] == [{"stage": "magnet", "country": "China", "share": 1}]
    assert supply["6"] == [{"stage": "magnet", "country": "Japan", "share": 1}]
    assert supply["4"] is None


def test_the_document_says_that_columns_of_yours_are_kept(client: FlaskClient) -> None:
    schemas = client.get("/openapi.json").json["components"]["schemas"]  # type: ignore[index]
    for name in ("Bom", "Line", "FileRow", "ToldFileRow"):
        assert "^x_" in schemas[name]["patternProperties"]
    answer = client.post("/v1/scores", json={"lines": [{"line_id": "1", "material": "NdFeB", "x_a": 1, "x_b": [1]}]})
    assert faults(answer) == {"/lines/0/x_b": "not_kept"}


def test_a_database_that_fails_halfway_leaves_whole_products_and_the_rest_for_the_next_time(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = ["0,A,Motor,1,EA,", "1,M,NdFeB,2,kg,", "0,B,Pump,1,EA,", "1,N,Nd2O3,1,kg,"]
    whole = importing.keep

    def failing(bom: Any, *given: Any, **more: Any) -> tuple[bool, Any]:
        if bom.bom_id == "B":
            raise OperationalError("insert", {}, Exception("gone"))
        return whole(bom, *given, **more)

    with monkeypatch.context() as patch:
        patch.setattr(importing, "keep", failing)
        assert send(client, csv(HEAD, *rows), "?store=true").status_code == 503
    assert [one["bom_id"] for one in client.get("/v1/boms").json["items"]] == ["A"]  # type: ignore[index]
    again = send(client, csv(HEAD, *rows), "?store=true").json
    assert [one["stored"] for one in again["products"]] == ["updated", "created"]
    assert len(client.get("/v1/boms/A/scores").json["items"]) == 1  # type: ignore[index]
