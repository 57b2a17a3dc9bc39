"""``/upload``: from a file to a stored product, with everything that can't be read kept on the page."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.service.dashboard.conftest import HOSTILE, motor
from tests.service.dashboard.html import Page

ROWS = (
    "Part number;Description;Qty;Unit;Country of origin\n"
    "MAG-77;NdFeB N42SH;1,2;kg;CN\n"
    "SCR-1;steel screw M6;40;pcs;\n"
    "ODD-1;mystery part;abc;kg;\n"
)


def read(client: FlaskClient, name: str = "drive.csv", data: bytes = ROWS.encode(), **form: str) -> Any:
    """The answer to an uploaded file."""
    token = Page(client.get("/upload")).token()
    form |= {"csrf_token": token}
    return client.post("/upload", data={**form, "file": (io.BytesIO(data), name)}, content_type="multipart/form-data")


def posted(client: FlaskClient, path: str, form: dict[str, str], file: tuple[str, bytes] | None = None) -> Any:
    """The answer to a large form, as a browser writes it; the test client would leave a file of its own open."""
    parts = [f'name="{name}"\r\n\r\n'.encode() + value.encode() for name, value in form.items()]
    if file:
        parts.append(f'name="file"; filename="{file[0]}"\r\n\r\n'.encode() + file[1])
    body = b"".join(b"--edge\r\nContent-Disposition: form-data; " + part + b"\r\n" for part in parts) + b"--edge--\r\n"
    return client.post(path, data=body, content_type="multipart/form-data; boundary=edge")


def fields_of(page: Page) -> dict[str, str]:
    """What the confirmation's form would send as it stands."""
    inputs = {field.get("name", ""): field.get("value", "") for field in page.all("input")}
    return {name: value for name, value in inputs.items() if not name.startswith("replace")}


def test_an_empty_form_says_what_to_do_first(real: FlaskClient) -> None:
    assert "Upload a bill of materials." in Page(real.get("/upload")).words()


def test_a_file_is_shown_row_by_row_before_anything_is_stored(real: FlaskClient) -> None:
    page = Page(read(real))
    rows = page.rows("3 lines")
    assert ["sintered NdFeB magnet, suffix SH" in rows[0][1], "no rare earth" in rows[1][1]] == [True, True]
    assert "mystery part" in rows[2][0]
    assert "Row 4, column Qty: 'abc' is no number" in page.words()
    assert real.get("/v1/boms/drive").status_code == 404


def test_a_confirmed_file_is_stored_scored_and_shown(real: FlaskClient) -> None:
    form = fields_of(Page(read(real))) | {"bom_id-0": "drive-1", "line-0-2": "none"}
    response = real.post("/upload/confirm", data=form)
    assert (response.status_code, response.location) == (303, "/products/drive-1")
    scored = real.get("/v1/boms/drive-1/score").json
    assert scored["status"] == "scored"
    assert scored["coverage"]["unread"] == 0
    Page(real.get("/products/drive-1"))


def test_a_pasted_bom_in_json_is_read_like_a_file(real: FlaskClient) -> None:
    token = Page(real.get("/upload")).token()
    pasted = json.dumps(motor(name="Pasted"))
    page = Page(real.post("/upload", data={"csrf_token": token, "pasted": pasted}))
    assert len(page.rows("6 lines")) == 6
    assert "certain; magnet in China 80 %; magnet in Japan 20 %" in page.words()
    assert real.post("/upload/confirm", data=fields_of(page)).location == "/products/Pasted"


@pytest.mark.parametrize(
    ("name", "data", "status", "words"),
    [
        ("empty.csv", b"", 422, "The file is empty: choose another."),
        (
            "long.csv",
            b"Item;Description\n" + b"".join(b"P-%d;NdFeB\n" % n for n in range(1001)),
            422,
            "Nothing of the file can be scored. Row 2: the product has 1,001 lines",
        ),
        ("plan.pdf", b"%PDF-1.7 x", 415, "The file is a PDF"),
        ("broken.json", b'{"lines": [', 400, "The body is not JSON"),
        ("list.json", b"[1]", 422, "Paste one bill of materials"),
        ("nothing.csv", b"a;b\n1;2\n", 422, ""),
    ],
)
def test_a_file_that_cannot_be_read_is_told_on_the_page(
    real: FlaskClient, name: str, data: bytes, status: int, words: str
) -> None:
    page = Page(read(real, name, data), status)
    assert words in page.words()
    assert "Nothing was stored." in page.words()


