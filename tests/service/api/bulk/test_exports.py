"""``GET /v1/exports``: flat tables of what is stored."""

from __future__ import annotations

import csv
import json
import re
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from werkzeug.http import parse_options_header

from service.api.bulk import exports
from service.imports.files import read_file
from service.imports.flat import csv_chunks, neutral, table
from service.schemas.bom import BomSchema
from tests.conftest import bom, faults, line
from tests.drawn import drawn

SCORES = "/v1/exports/scores"
EVERYTHING = bom(
    line("1", material="NdFeB N42SH", part_number="-M1", quantity={"value": 1.25, "unit": "kg"}, pieces="2,5",
         supply=[{"stage": "magnet", "country": "CN", "share": 0.8},
                 {"stage": "magnet", "country": None, "share": "20 %"}],
         unit_price={"value": 95, "per": "kg", "per_quantity": 100}, alternate_group="=A", x_note="@home", x_n="'=odd"),
    line("2", composition={"Nd": 0.29, "Dy": "3 %"}, form="magnet", unit_price="3,50 EUR/kg", end_use="military",
         can_do_without=0.1, quantity={"value": "0.12345678901234567890", "unit": "kg"}, stock_days=45,
         monthly_need={"value": 2, "unit": "kg"}),
    line("3", material="Kabel", quantity={"value": 3, "unit": "m"}, mass_per_metre={"value": 12, "unit": "g/m"}),
    {"line_id": "4", "material": "Screw", "rare_earth": False, "read_as": None},
    bom_id="all", name="+Motor\u00a07", as_of="2026-11-21", currency="EUR", tolerance=0.3, same_part="separate",
    x_of="me",
)  # fmt: skip


def rows_of(answer: Any) -> list[list[str]]:
    """The rows of a CSV answer."""
    assert answer.status_code == 200
    return list(csv.reader(StringIO(answer.data.decode("utf-8-sig"), newline="")))


def cells_of(answer: Any) -> list[list[Any]]:
    """The rows of a spreadsheet."""
    assert answer.status_code == 200
    return CalamineWorkbook.from_filelike(BytesIO(answer.data)).get_sheet_by_index(0).to_python()


def put(client: FlaskClient, bom_id: str, **more: Any) -> None:
    assert client.put(f"/v1/boms/{bom_id}", json=bom(**more)).status_code in (200, 201)


