"""``/``: every stored product with its filters in the address, what many share, and the same list as CSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlparse

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event

from service.api.context import EXTENSION
from service.dashboard.findings import portfolio
from service.engine import KERNEL
from tests.conftest import client_of, settings_in
from tests.factories import kernel
from tests.service.dashboard.conftest import HOSTILE, motor, put
from tests.service.dashboard.html import Page


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A client with three products, and one with hostile names."""
    loaded = replace(KERNEL, load=lambda *_: kernel())
    with client_of(settings_in(tmp_path_factory.mktemp("small")), loaded) as client:
        put(client, "motor", motor(name="Motor"))
        cerium = {"line_id": "1", "element": "Ce", "form": "oxide", "quantity": {"value": 1, "unit": "kg"}}
        put(client, "polish", {"name": "=Polish", "buyer_country": "DE", "lines": [cerium]})
        put(client, "pump", {"lines": [{"line_id": "1", "material": "mystery part 7"}]})
        put(client, "hostile", motor(name=HOSTILE))
        yield client


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A client with nothing stored."""
    loaded = replace(KERNEL, load=lambda *_: kernel())
    with client_of(settings_in(tmp_path_factory.mktemp("empty")), loaded) as client:
        yield client


def names(client: FlaskClient, query: str = "") -> list[str]:
    """Ids of the products on a page, in its order."""
    page = Page(client.get(f"/{query}"))
    rows = page.rows("") if "Choose a heading" in page.text else []
    links = [link.get("href", "") for link in page.all("a") if link.get("class") == "name"]
    assert len(rows) == len(links)
    return [link.removeprefix("/products/") for link in links]


def test_with_nothing_stored_it_says_what_to_do_first(empty: FlaskClient) -> None:
    page = Page(empty.get("/"))
    assert "Add your first product" in page.words()
    assert "/upload" in page.links()


def test_with_nothing_stored_a_sample_leads_to_what_was_read_of_it(empty: FlaskClient) -> None:
    fields = {field.get("name", ""): field.get("value", "") for field in Page(empty.get("/")).all("input")}
    read = Page(empty.post("/upload", data=fields, content_type="multipart/form-data"))
    assert "6 lines were read. Check the readings" in read.words()
    assert read.rows("6 lines")[0][0].startswith("NdFeB N42SH")


@pytest.mark.slow
def test_every_product_is_listed_the_highest_score_first(small: FlaskClient) -> None:
    shown = names(small)
    scores = {row["bom_id"]: row["score"] for row in small.get("/v1/boms").json["items"]}
    assert shown == sorted(scores, key=lambda name: (-(scores[name] or -1.0), name))


@pytest.mark.slow
def test_a_row_tells_score_interval_band_open_lines_and_age(small: FlaskClient) -> None:
    scored = small.get("/v1/boms/polish/score").json
    row = next(row for row in Page(small.get("/?sort=name")).rows("4 products") if row[0].startswith("=Polish"))
    low, high = scored["interval"]
    assert row[1:4] == [f"{scored['score']:.1f}", f"{low:.1f} to {high:.1f}", scored["band"].capitalize()]
    assert row[6:] == ["all", "today"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("?element=Ce&band=guarded", ["polish"]),
        ("?element=Lu", []),
        ("?country=MM", ["hostile", "motor"]),
        ("?min_score=17", ["hostile", "motor"]),
        ("?unread=1", ["pump"]),
        ("?band=none", ["pump"]),
        ("?min_score=banana&sort=nothing&page=999999999", ["hostile", "motor", "polish", "pump"]),
    ],
)
def test_filters_in_the_address_choose_products(small: FlaskClient, query: str, shown: list[str]) -> None:
    assert sorted(names(small, query)) == shown


@pytest.mark.slow
def test_each_pill_leads_to_as_many_products_as_it_says(small: FlaskClient) -> None:
    for start in ("/", "/?country=CN", "/?element=Ce&band=guarded"):
        text = small.get(start).text.replace("&amp;", "&")
        pills = re.findall(r'<a class="pill" href="/([^"]*)">[^<]*<span class="n">(\d+)</span>', text)
        assert len(pills) > 8
        assert {path: len(names(small, path)) for path, _ in pills} == {path: int(number) for path, number in pills}


def test_no_match_names_the_filters_and_lets_each_be_dropped(small: FlaskClient) -> None:
    page = Page(small.get("/?band=severe&element=Ce"))
    assert "No product matches Band: severe and Element: Ce." in page.words()
    assert {"/?band=severe", "/?element=Ce", "/"} <= page.links()


@pytest.mark.parametrize("value", ["<script>alert(1)</script>", '" onmouseover="x', "x" * 300])
def test_hostile_filters_stay_text(small: FlaskClient, value: str) -> None:
    Page(small.get("/", query_string={"tag": value, "supplier": value, "measure": value, "element": value}))


def test_sorting_by_a_heading_turns_it_round(small: FlaskClient) -> None:
    by_name = names(small, "?sort=name")
    assert names(small, "?sort=-name") == [*reversed(by_name[:-1]), by_name[-1]]  # what has no name stays last
    heads = {head.get("aria-sort") for head in Page(small.get("/?sort=name")).all("th")}
    assert "ascending" in heads


def test_chokepoints_count_the_products_that_share_them(small: FlaskClient) -> None:
    words = Page(small.get("/")).words()
    assert "China, separated oxide" in words
    assert "3 products, up to 100 % of a need" in words


def test_csv_holds_every_product_of_the_view_and_no_formula(small: FlaskClient) -> None:
    response = small.get("/portfolio.csv?country=CN&sort=name")
    assert response.content_type == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(response.text)))
    assert [row["bom_id"] for row in rows] == names(small, "?country=CN&sort=name")
    assert next(row["name"] for row in rows if row["bom_id"] == "polish") == "'=Polish"


@pytest.mark.slow
def test_a_thousand_products_take_no_more_queries_than_four(
    small: FlaskClient, tmp_path_factory: pytest.TempPathFactory
) -> None:
    loaded = replace(KERNEL, load=lambda *_: kernel())
    with client_of(settings_in(tmp_path_factory.mktemp("many")), loaded) as many:
        copy(many, small, 1000)
        counts = {name: queries(client) for name, client in (("few", small), ("many", many))}
        assert counts["few"] == counts["many"] <= 8
        page = Page(many.get("/?page=20"))
        assert "page 20 of 20" in page.words()
        assert len(page.rows("1,000 products")) == 50
        assert "/?rows=1000" in page.links()
        whole = Page(many.get("/?rows=1000"))
        assert len(whole.rows("1,000 products")) == 1000, "prints as one table"
        assert "Later" not in whole.words()
        behind = Page(many.get("/chokepoints/CN/magnet?page=20"))
        assert "1,000 products depend on it" in behind.words()
        assert len(behind.rows("Products that depend on it, the highest score first, page 20 of 20")) == 50
        assert "1.59 t" in behind.words(), "a thousand times the 1.59 kg of the four magnets"
        assert len(many.get("/chokepoints/CN/magnet?table=1").text.splitlines()) == 1001
        assert len(many.get("/portfolio.csv").text.splitlines()) == 1001


def copy(client: FlaskClient, source: FlaskClient, count: int) -> None:
    """Store one scored product many times over."""
    store = client.application.extensions[EXTENSION].store
    put(client, "motor", motor(name="Motor"))
    with store._writing() as connection:
        for table in ("boms", "answers", "facets", "chokepoints", "exposures", "points", "revisions"):
            columns = [row[1] for row in connection.exec_driver_sql(f"PRAGMA table_info({table})")]
            own = {"boms": "id"}.get(table, "bom")
            parts = ", ".join(
                f"{own} + n" if name == own else "bom_id || n" if name == "bom_id" else name for name in columns
            )
            connection.exec_driver_sql(
                f"WITH RECURSIVE k(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM k WHERE n < {count - 1}) "
                f"INSERT INTO {table} ({', '.join(columns)}) SELECT {parts} FROM {table}, k"
            )


def queries(client: FlaskClient) -> int:
    """How many statements the page sends to the database."""
    database = client.application.extensions[EXTENSION].store._engine
    seen: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    event.listen(database, "before_cursor_execute", note)
    try:
        Page(client.get("/"))
    finally:
        event.remove(database, "before_cursor_execute", note)
    return len(seen)


def test_no_address_brings_a_database_a_text_that_it_cannot_take(small: FlaskClient) -> None:
    """SQLite takes a zero in a text, PostgreSQL doesn't."""
    database = small.application.extensions[EXTENSION].store._engine
    values: list[str] = []

    def note(_connection: Any, _cursor: Any, _statement: str, given: Any, *_: Any) -> None:
        values.append(repr(given))

    event.listen(database, "before_cursor_execute", note)
    try:
        assert names(small, "?tag=a%00&supplier=%00&band=%00") == names(small)
        statuses = [small.get(f"/{page}/mo%00tor").status_code for page in ("products", "what-if")]
        assert small.get("/portfolio.csv?element=%00").status_code == 200
    finally:
        event.remove(database, "before_cursor_execute", note)
    assert statuses == [404, 404]
    assert values
    assert not [one for one in values if "\\x00" in one]


@pytest.mark.parametrize("text", ["=1", "\n=1", "'=1", "＝1"])
def test_csv_marks_what_exports_mark(text: str) -> None:
    assert portfolio.csv_rows([dict.fromkeys(portfolio.CSV_COLUMNS, text)])[0][0] == f"'{text}"


def test_pills_of_other_kinds_keep_the_filters_and_the_order(small: FlaskClient) -> None:
    links = [link for link in Page(small.get("/?country=CN&sort=name")).links() if link.startswith("/?")]
    asked = [parse_qs(urlparse(link).query) for link in links]
    of_bands = [query for query in asked if "band" in query]
    assert len(of_bands) > 3
    assert all(query["country"] == ["CN"] and query["sort"] == ["name"] for query in of_bands)


@pytest.mark.parametrize(
    ("bands", "words"),
    [
        ({"high": 1}, "The one product here is in the high band."),
        ({"high": 1, None: 1}, "1 of 1 product with a band is in the high band."),
        ({"high": 2, "low": 1}, "2 of 3 products with a band are in the high band."),
    ],
)
def test_one_product_is_not_told_as_one_of_one(bands: dict[str | None, int], words: str) -> None:
    assert portfolio.finding(bands, []).replace("\u00a0", " ") == words