def test_a_value_that_cannot_be_used_is_told_with_its_place_and_nothing_is_stored(real: FlaskClient) -> None:
    document = motor(bom_id="wrong")
    document["lines"][0]["quantity"]["value"] = -3
    page = Page(read(real, "wrong.json", json.dumps(document).encode()))
    assert "/lines/0/quantity/value" in page.words()
    page = Page(real.post("/upload/confirm", data=fields_of(page)), 422)
    assert "/lines/0/quantity/value" in page.words()
    assert real.get("/v1/boms/wrong").status_code == 404


def test_a_stored_product_is_only_replaced_where_that_is_asked(real: FlaskClient) -> None:
    form = fields_of(Page(read(real))) | {"bom_id-0": "taken"}
    assert real.post("/upload/confirm", data=form).status_code == 303
    page = Page(real.post("/upload/confirm", data=form), 422)
    assert "A product with this id is stored already." in page.words()
    assert fields_of(page)["bom_id-0"] == "taken"
    assert real.post("/upload/confirm", data=form | {"replace-0": "on"}).status_code == 303


@pytest.mark.parametrize(
    ("bom_id", "words"),
    [("../../etc", "Between slashes"), ("a//b", "Between slashes"), ("", "Write an id"), ("x" * 201, "Write an id")],
)
def test_an_id_that_no_page_can_have_is_told(real: FlaskClient, bom_id: str, words: str) -> None:
    form = fields_of(Page(read(real))) | {"bom_id-0": bom_id}
    assert words in Page(real.post("/upload/confirm", data=form), 422).words()


def test_hostile_cells_stay_text(real: FlaskClient) -> None:
    name = HOSTILE.replace('"', "'").replace(";", "")
    page = Page(read(real, f"{HOSTILE[:40]}.csv", f"Part number;Description\nP1;{name}\n".encode()))
    assert "<script" not in page.text


def test_a_file_of_another_site_is_not_read(real: FlaskClient) -> None:
    data = {"file": (io.BytesIO(ROWS.encode()), "a.csv")}
    Page(real.post("/upload", data=data, headers={"Origin": "https://evil.example"}), 403)
    Page(real.post("/upload/confirm", data={"document-0": "{}"}), 403)


@pytest.mark.slow
def test_a_file_may_be_larger_than_a_body_of_the_api(real: FlaskClient) -> None:
    remark = "steel " * 700
    rows = "".join(f"P{n};NdFeB N42SH;1;kg;{remark}\n" for n in range(300))
    data = f"Part number;Description;Qty;Unit;Remark\n{rows}".encode()
    assert len(data) > 1024 * 1024
    token = {"csrf_token": Page(real.get("/upload")).token()}
    assert len(Page(posted(real, "/upload", token, ("large.csv", data))).rows("300 lines")) == 200


@pytest.mark.slow
def test_a_product_that_is_larger_than_a_body_of_the_api_is_refused(real: FlaskClient) -> None:
    remark = "steel " * 700
    lines = [{"line_id": str(n), "material": "NdFeB N42SH", "x_remark": remark} for n in range(300)]
    token = {"csrf_token": Page(real.get("/upload")).token()}
    data = json.dumps({"name": "Huge", "lines": lines}).encode()
    page = Page(posted(real, "/upload", token, ("huge.json", data)))
    assert "The product takes" in Page(posted(real, "/upload/confirm", fields_of(page)), 422).words()


def test_more_products_than_a_page_takes_are_refused_whole(real: FlaskClient) -> None:
    rows = "".join(f"0;P{n};Motor {n};1\n1;M{n};NdFeB N42SH;1\n" for n in range(25))
    response = read(real, "many.csv", f"Level;Part number;Description;Qty\n{rows}".encode())
    assert "this page takes 20 at a time" in Page(response, 422).words()


def test_a_line_that_may_be_read_in_several_ways_is_open_before_it_is_stored_as_it_is_after(real: FlaskClient) -> None:
    page = Page(read(real, data=b"Part number;Description;Quantity;Unit\nG-1;Generator, permanent magnet;3;kg\n"))
    assert "1 line is open" in page.words()
    assert "It is taken as permanent magnet, kind not stated" in page.words()
    chosen = {**fields_of(page), "line-0-0": "none"}
    stored = posted(real, "/upload/confirm", chosen)
    assert stored.status_code == 303
    shown = Page(real.get(stored.headers["Location"]))
    assert not [row for row in shown.all("tr") if row.get("class") == "open"]
