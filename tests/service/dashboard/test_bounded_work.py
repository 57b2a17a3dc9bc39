"""Pages that score several times stay within the work of one answer, whatever they leave out for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import time_machine
from flask.testing import FlaskClient

from service.engine import KERNEL
from service.risk.answer import Score
from service.risk.bom import Bom
from service.risk.bundle.kernel import Kernel
from service.risk.mitigation.first import First, first_move
from service.risk.mitigation.plan import Plan, plan
from service.risk.purchase.work import MOST_WORK
from service.risk.scoring import score
from tests.conftest import client_of, faults, settings_in
from tests.factories import kernel
from tests.service.dashboard.conftest import motor
from tests.service.dashboard.html import Page
from tests.service.dashboard.test_upload import fields_of, read

TODAY, TOMORROW = "2026-11-21T12:00:00Z", "2026-11-22T12:00:00Z"
THREE = "share=100&stage=magnet&from=CN&to=JP&spare=20&grade=ndfeb-sintered-sh"


@dataclass
class Heavy:
    """The shipped kernel, for which each BOM is work of so much; it counts what it scores."""

    work: int = MOST_WORK // 2
    scored: int = 0
    planned: int = 0
    tried: int = 0

    def score(self, bom: Bom, served: Kernel, today: date) -> Score:
        self.scored += 1
        return score(bom, served, today)

    def plan(self, *wanted: Any) -> Plan:
        self.planned += 1
        return plan(*wanted)

    def first_move(self, *wanted: Any) -> First | None:
        self.tried += 1
        return first_move(*wanted)

    def asked(self, ask: Any) -> int:
        """Scores that a request made."""
        before = self.scored
        ask()
        return self.scored - before


@pytest.fixture
def heavy() -> Heavy:
    return Heavy()


@pytest.fixture
def client(tmp_path: Path, heavy: Heavy) -> Iterator[FlaskClient]:
    work = {"work": lambda *_: heavy.work, "plan_work": lambda *_: heavy.work}
    engine = replace(KERNEL, load=lambda *_: kernel(), score=heavy.score, plan=heavy.plan,
                     first_move=heavy.first_move, **work)  # fmt: skip
    with time_machine.travel(TODAY, tick=False), client_of(settings_in(tmp_path), engine) as client:
        assert client.put("/v1/boms/m", json=motor()).status_code == 201
        yield client


@pytest.mark.slow
def test_a_what_if_of_a_small_product_scores_each_part_of_the_change_once(client: FlaskClient, heavy: Heavy) -> None:
    heavy.work = MOST_WORK // 4
    assert heavy.asked(lambda: client.get(f"/what-if/m?{THREE}")) == 4
    assert heavy.asked(lambda: client.get("/what-if/m")) == 0


def test_a_what_if_of_a_large_product_scores_the_change_alone_and_says_so(client: FlaskClient, heavy: Heavy) -> None:
    heavy.work = MOST_WORK
    assert heavy.asked(lambda: client.get(f"/what-if/m?{THREE}")) == 1
    assert "Each change by itself isn't shown" in Page(client.get(f"/what-if/m?{THREE}")).words()


@pytest.mark.slow
def test_a_what_if_page_that_made_todays_score_asks_to_load_it_again(client: FlaskClient, heavy: Heavy) -> None:
    heavy.work = MOST_WORK
    with time_machine.travel(TOMORROW, tick=False):
        assert heavy.asked(lambda: Page(client.get(f"/what-if/m?{THREE}"), 422)) == 1
        assert heavy.asked(lambda: Page(client.get(f"/what-if/m?{THREE}"))) == 1


@pytest.mark.slow
def test_pages_make_no_more_plans_than_fit(client: FlaskClient, heavy: Heavy) -> None:
    def plans(path: str, status: int = 200) -> int:
        before = heavy.planned
        Page(client.get(path), status)
        return heavy.planned - before

    assert plans("/plans/m") == 2
    heavy.work = MOST_WORK
    assert plans("/plans/m") == 1
    with time_machine.travel(TOMORROW, tick=False):
        assert heavy.asked(lambda: client.get("/products/m")) == 1
        assert plans("/plans/m") == 1
    with time_machine.travel("2026-11-23T12:00:00Z", tick=False):
        assert plans("/plans/m", 422) == 0


@pytest.mark.slow
def test_a_product_page_makes_no_plan_and_tries_moves_once_where_they_fit(client: FlaskClient, heavy: Heavy) -> None:
    assert "To lose less, first" in Page(client.get("/products/m")).words()
    assert (heavy.scored, heavy.planned, heavy.tried) == (1, 0, 1)
    heavy.work = MOST_WORK
    with time_machine.travel(TOMORROW, tick=False):
        page = Page(client.get("/products/m"))
    assert (heavy.scored, heavy.planned, heavy.tried) == (2, 0, 1)
    assert "To lose less" not in page.words()
    assert "/plans/m" in page.links()


@pytest.mark.slow
def test_a_step_of_an_upload_stores_what_fits_and_leaves_the_rest_on_the_page(
    client: FlaskClient, heavy: Heavy
) -> None:
    one = fields_of(Page(read(client)))
    documents = {f"document-{n}": one["document-0"] for n in range(3)}
    form = one | documents | {f"bom_id-{n}": f"P{n}" for n in range(3)}
    left = client.post("/upload/confirm", data=form)
    assert "It isn't stored yet: this step has scored as much as one may." in Page(left, 422).words()
    assert {row["bom_id"] for row in client.get("/v1/boms").json["items"]} == {"m", "P0", "P1"}
    assert client.post("/upload/confirm", data=fields_of(Page(left, 422))).status_code == 303
    assert len(client.get("/v1/boms").json["items"]) == 4


@pytest.mark.slow
def test_a_bom_of_another_day_is_scored_for_two_days_where_both_fit(client: FlaskClient, heavy: Heavy) -> None:
    body = motor(as_of="2026-11-01")
    assert heavy.asked(lambda: client.put("/v1/boms/m", json=body)) == 2
    heavy.work += 1
    answer = client.put("/v1/boms/m", json=body)
    assert (answer.status_code, faults(answer)) == (422, {"/as_of": "too_much_work"})
    assert client.put("/v1/boms/m", json=motor()).status_code == 200


@pytest.mark.slow
@pytest.mark.parametrize(
    ("work", "shown"),
    [(MOST_WORK // 4, [True, True]), (MOST_WORK // 2, [True, False]), (MOST_WORK, [False, False])],
)
def test_the_outlook_of_a_large_product_leaves_out_what_takes_too_much_and_says_where_it_is(
    client: FlaskClient, heavy: Heavy, work: int, shown: list[bool]
) -> None:
    heavy.work = work
    page = Page(client.get("/outlook/m"))
    told = ["Stock changes no score" in page.words(), "Stock narrows nothing" in page.words()]
    assert told == shown
    assert ("The product is large" in page.words()) == (not all(shown))
