"""Many BOMs at once, on every database: filters, order, what is out of date, all together, and what it costs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event, text

from service.store import lists
from service.store.boms import BomDocument, Store
from service.store.lists import Filters, Order, Position, Today
from service.store.scores import KeptChokepoint
from tests.service.store.test_boms import NOON, OTHER, OWN, STATE, TODAY, scored

NOW = Today(STATE.digest, TODAY)
BY_ID = Order()
KEPT_ONCE = ("answers", "receipts", "revisions", "states")
MAGNETS = KeptChokepoint("CHN", "magnet", "Nd", 0.9, 0.2)


def fill(store: Store, bom_id: str, score: float | None = 10.0, tenant: str = OWN, **more: Any) -> None:
    """A stored BOM with a score; ``more`` is of the score, but ``suppliers`` and the moment it is put ``at``."""
    suppliers, now = more.pop("suppliers", {}), more.pop("at", NOON)
    facets, shared = more.pop("facets", {}), more.pop("chokepoints", (MAGNETS,))
    made = scored(bom_id, score=score, **more)
    made = replace(made, facets=facets, chokepoints=shared)
    store.put(tenant, BomDocument(bom_id, None, b"{}", {}, suppliers), [made], now)


def listed(store: Store, order: Order = BY_ID, tenant: str = OWN, **filters: Any) -> list[str]:
    return [row["bom_id"] for row in store.lists.page(tenant, Filters(**filters), order, 99)]


def test_filters_leave_what_meets_all_of_them(store: Store) -> None:
    fill(store, "a", 10.0, facets={"element": ["Nd", "Dy"], "country": ["CHN"]}, band="low")
    fill(store, "b", 20.0, facets={"element": ["Nd"], "measure": ["M-1"]}, unread=2, suppliers={"S & Co.": 3})
    fill(store, "c", None, band=None, status="unscored")
    fill(store, "a", 99.0, OTHER, facets={"element": ["Nd"]})
    store.tag(OWN, "a", ["x", "y"], NOON)
    assert listed(store, element="Nd") == ["a", "b"]
    assert listed(store, element="Nd", country="CHN") == ["a"]
    assert listed(store, measure="M-1", supplier="S & Co.") == ["b"]
    assert listed(store, tag="y") == ["a"]
    assert listed(store, band="high") == ["b"]
    assert listed(store, min_score=0.0) == ["a", "b"]
    assert (listed(store, unread=True), listed(store, unread=False)) == (["b"], ["a", "c"])
    assert listed(store, changed_since=NOON) == ["a", "b", "c"]
    assert listed(store, changed_since=NOON + timedelta(seconds=1)) == []
    assert listed(store, tenant=OTHER, element="Nd") == ["a"]
    assert listed(store, tenant=OTHER, tag="x") == []


def test_what_a_new_score_no_longer_meets_is_no_longer_listed_by_it(store: Store) -> None:
    fill(store, "a", facets={"element": ["Nd"]})
    fill(store, "a", facets={"element": ["Dy"]}, chokepoints=())
    assert (listed(store, element="Nd"), listed(store, element="Dy")) == ([], ["a"])
    assert store.portfolio.chokepoints(OWN, Filters()) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (Order("bom_id"), "a b c d".split()),
        (Order("bom_id", descending=True), "d c b a".split()),
        (Order("score"), "c a d b".split()),
        (Order("score", descending=True), "b d a c".split()),
        (Order("changed"), "d c b a".split()),
        (Order("changed", descending=True), "a b c d".split()),
    ],
)
def test_pages_of_one_go_through_an_order(store: Store, order: Order, expected: list[str]) -> None:
    scores = {"a": 20.0, "b": 30.0, "c": None, "d": 20.0}
    for number, (bom_id, score) in enumerate(scores.items()):
        fill(store, bom_id, score, at=NOON - timedelta(hours=number))
    fill(store, "z", 25.0, OTHER)
    seen: list[Any] = []
    column = {"bom_id": "bom_id", "score": "rank", "changed": "changed_at"}[order.by]
    after = None
    while rows := store.lists.page(OWN, Filters(), order, 1, after):
        seen += rows
        after = Position(rows[0][column], rows[0]["bom_id"])
    assert [row["bom_id"] for row in seen] == expected


def test_what_changed_since_a_moment_is_left_for_later(store: Store) -> None:
    fill(store, "a")
    fill(store, "b", at=NOON + timedelta(hours=1))
    rows = store.lists.page(OWN, Filters(), Order("score"), 9, None, NOON)
    assert [row["bom_id"] for row in rows] == ["a"]


def stale(store: Store, now: Today = NOW, **more: Any) -> list[str]:
    ids = store.lists.stale(OWN, Filters(**more), now, 99)
    assert store.lists.count(OWN, Filters(**more), now) == len(ids)
    return ids


def test_scores_are_out_of_date_by_day_state_revision_and_confirmed_part(store: Store) -> None:
    fill(store, "a", 5.0)
    fill(store, "b", 6.0)
    fill(store, "c", tenant=OTHER)
    assert stale(store) == []
    assert stale(store, Today(STATE.digest, TODAY + timedelta(1))) == ["a", "b"]
    assert stale(store, Today("other", TODAY)) == ["a", "b"]
    assert stale(store, Today("other", TODAY), min_score=6.0) == ["b"]
    store.put(OWN, BomDocument("a", None, b'{"tolerance": 1}'), [], NOON)
    assert stale(store) == ["a"]
    assert store.lists.stale(OWN, Filters(), Today("other", TODAY), 99, "a") == ["b"]
    assert store.lists.tenants() == [OTHER, OWN]


def test_together_boms_come_to_what_each_does(store: Store) -> None:
    assert store.portfolio.numbers(OWN, Filters(), NOW) == {
        "boms": 0, "scored": 0, "stale": 0, "mean_score": None, "median_score": None,
    }  # fmt: skip
    worse = KeptChokepoint("CHN", "magnet", "Nd", 1.0, 0.1)
    fill(store, "a", 10.0, suppliers={"S": 2})
    fill(store, "b", 40.0, chokepoints=(worse, KeptChokepoint("MMR", "mining", "Dy", 0.5, 0.3)), suppliers={"S": 1})
    fill(store, "c", None, band=None, chokepoints=(), suppliers={"T": 1})
    fill(store, "d", 90.0, OTHER, suppliers={"S": 9})
    numbers = store.portfolio.numbers(OWN, Filters(), Today("other", TODAY))
    assert numbers == {"boms": 3, "scored": 2, "stale": 3, "mean_score": 25.0, "median_score": 25.0}
    assert store.portfolio.numbers(OWN, Filters(min_score=11.0), NOW)["median_score"] == 40.0
    assert store.portfolio.bands(OWN, Filters()) == {"high": 2, None: 1}
    shared = [tuple(row.values()) for row in store.portfolio.chokepoints(OWN, Filters())]
    assert shared == [("CHN", "magnet", "Nd", 2, 1.0, 0.2), ("MMR", "mining", "Dy", 1, 0.5, 0.3)]
    assert [row["boms"] for row in store.portfolio.chokepoints(OWN, Filters(supplier="S"))] == [2, 1]
    suppliers = [tuple(row.values()) for row in store.portfolio.suppliers(OWN, 9, "")]
    assert suppliers == [("S", 2, 3, 40.0), ("T", 1, 1, None)]
    assert [row["value"] for row in store.portfolio.suppliers(OWN, 9, "S")] == ["T"]


def statements(store: Store, read: Callable[[], object]) -> list[tuple[str, Any]]:
    """The queries that are sent, with their values."""
    asked: list[tuple[str, Any]] = []

    def listen(*given: Any) -> None:
        asked.extend([(given[2], given[3])] * given[2].startswith("SELECT"))

    event.listen(store._engine, "before_cursor_execute", listen)
    read()
    event.remove(store._engine, "before_cursor_execute", listen)
    return asked


READS: dict[str, Callable[[Store], object]] = {
    "list by id": lambda store: store.lists.page(OWN, Filters(), Order(), 51, Position("b", "b")),
    "list by score": lambda store: store.lists.page(OWN, Filters(), Order("score", True), 51, Position(5.0, "b"), NOON),
    "list by score from its beginning": lambda store: store.lists.page(OWN, Filters(), Order("score"), 51, None, NOON),
    "list of a band": lambda store: store.lists.page(OWN, Filters(band="high"), Order(), 51, Position("b", "b")),
    "list by change": lambda store: store.lists.page(OWN, Filters(), Order("changed"), 51, Position(NOON, "b")),
    "one BOM": lambda store: store.bom(OWN, "a"),
    "its answer": lambda store: store.answer(OWN, "a", "summary"),
    "its history": lambda store: store.history(OWN, "a", 51, (TODAY, 2), date(2025, 1, 1), TODAY),
    "its revisions": lambda store: store.revisions(OWN, "a", 51, 9),
    "the oldest score": lambda store: store.everybody.oldest(),
    "suppliers": lambda store: store.portfolio.suppliers(OWN, 51, "S"),
}


@pytest.mark.slow
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("read", READS.values(), ids=READS.keys())
def test_a_page_is_one_query_that_looks_up_its_rows_and_sorts_nothing(
    store: Store, read: Callable[[Store], object]
) -> None:
    store.prepare()
    [(query, values)] = statements(store, lambda: read(store))
    with store._reading() as connection:
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", values)
        plan = [row.detail for row in rows]
    assert all("USING" in step for step in plan), plan
    assert not [step for step in plan if "TEMP B-TREE" in step], plan


@pytest.mark.slow
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("rare", [True, False])
def test_a_filter_that_few_meet_leads_to_them_and_one_that_many_meet_is_looked_up_for_each(
    store: Store, monkeypatch: pytest.MonkeyPatch, rare: bool
) -> None:
    for bom_id in "abc":
        fill(store, bom_id, facets={"element": ["Nd"]}, suppliers={"S": 1})
    monkeypatch.setattr(lists, "FEW", 4 if rare else 3)
    asked = statements(store, lambda: listed(store, element="Nd", supplier="S"))
    assert listed(store, element="Nd", supplier="S") == ["a", "b", "c"]
    query, values = asked[-1]
    with store._reading() as connection:
        plan = [row.detail for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", values)]
    assert not [step for step in plan if step.startswith("SCAN")], plan
    assert ("SEARCH boms USING INTEGER PRIMARY KEY (rowid=?)" in plan) is rare
    assert len(asked) == 3


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("by", ["bom_id", "score", "changed"])
def test_a_page_of_a_rare_supplier_reads_its_boms_alone_in_every_order(store: Store, by: str) -> None:
    for bom_id in "abc":
        fill(store, bom_id, suppliers={"S" if bom_id == "b" else "T": 1})
    asked = statements(store, lambda: store.lists.page(OWN, Filters(supplier="S"), Order(by), 51))
    (facet, of_facet), (query, values) = asked
    with store._reading() as connection:
        assert len(connection.exec_driver_sql(facet, of_facet).all()) == 1
        plan = [row.detail for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", values)]
    assert "SEARCH boms USING INTEGER PRIMARY KEY (rowid=?)" in plan


def test_what_boms_share_looks_up_no_bom_for_a_chokepoint(store: Store) -> None:
    fill(store, "a", suppliers={"S": 1})
    fill(store, "b", suppliers={"T": 1})
    named = store.portfolio.chokepoints(OWN, Filters())
    for filters, count in ((Filters(), 2), (Filters(supplier="S"), 1)):
        asked = statements(store, lambda wanted=filters: store.portfolio.shared(OWN, wanted, named, 9))
        assert [" JOIN " in query for query, _ in asked] == [False, False], "how many, and what of them"
        assert {one.boms for one in store.portfolio.shared(OWN, filters, named, 9)} == {count}


@pytest.mark.slow
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_daily_point_takes_little_room_and_answers_are_kept_once(store: Store) -> None:
    days, answer = 400, b"x" * 50_000
    pages = []
    for day in range(days):
        made = scored(score=float(day), day=TODAY + timedelta(day))
        made = replace(made, answers={"full": answer, "summary": answer})
        store.put(OWN, BomDocument("motor", None, b"{}"), [made], NOON + timedelta(day))
        with store._reading() as connection:
            pages.append(connection.execute(text("PRAGMA page_count")).scalar_one())
    with store._reading() as connection:
        page_bytes = connection.execute(text("PRAGMA page_size")).scalar_one()
        kept = [connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one() for name in KEPT_ONCE]
    assert (pages[-1] - pages[0]) * page_bytes / days < 200
    assert kept == [1] * len(KEPT_ONCE)
