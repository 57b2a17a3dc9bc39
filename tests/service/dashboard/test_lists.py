"""Lists behind numbers: products of a chokepoint with mass and spend, figures, and every table as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from service.dashboard.pages.lists.tables import rows_of, with_links
from service.engine import KERNEL
from tests.conftest import client_of, settings_in
from tests.factories import kernel
from tests.service.dashboard.conftest import put
from tests.service.dashboard.html import Page

CAPTION = "Products that depend on it"
MAGNET = {"line_id": "1", "material": "NdFeB N42SH", "supply": [{"stage": "magnet", "country": "CN", "share": 1}]}


def magnet(kg: float | None, price: float | None, **more: Any) -> dict[str, Any]:
    """A product of one Chinese magnet."""
    line: dict[str, Any] = dict(MAGNET)
    if kg is not None:
        line["quantity"] = {"value": kg, "unit": "kg"}
    if price is not None:
        line["unit_price"] = {"value": price, "per": "kg"}
    return {"buyer_country": "DE", "lines": [line]} | more


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A client with products in two currencies, and one that states neither mass nor price."""
    loaded = replace(KERNEL, load=lambda *_: kernel())
    with client_of(settings_in(tmp_path_factory.mktemp("mixed")), loaded) as client:
        put(client, "a", magnet(2, 100, currency="EUR", name="=A"))
        put(client, "b", magnet(3, 10, currency="EUR"))
        put(client, "c", magnet(5, 20, currency="USD"))
        put(client, "d", magnet(None, None))
        steel = {"line_id": "2", "material": "stainless steel screw M6", "quantity": {"value": 90, "unit": "kg"}}
        put(client, "e", {**magnet(1, None), "lines": [*magnet(1, None)["lines"], steel]})
        client.put("/v1/boms/c/tags", json={"tags": ["x"]})
        yield client


def place(client: FlaskClient, query: str = "") -> dict[str, Any]:
    """Chinese magnets among the shared places of the portfolio."""
    places: list[dict[str, Any]] = client.get(f"/v1/portfolio{query}").json["shared"]
    return next(one for one in places if (one["country"], one["stage"]) == ("CN", "magnet"))


@pytest.mark.slow
def test_mass_and_spend_are_those_of_the_lines_that_depend_on_it(mixed: FlaskClient) -> None:
    shared = place(mixed)
    assert (shared["boms"], shared["mass_g"], shared["mass_boms"]) == (5, 11_000, 4), "no steel, and no guess for d"


@pytest.mark.slow
def test_spends_of_several_currencies_are_told_apart(mixed: FlaskClient) -> None:
    assert place(mixed)["spend"] == [
        {"currency": "EUR", "amount": 230, "boms": 2},
        {"currency": "USD", "amount": 100, "boms": 1},
    ]
    assert place(mixed, "?tag=x")["spend"] == [{"currency": "USD", "amount": 100, "boms": 1}]


def test_each_number_of_a_chokepoint_leads_to_the_products_behind_it(mixed: FlaskClient) -> None:
    home = Page(mixed.get("/?band=high"))
    behind = [link.get("href", "") for link in home.all("a") if "/chokepoints/CN/magnet" in link.get("href", "")]
    assert len(behind) == 4, "products, mass and two spends"
    assert set(behind) == {"/chokepoints/CN/magnet?band=high"}
    page = Page(mixed.get("/chokepoints/CN/magnet"))
    assert "5 products depend on it" in page.words()
    assert "11.0 kg stated in 4 products" in page.words().replace("kgstated", "kg stated")
    rows = {row[0]: row[-3:] for row in page.rows(CAPTION)}
    assert rows["c"] == ["1", "5.00 kg", "100 USD"]
    assert rows["d"] == ["1", "not stated", "not stated"]
    assert rows["e"] == ["1", "1.00 kg", "not stated"]


def test_a_chokepoint_keeps_the_filters_of_the_portfolio(mixed: FlaskClient) -> None:
    page = Page(mixed.get("/chokepoints/CN/magnet?tag=x"))
    assert [row[0] for row in page.rows(CAPTION)] == ["c"]
    assert "/?tag=x" in page.links()


def test_a_place_that_nothing_depends_on_says_so_and_one_that_is_none_is_refused(mixed: FlaskClient) -> None:
    assert "None of these products depends on it" in Page(mixed.get("/chokepoints/LU/metal")).words()
    Page(mixed.get("/chokepoints/XX/metal"), 404)
    Page(mixed.get("/chokepoints/CN/smelting"), 404)


