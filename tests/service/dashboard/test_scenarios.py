"""``/scenarios``: what is assumed and by whom, and the products of one scenario, bounded as the API bounds them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from service.engine import KERNEL
from service.risk.bom import Bom
from service.risk.outlook.scenarios import TODAY, scenarios
from service.risk.outlook.what_if import MOST_WORK, WhatIf, what_if
from tests.conftest import bom, client_of, line, settings_in
from tests.factories import kernel
from tests.service.dashboard.conftest import put
from tests.service.dashboard.html import Page

LATE = "/scenarios?scenario=licences-late"


class Counting:
    """The shipped kernel, which counts the products that it holds against a scenario."""

    work = 500
    asked = 0

    def what_if(self, product: Bom, *more: Any) -> WhatIf:
        self.asked += 1
        return what_if(product, *more)


@pytest.fixture(scope="module")
def counting() -> Counting:
    return Counting()


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, counting: Counting) -> Iterator[FlaskClient]:
    """A client that has twenty-two products of one line stored, another of steel and one that nobody can read."""
    engine = replace(KERNEL, load=lambda *_: kernel(), work=lambda *_: counting.work, what_if=counting.what_if)
    with client_of(settings_in(tmp_path_factory.mktemp("scenarios")), engine) as client:
        for n in range(22):
            put(client, f"p{n:02}", bom(line(element="Dy" if n % 2 else "Nd", form="oxide")) | {"name": f"Product {n}"})
        put(client, "a-steel", bom(line(material="stainless steel screw M6")))
        put(client, "a-unread", bom(line(material="mystery part 7")))
        yield client


def test_every_scenario_says_what_it_assumes_and_who_assumed_it(client: FlaskClient) -> None:
    page = Page(client.get("/scenarios"))
    rows = page.rows("Scenarios, what each assumes")
    table = {name: one for name, one in scenarios().items() if name != TODAY}
    assert len(rows) == len(table)
    for row, one in zip(rows, table.values(), strict=True):
        assert row[0].startswith(one.title)
        assert all(f"assumed by {each.set_by}" in row[1] and each.words in row[1] for each in one.assumptions)
    assert {f"/scenarios?scenario={name}" for name in table} <= page.links()


def test_products_stand_by_how_far_they_move_with_the_api_s_numbers_and_lead_to_their_outlook(
    client: FlaskClient,
) -> None:
    page = Page(client.get(LATE))
    rows = page.rows("Scores if")
    answer = client.get("/v1/portfolio/scenarios?scenario=licences-late&limit=20").json["items"]
    told = {one["name"] or one["bom_id"]: one for one in answer}
    assert len(rows) == len(told) == 10
    moves = []
    for row in rows:
        one = told[row[0]]
        if one["score"] is None:
            assert row[2] == row[3] == "–"
            continue
        assert [float(row[1]), float(row[2])] == pytest.approx([one["forecast"], one["score"]], abs=0.06)
        moves.append(float(row[3]))
    assert len(moves) == 8
    assert moves == sorted(moves, reverse=True)
    assert moves[0] > moves[-1]
    assert {f"/outlook/{one['bom_id']}" for one in answer} <= page.links()
    assert "This is no forecast." in page.words()
    assert "assumed by the authors of Chokepoint" in page.words()


def test_a_band_that_changes_is_shown_before_and_after(client: FlaskClient) -> None:
    rows = Page(client.get("/scenarios?scenario=n-1-separation")).rows("Scores if")
    crossed = [row for row in rows if "→" in row[4]]
    assert crossed
    assert all(row[4].endswith("→ Severe") for row in crossed)
    assert all(row[0].endswith("China") for row in crossed), "what is lost is named"


def test_what_no_scenario_says_anything_about_stands_last_with_the_reason(client: FlaskClient) -> None:
    last = Page(client.get(LATE)).rows("Scores if")[-2:]
    assert {row[0] for row in last} == {"a-steel", "a-unread"}
    assert all("describe the unread lines first" in row[4] or "score" in row[4] for row in last)


def test_all_products_are_reached_part_by_part(client: FlaskClient) -> None:
    seen: list[str] = []
    path = LATE
    for _ in range(3):
        page = Page(client.get(path))
        seen += [row[0] for row in page.rows("Scores if")]
        path = next((one for one in page.links() if "after=" in one and "table=" not in one), "")
    assert len(seen) == len(set(seen)) == 24
    assert path == ""


def test_a_page_holds_no_more_products_against_a_scenario_than_one_answer_may(
    client: FlaskClient, counting: Counting
) -> None:
    counting.asked, counting.work = 0, MOST_WORK // 4
    try:
        page = Page(client.get(f"{LATE}&after=p00"))
    finally:
        counting.work = Counting.work
    assert counting.asked == 1
    assert "1 product of 24" in page.words()
    assert any("after=p01" in one for one in page.links())


def test_the_table_is_there_as_csv(client: FlaskClient) -> None:
    file = client.get(f"{LATE}&table=1").get_data(as_text=True).removeprefix("\ufeff")
    head, *rows = list(csv.reader(file.splitlines()))
    assert head[:3] == ["Product", "Forecast", "Then"]
    assert len(rows) == 10


def test_later_licences_take_more(client: FlaskClient) -> None:
    few, many = (Page(client.get(f"{LATE}&delay_days={days}")).rows("Scores if")[0] for days in (30, 180))
    assert float(many[3]) > float(few[3])
    assert [few[5], many[5]] == ["8 %", "48 %"]


def test_filters_of_the_portfolio_hold_here_and_can_be_dropped(client: FlaskClient) -> None:
    page = Page(client.get(f"{LATE}&element=Dy"))
    assert "10 products of 11" in page.words()
    assert LATE in page.links()


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("scenario=nothing", "There is no scenario 'nothing': choose one of the list."),
        ("scenario=licences-late&delay_days=0", "'0' is no delay: write whole days"),
        ("scenario=licences-late&delay_days=x", "'x' is no delay"),
    ],
)
def test_a_wrong_address_is_refused_with_the_mend(client: FlaskClient, query: str, words: str) -> None:
    assert words in Page(client.get(f"/scenarios?{query}"), 422).words()


def test_without_products_it_says_how_to_add_one(tmp_path: Path) -> None:
    with client_of(settings_in(tmp_path), replace(KERNEL, load=lambda *_: kernel())) as empty:
        assert "/upload" in Page(empty.get(LATE)).links()
