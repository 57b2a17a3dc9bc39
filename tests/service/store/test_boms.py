"""What the store keeps, on every database."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import RowMapping, create_engine, text

from service.store import migrate
from service.store.boms import BomDocument, ChangedError, Store
from service.store.lists import Filters, Order, Position
from service.store.parts import ConfirmedPart
from service.store.schema import metadata
from service.store.scores import Scored, ScoreState

OWN, OTHER = "own", "other"
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
TODAY = NOON.date()
STATE = ScoreState("m1", "0" * 16, "e1", "r1", "source-shock/v2")


def document(bom_id: str = "motor", name: str | None = None, **more: Any) -> BomDocument:
    """A BOM that says what ``more`` says."""
    return BomDocument(bom_id, name, json.dumps({"lines": [], "name": name} | more).encode())


def scored(receipt: str = "r1", day: date = TODAY, **more: Any) -> Scored:
    """A score whose answer is its receipt."""
    numbers = {"status": "scored", "score": 47.1, "low": 36.0, "high": 58.0, "band": "high", "percentile": 0.71}
    answers = {"full": f'{{"receipt": "{receipt}"}}'.encode()}
    return Scored(day, STATE, receipt, numbers | more, answers)


def put(
    store: Store, *scores: Scored, bom_id: str = "motor", tenant: str = OWN, now: datetime = NOON, **more: Any
) -> bool:
    return store.put(tenant, document(bom_id, **more), scores or (scored(),), now)


def listed(store: Store, after: Position | None = None, tenant: str = OWN) -> list[RowMapping]:
    return store.lists.page(tenant, Filters(), Order(), 9, after)


def revision(store: Store, bom_id: str = "motor", tenant: str = OWN) -> int | None:
    row = store.bom(tenant, bom_id)
    return None if row is None else int(row["revision"])


def test_what_is_put_comes_back(store: Store) -> None:
    assert put(store, name="Motor")
    assert store.answer(OWN, "motor", "full") == b'{"receipt": "r1"}'
    stored = store.document(OWN, "motor")
    assert stored is not None
    row, content = stored
    assert (json.loads(content), row["created_at"], row["name"]) == ({"lines": [], "name": "Motor"}, NOON, "Motor")


def test_what_was_not_put_is_none(store: Store) -> None:
    assert (store.bom(OWN, "x"), store.answer(OWN, "x", "full"), store.document(OWN, "x")) == (None, None, None)
    assert store.history(OWN, "x", 9) == []
    assert not store.delete(OWN, "x")


def test_what_another_tenant_keeps_under_the_same_id_is_neither_seen_nor_changed(store: Store) -> None:
    put(store, name="ours")
    assert put(store, scored("theirs"), tenant=OTHER, name="theirs")
    assert [row["name"] for row in listed(store)] == ["ours"]
    assert store.answer(OTHER, "motor", "full") == b'{"receipt": "theirs"}'
    assert len(store.history(OTHER, "motor", 9)) == 1
    assert store.delete(OTHER, "motor")
    assert (revision(store), revision(store, tenant=OTHER)) == (1, None)
    assert store.answer(OWN, "motor", "full") == b'{"receipt": "r1"}'


def test_what_says_the_same_is_no_revision_and_keeps_the_newest_letters(store: Store) -> None:
    content = b'{"lines": [], "tolerance": 0.5}'
    for said in (content, b'{"tolerance":0.5,"lines":[],"as_of":"2026-11-21"}'):
        store.put(OWN, BomDocument("motor", None, said), [scored()], NOON)
        assert revision(store) == 1
        stored = store.document(OWN, "motor")
        assert stored is not None
        assert stored[1] == said
    store.put(OWN, BomDocument("motor", None, b'{"tolerance":0.25,"lines":[]}'), [scored()], NOON)
    store.put(OWN, BomDocument("motor", None, content), [scored()], NOON)
    assert revision(store) == 3


def test_history_has_one_point_a_day_and_revision_which_is_the_newest(store: Store) -> None:
    put(store, scored("r0", score=1.0))
    put(store, scored("r1", score=2.0), now=NOON + timedelta(hours=1))
    put(store, scored("r2", score=3.0), tolerance=0.5, now=NOON + timedelta(hours=2))
    put(store, scored("r3", TODAY + timedelta(1), score=4.0), tolerance=0.5, now=NOON + timedelta(1))
    points = store.history(OWN, "motor", 9)
    assert [(p["as_of"].day, p["revision"], p["score"]) for p in points] == [(22, 2, 4.0), (21, 2, 3.0), (21, 1, 2.0)]
    assert points[2]["scored_at"] == NOON + timedelta(hours=1)
    assert store.history(OWN, "motor", 1, (TODAY, 2)) == [points[2]]


def test_a_score_for_an_earlier_day_is_a_point_and_not_the_current_one(store: Store) -> None:
    put(store, scored("past", date(2025, 4, 4), score=9.0), scored("now", score=5.0))
    row = store.bom(OWN, "motor")
    assert row is not None
    assert (row["as_of"], row["score"]) == (TODAY, 5.0)
    assert store.answer(OWN, "motor", "full") == b'{"receipt": "now"}'
    assert [p["as_of"].year for p in store.history(OWN, "motor", 9)] == [2026, 2025]


def test_current_scores_come_in_the_order_of_ids(store: Store) -> None:
    put(store, bom_id="b")
    put(store, bom_id="a/ä b")
    put(store, bom_id="A", name="Motor")
    rows = listed(store)
    assert [(row["bom_id"], row["name"], row["model_version"]) for row in rows] == [
        ("A", "Motor", "m1"),
        ("a/ä b", None, "m1"),
        ("b", None, "m1"),
    ]
    assert [row["bom_id"] for row in listed(store, Position("a/ä b", "a/ä b"))] == ["b"]


def test_a_list_row_is_changed_when_its_numbers_are_not_when_its_day_is(store: Store) -> None:
    put(store)
    put(store, scored(day=TODAY + timedelta(1)), now=NOON + timedelta(1))
    row = store.bom(OWN, "motor")
    assert row is not None
    assert (row["as_of"], row["changed_at"]) == (TODAY + timedelta(1), NOON)
    put(store, scored(day=TODAY + timedelta(2), score=48.0), now=NOON + timedelta(2))
    row = store.bom(OWN, "motor")
    assert row is not None
    assert row["changed_at"] == NOON + timedelta(2)


@pytest.mark.slow
def test_puts_of_one_bom_at_the_same_time_leave_one_row_with_all_revisions(store: Store) -> None:
    store.prepare()
    with ThreadPoolExecutor(8) as pool:
        created = list(pool.map(lambda n: put(store, scored(f"r{n}"), tolerance=n), range(40)))
    assert created.count(True) == 1
    points = store.history(OWN, "motor", 99)
    assert [point["revision"] for point in points] == list(range(40, 0, -1))


def test_of_writers_who_saw_the_same_state_one_wins_and_the_others_are_told(store: Store) -> None:
    store.prepare()

    def write(number: int, seen: int | None) -> bool:
        def allows(row: Any) -> bool:
            return (row and row["revision"]) == seen

        try:
            store.put(OWN, document(tolerance=number), [scored(f"r{number}")], NOON, allows=allows)
        except ChangedError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        for round_ in range(5):
            won = list(pool.map(write, range(8 * round_, 8 * round_ + 8), [revision(store)] * 8))
            assert won.count(True) == 1
            expected = f'{{"receipt": "r{8 * round_ + won.index(True)}"}}'.encode()
            assert store.answer(OWN, "motor", "full") == expected
    assert revision(store) == 5


def test_a_refused_put_leaves_nothing_behind(store: Store) -> None:
    with pytest.raises(ChangedError):
        store.put(OWN, document(), [scored()], NOON, allows=lambda row: row is not None)
    assert (store.bom(OWN, "motor"), store.history(OWN, "motor", 9)) == (None, [])


def test_a_part_that_is_confirmed_outdates_the_scores_of_the_boms_that_name_it(store: Store) -> None:
    for bom_id, part in (("a", "MAG-1"), ("b", "MAG-2")):
        store.put(OWN, BomDocument(bom_id, None, b"{}", {part: 1}), [scored()], NOON)
    store.put(OTHER, BomDocument("a", None, b"{}", {"MAG-1": 1}), [scored()], NOON)

    def fresh() -> list[bool]:
        rows = [store.bom(*key) for key in ((OWN, "a"), (OWN, "b"), (OTHER, "a"))]
        return [row is not None and row["confirmed"] == row["scored_confirmed"] for row in rows]

    store.parts.put(OWN, ConfirmedPart("MAG-1", "{}", "A. Engineer"), NOON)
    assert fresh() == [False, True, True]
    store.put(OWN, BomDocument("a", None, b"{}", {"MAG-1": 1}), [scored()], NOON, changes=store.parts.changes(OWN))
    assert fresh() == [True, True, True]
    store.parts.delete(OWN, "MAG-1")
    assert fresh() == [False, True, True]


def test_a_score_that_cant_know_what_was_confirmed_meanwhile_is_out_of_date_at_once(store: Store) -> None:
    seen = store.parts.changes(OWN)
    store.parts.put(OWN, ConfirmedPart("MAG-1", "{}", "A. Engineer"), NOON)
    store.put(OWN, BomDocument("a", None, b"{}", {"MAG-1": 1}), [scored()], NOON, changes=seen)
    row = store.bom(OWN, "a")
    assert row is not None
    assert row["scored_confirmed"] < row["confirmed"]


def kept(store: Store, bom_id: str = "motor") -> RowMapping:
    row = store.bom(OWN, bom_id)
    assert row is not None
    return row


def test_a_score_that_is_made_later_becomes_the_current_one(store: Store) -> None:
    put(store)
    tomorrow = scored("r2", TODAY + timedelta(1), score=50.0)
    assert store.keep(OWN, kept(store), tomorrow, NOON + timedelta(1))
    assert (kept(store)["as_of"], kept(store)["score"]) == (TODAY + timedelta(1), 50.0)
    assert store.answer(OWN, "motor", "full") == b'{"receipt": "r2"}'
    assert store.keep(OWN, kept(store), tomorrow, NOON + timedelta(2))
    assert kept(store)["scored_at"] == NOON + timedelta(1)


def test_a_score_of_what_was_put_or_deleted_meanwhile_is_not_kept(store: Store) -> None:
    put(store)
    seen = kept(store)
    put(store, tolerance=0.5)
    assert not store.keep(OWN, seen, scored("late", TODAY + timedelta(1)), NOON)
    assert not store.keep(OTHER, kept(store), scored("foreign", TODAY + timedelta(1)), NOON)
    store.delete(OWN, "motor")
    assert not store.keep(OWN, seen, scored("late", TODAY + timedelta(1)), NOON)
    assert store.history(OWN, "motor", 9) == []


def test_a_score_never_takes_the_place_of_one_that_knows_more(store: Store) -> None:
    store.put(OWN, BomDocument("motor", None, b"{}", {"MAG-1": 1}), [scored()], NOON)
    seen = kept(store)
    store.parts.put(OWN, ConfirmedPart("MAG-1", "{}", "A. Engineer"), NOON)
    assert store.keep(OWN, kept(store), scored("knows", score=9.0), NOON)
    assert store.keep(OWN, seen, scored("doesn't", score=1.0), NOON)
    assert store.keep(OWN, kept(store), scored("earlier", TODAY - timedelta(1), score=2.0), NOON)
    assert kept(store)["score"] == 9.0
    assert store.answer(OWN, "motor", "full") == b'{"receipt": "knows"}'


def test_a_revision_holds_what_was_put_when_and_by_whom(store: Store) -> None:
    store.put(OWN, BomDocument("motor", "one", b'{"name": "one"}'), [scored()], NOON, by="erp")
    store.put(OWN, BomDocument("motor", "two", b'{"name": "two"}'), [scored()], NOON + timedelta(1))
    rows = store.revisions(OWN, "motor", 9)
    assert [(row["number"], row["name"], row["put_by"]) for row in rows] == [(2, "two", None), (1, "one", "erp")]
    assert [row["number"] for row in store.revisions(OWN, "motor", 9, 2)] == [1]
    first = store.revision(OWN, "motor", 1)
    assert first is not None
    assert (first.document, first.receipt, first.row["put_at"]) == (b'{"name": "one"}', None, NOON)
    assert store.revision(OWN, "motor", 3) is None
    assert (store.revision(OTHER, "motor", 1), store.revisions(OTHER, "motor", 9)) == (None, [])


def test_tags_are_the_tenants_own(store: Store) -> None:
    put(store)
    assert store.tag(OWN, "motor", ["b", "a"], NOON + timedelta(1))
    assert (kept(store)["tags"], kept(store)["updated_at"]) == ('["a", "b"]', NOON + timedelta(1))
    store.tag(OWN, "motor", ["a", "b"], NOON + timedelta(2))
    assert kept(store)["updated_at"] == NOON + timedelta(1)
    assert not store.tag(OTHER, "motor", [], NOON)
    with pytest.raises(ChangedError):
        store.tag(OWN, "motor", [], NOON, lambda _row: False)
    with pytest.raises(ChangedError):
        store.delete(OWN, "motor", lambda _row: False)
    assert kept(store)["tags"] == '["a", "b"]'


@pytest.mark.slow
def test_boms_that_are_put_while_their_parts_are_confirmed_wait_and_know(store: Store) -> None:
    store.prepare()

    def write(number: int) -> None:
        if number % 2:
            store.parts.put(OWN, ConfirmedPart(f"P-{number % 3}", str(number), "A. Engineer"), NOON)
        else:
            parts = {f"P-{one}": 1 for one in range(3)}
            changes = store.parts.changes(OWN)
            store.put(OWN, BomDocument(f"b{number % 8}", None, b"{}", parts), [scored()], NOON, changes=changes)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(64)))
    assert store.parts.changes(OWN) == 32
    store.parts.put(OWN, ConfirmedPart("P-0", "last", "A. Engineer"), NOON)
    rows = [kept(store, f"b{number}") for number in (0, 2, 4, 6)]
    assert all(row["scored_confirmed"] < row["confirmed"] for row in rows)


def test_migrations_that_start_together_run_once(bare_url: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(migrate.upgrade, [bare_url] * 4))
    engine = create_engine(bare_url)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM alembic_version")).scalar() == 1
    engine.dispose()


def test_the_migrations_lead_to_the_tables_as_declared(bare_url: str) -> None:
    migrate.upgrade(bare_url)
    engine = create_engine(bare_url)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_a_store_that_was_upgraded_before_keeps_its_rows(bare_url: str) -> None:
    first = Store(bare_url)
    put(first)
    first.close()
    second = Store(bare_url)
    assert revision(second) == 1
    second.close()


def test_the_oldest_current_score_is_told_not_one_that_was_replaced(store: Store) -> None:
    assert store.everybody.oldest() is None
    put(store)
    put(store, bom_id="b", now=NOON + timedelta(days=1))
    assert store.everybody.oldest() == NOON
    put(store, now=NOON + timedelta(days=2))
    assert store.everybody.oldest() == NOON + timedelta(days=1)
