"""Points by day, on every database."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from service.store.boms import BomDocument, Store
from service.store.lists import Filters
from service.store.parts import ConfirmedPart
from service.store.scores import Scored, ScoreState

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
STATE = ScoreState("m1", "m" * 16, "e1", "r1", "event/v1")
OTHER = ScoreState("m2", "n" * 16, "e1", "r1", "event/v2")
ALL = Filters()


def put(store: Store, bom_id: str, day: int, score: float | None, band: str | None, **more: Any) -> None:
    numbers = {"status": "scored", "score": score, "band": band, "unread": 0, "unread_may_hold": 0}
    scored = Scored(date(2026, 11, day), more.get("state", STATE), "cp2.x", numbers, {"summary": b"{}", "full": b"{}"})
    document = BomDocument(bom_id, None, f'{{"lines": ["{score}"]}}'.encode())
    store.put(more.get("tenant", "own"), document, [scored], NOON.replace(day=day))


def rows(store: Store, *days: int, tenant: str = "own") -> list[tuple[Any, ...]]:
    points = store.series.portfolio(tenant, ALL, [date(2026, 11, n) for n in days], "event/v1", ["low", "high"])
    names = ("boms", "scored", "mean_score", "highest_score", "low", "high", "without_band", "other_event")
    return [(row["as_of"].day, *(row[name] for name in names)) for row in points]


def test_a_day_takes_the_newest_point_by_then_of_every_bom(store: Store) -> None:
    put(store, "a", 3, 20.0, "high")
    put(store, "a", 5, 2.0, "low")
    put(store, "b", 4, None, None)
    assert rows(store, 2, 3, 4, 5) == [
        (3, 1, 1, 20.0, 20.0, 0, 1, 0, 0),
        (4, 2, 1, 20.0, 20.0, 0, 1, 1, 0),
        (5, 2, 1, 2.0, 2.0, 1, 0, 1, 0),
    ]


def test_points_of_other_tenants_and_other_events_dont_count(store: Store) -> None:
    put(store, "a", 3, 20.0, "high")
    put(store, "a", 3, 40.0, "high", tenant="other")
    put(store, "b", 3, 50.0, "high", state=OTHER)
    assert rows(store, 3) == [(3, 1, 1, 20.0, 20.0, 0, 1, 0, 1)]
    assert rows(store, 3, tenant="nobody") == []


def test_points_of_elements_are_kept_until_another_state_comes(store: Store) -> None:
    day = date(2026, 11, 3)
    row = {"as_of": day, "score": 7.0, "low": 1.0, "high": 9.0, "band": "low"}
    store.series.keep_element(STATE, "Dy", "oxide", [row])
    store.series.keep_element(STATE, "Dy", "oxide", [row | {"score": 8.0}])
    assert store.series.element(STATE, "Dy", "oxide", [day])[day]["score"] == 7.0
    assert store.series.element(STATE, "Dy", "magnet", [day]) == {}
    store.series.keep_element(OTHER, "Dy", "oxide", [row])
    assert store.series.element(STATE, "Dy", "oxide", [day]) == {}


def test_the_mark_of_a_list_changes_with_every_write(store: Store) -> None:
    marks = [store.lists.mark("own")]
    put(store, "a", 3, 20.0, "high")
    marks.append(store.lists.mark("own"))
    put(store, "a", 4, 20.0, "high")
    marks.append(store.lists.mark("own"))
    store.tag("own", "a", ["x"], NOON)
    marks.append(store.lists.mark("own"))
    put(store, "z", 5, 1.0, "low", tenant="other")
    assert store.lists.mark("own") == marks[-1]
    store.parts.put("own", ConfirmedPart("P-1", "{}", "A. Engineer"), NOON)
    marks.append(store.lists.mark("own"))
    store.parts.delete("own", "P-1")
    marks.append(store.lists.mark("own"))
    store.delete("own", "a")
    marks.append(store.lists.mark("own"))
    assert marks[0] is None
    assert len({*marks}) == len(marks)


def test_the_mark_of_a_list_stays_where_nothing_was_written(store: Store) -> None:
    put(store, "a", 3, 20.0, "high")
    mark = store.lists.mark("own")
    assert not store.delete("own", "b")
    assert not store.tag("own", "b", ["x"], NOON)
    assert not store.parts.delete("own", "P-1")
    store.tag("own", "a", [], NOON)
    assert store.lists.mark("own") == mark


def test_what_was_deleted_and_put_again_at_the_same_moment_has_another_mark(store: Store) -> None:
    put(store, "a", 3, 20.0, "high")
    mark = store.lists.mark("own")
    store.delete("own", "a")
    put(store, "a", 3, 20.0, "high")
    assert store.lists.mark("own") != mark
