"""What the store keeps of parts, on every database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from service.store.boms import Store
from service.store.parts import ConfirmedPart

OWN = "own"
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)
MAGNET = ConfirmedPart("MAG-1", '{"material_id":"smco5"}', "A. Engineer", "drawing 7")


def test_what_was_confirmed_comes_back_with_who_and_when(store: Store) -> None:
    assert store.parts.put(OWN, MAGNET, NOON)
    row = store.parts.get(OWN, "MAG-1")
    assert row is not None
    assert dict(row) == vars(MAGNET) | {"confirmed_at": NOON}


def test_of_a_part_that_nobody_confirmed_nothing_comes_back(store: Store) -> None:
    assert store.parts.get(OWN, "MAG-1") is None
    assert store.parts.among(OWN, {"MAG-1"}) == {}
    assert store.parts.page(OWN, 9, "") == []


def test_confirming_the_same_again_keeps_the_day_and_something_else_moves_it(store: Store) -> None:
    store.parts.put(OWN, MAGNET, NOON)
    assert not store.parts.put(OWN, MAGNET, LATER)
    assert store.parts.among(OWN, {"MAG-1"})["MAG-1"]["confirmed_at"] == NOON
    assert not store.parts.put(OWN, replace(MAGNET, confirmed_by="B. Buyer"), LATER)
    row = store.parts.among(OWN, {"MAG-1"})["MAG-1"]
    assert (row["confirmed_by"], row["confirmed_at"]) == ("B. Buyer", LATER)


def test_what_is_taken_back_is_gone(store: Store) -> None:
    store.parts.put(OWN, MAGNET, NOON)
    assert store.parts.delete(OWN, "MAG-1")
    assert store.parts.get(OWN, "MAG-1") is None
    assert not store.parts.delete(OWN, "MAG-1")


def test_only_the_parts_that_are_asked_for_come_back(store: Store) -> None:
    for number in ("1", "2", "3"):
        store.parts.put(OWN, replace(MAGNET, part_number=number), NOON)
    assert store.parts.among(OWN, {"1", "3", "4"}).keys() == {"1", "3"}
    assert store.parts.among(OWN, {str(n) for n in range(1000)}).keys() == {"1", "2", "3"}


def test_every_part_appears_once_over_the_pages(store: Store) -> None:
    numbers = {f"P/{n} ä" for n in range(7)}
    for number in numbers:
        store.parts.put(OWN, replace(MAGNET, part_number=number), NOON)
    seen: list[str] = []
    while page := store.parts.page(OWN, 3, seen[-1] if seen else ""):
        seen += [row["part_number"] for row in page]
    assert len(seen) == len(numbers)
    assert set(seen) == numbers


def test_confirmations_of_one_part_at_the_same_time_leave_one_row(store: Store) -> None:
    store.prepare()
    with ThreadPoolExecutor(8) as pool:
        who = (replace(MAGNET, confirmed_by=f"engineer {n % 3}") for n in range(24))
        created = list(pool.map(lambda part: store.parts.put(OWN, part, NOON), who))
    assert created.count(True) == 1
    assert len(store.parts.page(OWN, 9, "")) == 1


def test_parts_of_another_tenant_are_neither_seen_nor_counted_nor_changed(store: Store) -> None:
    store.parts.put(OWN, MAGNET, NOON)
    assert store.parts.put("other", replace(MAGNET, confirmed_by="Other"), LATER)
    assert store.parts.among(OWN, {"MAG-1"})["MAG-1"]["confirmed_by"] == "A. Engineer"
    assert [row["confirmed_by"] for row in store.parts.page("other", 9, "")] == ["Other"]
    assert store.parts.delete("other", "MAG-1")
    assert store.parts.get(OWN, "MAG-1") is not None
    assert (store.parts.get("third", "MAG-1"), store.parts.changes("third")) == (None, 0)