def test_a_moment_is_written_alike_in_every_answer(client: FlaskClient) -> None:
    put(client, "a")
    shown = client.get("/v1/boms").json["items"][0]["scored_at"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z", shown)
    history = rows_of(client.get("/v1/boms/a/scores.csv"))
    export, sheet = rows_of(client.get(SCORES)), cells_of(client.get(f"{SCORES}?format=xlsx"))
    page = rows_of(client.get("/portfolio.csv"))
    for head, row in (history, export, sheet, page):
        assert row[head.index("scored_at")] == shown


def test_scores_are_one_row_a_bom_in_text_and_in_a_spreadsheet(client: FlaskClient) -> None:
    put(client, "b", name="=cmd|'/c calc'!A1")
    put(client, "a", name="Motor, 7")
    answer = client.get(SCORES)
    assert answer.content_type == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == "attachment; filename=scores.csv"
    assert answer.data.startswith(b"\xef\xbb\xbf")
    headings, first, second = rows_of(answer)
    assert tuple(headings) == exports.SCORES
    items = client.get("/v1/boms").json["items"]  # type: ignore[index]
    assert [first[0], float(first[4])] == ["a", items[0]["score"]]
    assert second[1] == "'=cmd|'/c calc'!A1"
    sheet = cells_of(client.get(f"{SCORES}?format=xlsx"))
    assert [row[0] for row in sheet] == ["bom_id", "a", "b"]
    assert sheet[1][4] == pytest.approx(items[0]["score"], rel=1e-14)
    assert sheet[2][1] == "'=cmd|'/c calc'!A1"


def test_every_stored_bom_is_exported_over_the_pages(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "PAGE", 2)
    for number in range(5):
        put(client, f"b{number}")
    assert [row[0] for row in rows_of(client.get(SCORES))[1:]] == [f"b{number}" for number in range(5)]


def test_nothing_stored_is_a_table_of_headings(client: FlaskClient) -> None:
    assert len(rows_of(client.get(SCORES))) == 1
    assert len(cells_of(client.get(f"{SCORES}?format=xlsx"))) == 1


def test_a_spreadsheet_of_too_many_rows_is_refused_with_the_way_out(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "MOST_ROWS", 2)
    for number in range(3):
        put(client, f"b{number}")
    assert faults(client.get(f"{SCORES}?format=xlsx")) == {"?format": "too_many_rows"}
    assert client.get(SCORES, buffered=True).status_code == 200


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "'=", "''-"])
def test_text_that_a_spreadsheet_works_out_is_neutral_and_numbers_stay(start: str) -> None:
    assert neutral(f"{start}1+1") == f"'{start}1+1"
    assert neutral(-1.5) == -1.5
    assert neutral("'quoted") == "'quoted"


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_bom_of_every_member_comes_back_the_same(client: FlaskClient, kind: str) -> None:
    raw = json.dumps(EVERYTHING)
    assert client.put("/v1/boms/all", data=raw, content_type="application/json").status_code == 201
    answer = client.get(f"/v1/exports/boms?bom_id=all&format={kind}")
    (product,) = read_file(f"all.{kind}", answer.data).products
    assert BomSchema().read(product.bom) == BomSchema().read(json.loads(raw, parse_float=Decimal))
    assert product.bom["x_of"] == "me"
    assert [one.get("x_note") for one in product.bom["lines"]] == ["@home", None, None, None]
    assert product.bom["lines"][0]["x_n"] == "'=odd"
    imported = client.post(
        "/v1/imports?store=true&view=full", data=answer.data, content_type="application/octet-stream"
    )
    (again,) = imported.json["products"]  # type: ignore[index]
    assert again["result"]["score"] == client.get("/v1/boms/all/score?view=full&as_of=2026-11-21").json


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=20).filter(
    lambda text: text.strip() == text
)


@pytest.mark.slow
@settings(max_examples=drawn(150))
@given(material=TEXT, note=TEXT, name=TEXT, value=st.decimals("0.000001", 1000, places=6))
def test_any_text_comes_back_from_a_flat_table(material: str, note: str, name: str, value: Any) -> None:
    body = bom(line(material=material, x_note=note, quantity={"value": value, "unit": "kg"}), bom_id="b", name=name)
    chunks = b"".join(csv_chunks(table(body), "\ufeff"))
    (product,) = read_file("b.csv", chunks).products
    (back,) = product.bom["lines"]
    assert (back["material"], back["x_note"], product.bom["name"]) == (material, note, name)
    assert BomSchema().read(product.bom).lines[0].quantity == BomSchema().read(body).lines[0].quantity


def test_what_is_not_stored_cannot_be_exported(client: FlaskClient) -> None:
    assert client.get("/v1/exports/boms?bom_id=none").status_code == 404
    assert client.get("/v1/exports/boms").status_code == 422
    assert client.get(f"{SCORES}?format=pdf").status_code == 422


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_is_named_in_any_script_by_a_header_that_servers_send(client: FlaskClient, kind: str) -> None:
    bom_id = '磁石 Ä"7'
    put(client, quote(bom_id), name="Motor")
    answer = client.get("/v1/exports/boms", query_string={"bom_id": bom_id, "format": kind})
    assert "Motor" in (rows_of(answer) if kind == "csv" else cells_of(answer))[1]
    header = answer.headers["Content-Disposition"]
    assert header.isascii()  # gunicorn takes no other
    assert parse_options_header(header) == ("attachment", {"filename": f"磁石_Ä_7.{kind}"})