def test_what_depends_on_a_chokepoint_follows_the_newest_score(mixed: FlaskClient) -> None:
    put(mixed, "f", magnet(7, None))
    assert place(mixed)["mass_g"] == 18_000
    put(mixed, "f", magnet(1, None))
    assert place(mixed)["mass_g"] == 12_000
    mixed.delete("/v1/boms/f")
    assert place(mixed)["mass_g"] == 11_000


PATHS = (
    "/chokepoints/CN/magnet", "/products/a", "/elements", "/countries/CN",
    "/figures?element=Sc&quantity=price", "/figures/baci-exports-280530-2023", "/compare?one=a&other=b",
    "/what-if/a?spare=10", "/model",
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("path", PATHS)
def test_every_rows_of_a_page_is_there_as_csv(mixed: FlaskClient, path: str) -> None:
    page = Page(mixed.get(path))
    tables, links = page.all("table"), [link for link in page.all("a") if link.get("class") == "csv noprint"]
    assert len(links) == len(tables) > 0
    for number, table in enumerate(tables, 1):
        answer = mixed.get(f"{path.partition('?')[0]}{links[number - 1].get('href')}")
        assert (answer.status_code, answer.content_type) == (200, "text/csv; charset=utf-8")
        rows = list(csv.reader(io.StringIO(answer.text)))
        assert len(rows) == len([row for row in table.iter() if str(row.tag).endswith("}tr")])
        assert all(len(row) == len(rows[0]) for row in rows)


def test_cells_are_neutral_and_numbers_plain() -> None:
    cells = "<td>=1+1</td><td>−4.1</td><td>+2.6</td><td>1,200</td><td>19.6\u00a0%</td><td>a<small>b</small></td>"
    html = f"<table><caption>T</caption><tr>{cells}<td>1<svg><title>x</title></svg></td><td>&lt;b&gt;</td></tr></table>"
    assert rows_of(html, 1) == [["'=1+1", "-4.1", "2.6", "1200", "19.6 %", "a b", "1", "<b>"]]


def test_links_keep_what_was_asked_and_cannot_be_broken_out_of() -> None:
    linked = with_links("<table></table>", '?a=">&table=')
    assert '</table><a class="csv noprint" href="?a=&#34;&gt;&amp;table=1">' in linked


@pytest.mark.parametrize("number", ["0", "9", "x", "1" * 50])
def test_a_table_that_is_not_there_is_refused(mixed: FlaskClient, number: str) -> None:
    assert "it numbers them from 1" in Page(mixed.get(f"/elements?table={number}"), 422).words()


def test_the_portfolio_as_csv_is_the_whole_list(mixed: FlaskClient) -> None:
    assert mixed.get("/?table=1&tag=x").data == mixed.get("/portfolio.csv?tag=x").data


@pytest.mark.slow
def test_what_a_page_counts_as_figures_opens_as_a_page(mixed: FlaskClient) -> None:
    pills = [
        link for link in Page(mixed.get("/elements/Dy")).links() if link.startswith("/figures?element=Dy&quantity=")
    ]
    assert len(pills) > 10
    assert not any(link.startswith("/v1/claims?") for link in Page(mixed.get("/countries/CN")).links())
    page = Page(mixed.get("/figures?element=Dy&quantity=price"))
    rows = page.rows("Published by")
    assert f"{len(rows)} figures of documents and statistics." in page.words()
    assert all(row[0].startswith("Price") for row in rows)
    assert sum(link.startswith("/figures/") for link in page.links()) == len(rows)


def test_filters_of_figures_can_be_dropped_one_by_one(mixed: FlaskClient) -> None:
    page = Page(mixed.get("/figures?geography=CN&stage=separation&element=Dy"))
    assert {"/figures?element=Dy&geography=CN", "/figures?stage=separation&geography=CN",
            "/figures?element=Dy&stage=separation"} <= page.links()  # fmt: skip
    for name in ("quantity", "element", "stage", "geography", "document"):
        assert f"There is no {name}" in Page(mixed.get(f"/figures?{name}=x"), 422).words()
    assert "No figure was published" in Page(mixed.get("/figures?geography=LU")).words()


def test_figures_say_shares_in_per_cent_and_groups_and_days_in_words(mixed: FlaskClient) -> None:
    claim = kernel().evidence.claim("usgs-mcs2026-mining-share-2025-CHN")
    words = Page(mixed.get(f"/figures/{claim.claim_id}")).words()
    assert f"{100 * (claim.value or 0):.1f} % for all rare earths, mine, China" in words.replace("\xa0", " ")
    rows = Page(mixed.get("/figures?geography=CN&quantity=stage_share")).rows("Published")
    assert {row[2] for row in rows} == {"%"}
    assert not [row for row in rows if "REE" in row[3] or "…" in row[5] or "-" in row[5]]
