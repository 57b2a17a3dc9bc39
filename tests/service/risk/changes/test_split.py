"""Differences of real scores, split into what is known and what time brought."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from math import fsum

import pytest

from service.risk.bom import Bom, Line, Quantity, Source
from service.risk.changes import split as splitting
from service.risk.changes.known import register_known
from service.risk.changes.mixtures import PARTS, Side, differing, mixed
from service.risk.changes.split import Split, split
from service.risk.controls.measures import WITH_TERM, Status
from service.risk.errors import BomError
from service.risk.purchase.canonical import canonical_bom
from service.risk.purchase.work import MOST_WORK
from service.risk.scoring import points, score
from tests.factories import kernel, kernel_with, measure, register_with

BEFORE, AFTER = date(2025, 3, 31), date(2025, 4, 5)
OXIDE = Bom("DEU", (Line("10", element="Dy", form="oxide", quantity=Quantity(Decimal(1), "kg")),))


def side(on: date, bom: Bom = OXIDE) -> Side:
    return Side(canonical_bom(bom, on), kernel(), on)


@cache
def over(before: date, after: date) -> Split:
    told = split(side(before), side(after))
    assert told is not None
    return told


def by_part(told: Split) -> dict[str, float]:
    return {part.name: part.points for part in told.parts}


@pytest.mark.slow
@pytest.mark.parametrize(("before", "after"), [(BEFORE, AFTER), (date(2024, 6, 30), date(2025, 12, 2))])
def test_the_parts_sum_to_the_difference_of_the_two_scores(before: date, after: date) -> None:
    told = over(before, after)
    scores = [score(OXIDE, kernel(), day).score or 0.0 for day in (before, after)]
    assert [told.before, told.after] == scores
    assert fsum(by_part(told).values()) == pytest.approx(scores[1] - scores[0], abs=1e-9)
    assert told.scorings == 2 ** len(told.parts)


@pytest.mark.slow
def test_the_licences_of_april_2025_are_news_in_the_register() -> None:
    told = over(BEFORE, AFTER)
    assert by_part(told)["register"] == max(by_part(told).values())
    assert by_part(told)["register"] > 1.0
    [part] = [part for part in told.parts if part.name == "register"]
    assert part.grounds.measures[0].measure_id.startswith("CN-2025")
    assert (part.grounds.measures[0].before, part.grounds.measures[0].after) == ("not_yet_announced", "in_force")


def test_from_one_day_to_the_next_only_time_passes() -> None:
    assert [part.name for part in over(date(2026, 11, 26), date(2026, 11, 27)).parts] == ["time"]


def test_changing_the_days_turns_every_sign() -> None:
    back = split(side(AFTER), side(BEFORE))
    assert back is not None
    assert by_part(back) == {name: -part for name, part in by_part(over(BEFORE, AFTER)).items()}


def test_what_differs_in_nothing_isnt_asked() -> None:
    told = split(side(AFTER), side(AFTER))
    assert told is not None
    assert (told.parts, told.scorings, told.before) == ((), 1, told.after)


def test_another_bom_on_the_same_day_is_all_of_the_difference() -> None:
    safer = replace(OXIDE.lines[0], supply=(Source("separation", "EST", Decimal(1)),))
    told = split(side(AFTER), side(AFTER, replace(OXIDE, lines=(safer,))))
    assert told is not None
    assert by_part(told) == {"bom": told.after - told.before}


def test_a_corrected_register_is_told_from_the_rest_of_the_bundle() -> None:
    strict = measure(jurisdiction="MYS", elements="Dy", announced="2025-02-01", effective="2025-02-01")
    other = replace(kernel_with(register=register_with(strict)), sha256="f" * 64)
    told = split(side(BEFORE), Side(canonical_bom(OXIDE, BEFORE), other, BEFORE))
    assert told is not None
    assert {"register", "model"} == {*by_part(told)}
    assert by_part(told)["model"] == 0.0
    assert by_part(told)["register"] == pytest.approx(told.after - told.before, abs=1e-9)


def test_a_bom_without_a_score_cant_be_split() -> None:
    unread = Bom("DEU", (Line("10", material="mystery part 7"),))
    assert split(side(BEFORE, unread), side(AFTER, unread)) is None


def test_more_work_than_one_split_may_take_is_refused_before_any_score(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(splitting, "MOST_WORK", 100)
    monkeypatch.setattr(splitting, "points", None)
    with pytest.raises(BomError) as refused:
        split(side(BEFORE), side(AFTER))
    assert [(fault.pointer, fault.code) for fault in refused.value.errors] == [("?from", "too_much_work")]


@pytest.mark.slow
@pytest.mark.parametrize("on", [date(2019, 6, 30), BEFORE, AFTER, date(2025, 12, 31), date(2026, 11, 21)])
def test_put_together_from_one_side_a_kernel_scores_as_that_side(on: date) -> None:
    one = side(on)
    whole = mixed(dict.fromkeys(PARTS, one), kernel().sourcing)
    assert points(one.bom, whole, on, on) == score(OXIDE, kernel(), on).score


def days() -> Iterable[tuple[date, date]]:
    some = (date(2024, 12, 3), BEFORE, AFTER, date(2025, 10, 15), date(2025, 12, 2), date(2026, 11, 21))
    return [(known, on) for known in some for on in some]


@pytest.mark.parametrize(("known", "on"), [pair for pair in days() if pair[0] < pair[1]])
def test_a_register_known_earlier_has_the_states_that_were_expected_then(known: date, on: date) -> None:
    whole = kernel().register
    expected = {m.measure_id: m.status(on, known) for m in whole.measures if m.published <= known}
    statuses = {m.measure_id: m.status(on, on) for m in register_known(whole, known, on).measures}
    assert statuses == expected


@pytest.mark.parametrize(("known", "on"), [pair for pair in days() if pair[0] > pair[1]])
def test_news_of_a_later_day_counts_as_if_it_had_happened(known: date, on: date) -> None:
    whole = kernel().register
    then = {m.measure_id: m.status(on, on) for m in register_known(whole, known, on).measures}
    for one in whole.measures:
        if on < one.published <= known and one.instrument not in WITH_TERM:
            told = one.status(known, known)
            assert then[one.measure_id] == told or Status.ANNOUNCED in (told, then[one.measure_id])


def test_every_kernel_scores_in_a_turn_of_its_own() -> None:
    turns: list[str] = []

    @contextmanager
    def turn() -> Iterator[None]:
        assert turns[-1:] != ["begun"]
        turns.append("begun")
        yield
        turns.append("ended")

    told = split(side(BEFORE), side(AFTER), turn)
    assert told is not None
    assert turns.count("begun") == turns.count("ended") == told.scorings


def test_parts_come_in_one_order() -> None:
    later = Side(canonical_bom(OXIDE, AFTER + timedelta(days=300)), kernel(), AFTER + timedelta(days=300))
    names = differing(side(date(2024, 6, 30)), later)
    assert list(names) == [part for part in PARTS if part in names]


def test_what_lines_may_hold_counts_as_work_of_a_split_and_one_may_take_as_much_as_an_answer() -> None:
    supplies = [
        (Source("magnet", "JPN", Decimal(n) / 100), Source("magnet", "CHN", 1 - Decimal(n) / 100)) for n in range(1, 41)
    ]
    open_lines = tuple(Line(f"{n}", material="rare earth magnet", supply=some) for n, some in enumerate(supplies))
    heavy = Bom("DEU", (*OXIDE.lines, *open_lines))
    assert splitting.MOST_WORK == MOST_WORK
    with pytest.raises(BomError, match="too much work"):
        split(side(date(2024, 6, 30), heavy), side(date(2025, 12, 2), heavy))
