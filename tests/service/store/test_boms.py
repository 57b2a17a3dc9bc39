"""What the store keeps, on every database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text

from service.store import migrate
from service.store.boms import ChangedError, Scored, Store
from service.store.schema import metadata

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def scored(bom_id: str = "motor", receipt: str = "r1", name: str | None = None) -> Scored:
    """A scored BOM whose answer depends on its receipt."""
    summary = {"as_of": date(2026, 11, 21), "status": "scored", "score": 47.1, "probability": 0.471}
    summary |= {
        "low": 0.36,
        "high": 0.58,
        "band": "high",
        "percentile": 0.71,
        "model_version": "m1",
        "event": "source-shock/v2",
    }
    return Scored(bom_id, name, b'{"lines": []}', receipt, f'{{"receipt": "{receipt}"}}'.encode(), summary)


def test_what_is_put_comes_back(store: Store) -> None:
    assert store.put(scored(), NOON)
    assert store.answer("motor") == (scored().etag, b'{"receipt": "r1"}')
    assert store.etag("motor") == scored().etag
    bom = store.bom("motor")
    assert bom is not None
    assert (bom["document"], bom["created_at"]) == (b'{"lines": []}', NOON)


def test_what_was_not_put_is_none(store: Store) -> None:
    assert (store.etag("x"), store.answer("x"), store.bom("x"), store.history("x", 9, None)) == (
        None,
        None,
        None,
        [],
    )


def test_the_same_receipt_adds_no_point(store: Store) -> None:
    assert store.put(scored(), NOON)
    assert not store.put(scored(), NOON)
    assert len(store.history("motor", 9, None)) == 1


def test_history_is_newest_first_and_starts_behind_a_point(store: Store) -> None:
    for number in range(3):
        store.put(scored(receipt=f"r{number}"), NOON + timedelta(hours=number))
    points = store.history("motor", 9, None)
    assert [point["receipt"] for point in points] == ["r2", "r1", "r0"]
    assert points[0]["scored_at"] == NOON + timedelta(hours=2)
    assert [p["receipt"] for p in store.history("motor", 1, points[0]["point"])] == ["r1"]


def test_current_scores_are_the_newest_of_each_bom_by_id(store: Store) -> None:
    store.put(scored("b"), NOON)
    store.put(scored("a", "r1"), NOON)
    store.put(scored("a", "r2", "Motor"), NOON + timedelta(hours=1))
    rows = store.current(9, "")
    assert [(row["bom_id"], row["name"], row["scored_at"].hour) for row in rows] == [
        ("a", "Motor", 13),
        ("b", None, 12),
    ]
    assert [row["bom_id"] for row in store.current(9, "a")] == ["b"]


def test_puts_of_one_bom_at_the_same_time_leave_one_row_and_a_current_point(store: Store) -> None:
    store.prepare()
    with ThreadPoolExecutor(8) as pool:
        created = list(pool.map(lambda n: store.put(scored(receipt=f"r{n % 4}"), NOON), range(40)))
    assert created.count(True) == 1
    points = store.history("motor", 99, None)
    answer = store.answer("motor")
    assert answer is not None
    assert answer[1] == f'{{"receipt": "{points[0]["receipt"]}"}}'.encode()
    assert all(a["receipt"] != b["receipt"] for a, b in pairwise(points))


def test_of_writers_who_saw_the_same_state_one_wins_and_the_others_are_told(store: Store) -> None:
    store.prepare()

    def put(number: int, seen: str | None) -> bool:
        try:
            store.put(scored(receipt=f"r{number}"), NOON, lambda row: (row and row["etag"]) == seen)
        except ChangedError:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        for round_ in range(5):
            seen = store.etag("motor")
            won = list(pool.map(put, range(8 * round_, 8 * round_ + 8), [seen] * 8))
            assert won.count(True) == 1
            answer = store.answer("motor")
            assert answer is not None
            assert answer[1] == f'{{"receipt": "r{8 * round_ + won.index(True)}"}}'.encode()
    assert len(store.history("motor", 99, None)) == 5


def test_a_refused_put_leaves_nothing_behind(store: Store) -> None:
    with pytest.raises(ChangedError):
        store.put(scored(), NOON, lambda row: row is not None)
    assert (store.bom("motor"), store.history("motor", 9, None)) == (None, [])


def test_migrations_that_start_together_run_once(database_url: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(migrate.upgrade, [database_url] * 4))
    engine = create_engine(database_url)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM alembic_version")).scalar() == 1
    engine.dispose()


def test_the_migrations_lead_to_the_tables_as_declared(database_url: str) -> None:
    migrate.upgrade(database_url)
    engine = create_engine(database_url)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_a_store_that_was_upgraded_before_keeps_its_rows(database_url: str) -> None:
    first = Store(database_url)
    first.put(scored(), NOON)
    first.close()
    second = Store(database_url)
    assert second.etag("motor") == scored().etag
    second.close()


def test_the_oldest_current_score_is_told_not_one_that_was_replaced(store: Store) -> None:
    assert store.oldest() is None
    store.put(scored(), NOON)
    store.put(scored("other"), NOON + timedelta(days=1))
    assert store.oldest() == NOON
    store.put(scored(receipt="r2"), NOON + timedelta(days=2))
    assert store.oldest() == NOON + timedelta(days=1)
