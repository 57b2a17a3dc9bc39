"""Several suppliers of one part are one purchase with a mix, however they are written."""

from __future__ import annotations

from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.risk.answer import Score
from service.risk.bom import Line, Quantity, Source
from service.risk.materials.composition import Resolved
from service.risk.mix import DEFAULT_MIX
from service.risk.purchase.canonical import six
from service.risk.purchase.supply_shares import Bought, off, scaled, split_parts
from service.risk.scoring import rescore, score
from tests.drawn import drawn
from tests.factories import TODAY, bom, kernel, line, magnet, price, supply

CHINA, JAPAN = supply("magnet", CHN=1), supply("magnet", JPN=1)
WHOLE = magnet(*supply("magnet", CHN=0.75, JPN=0.25), part_number="MAG-1", kg="4")


def of(*lines: Line, **more: Any) -> Score:
    return score(bom(*lines, **more), kernel(), TODAY)


def part(*sources: Source, kg: str | None = "1", **more: Any) -> Line:
    return magnet(*sources, kg=kg, **{"part_number": "MAG-1"} | more)


def figures(answer: Score) -> tuple[float, ...]:
    assert answer.score is not None
    assert answer.interval is not None
    assert answer.expected_share_hit is not None
    assert answer.points is not None
    return (answer.score, *answer.interval, answer.expected_share_hit.value, *vars(answer.points).values())


def codes(answer: Score) -> list[str]:
    return [message.code for message in answer.messages]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_two_suppliers_of_a_part_score_as_one_line_with_their_mix(order: tuple[int, ...]) -> None:
    lines = (part(*CHINA, kg="3"), part(*JAPAN, kg="1"))
    split = of(*(lines[n] for n in order))
    assert figures(split) == pytest.approx(figures(of(WHOLE)), abs=1e-9)
    assert [hazard.id for hazard in split.hazards] == [hazard.id for hazard in of(WHOLE).hazards]
    assert {hazard.mass_g for hazard in split.hazards} == {hazard.mass_g for hazard in of(WHOLE).hazards}


@pytest.mark.slow
def test_three_suppliers_score_the_same_in_any_order_beside_another_line() -> None:
    lines = (part(*CHINA, kg="0.7"), part(*JAPAN, kg="0.2"), part(kg="0.1"))
    other = line("Ce", "oxide")
    expected = figures(of(*lines, other))
    for order in permutations((*lines, other)):
        assert figures(of(*order)) == pytest.approx(expected, abs=1e-9)


def test_lines_of_a_split_part_are_each_told_with_the_part_s_score_and_the_score_without_it() -> None:
    answer = of(part(*CHINA, kg="3"), part(*JAPAN, kg="1"), line("Ce", "oxide"))
    one, other, cerium = answer.lines
    assert one.score == other.score == of(WHOLE).score
    assert one.score_without == other.score_without == pytest.approx(cerium.score, abs=1e-9)
    assert [one.mass_g, other.mass_g] == [3000, 1000]


def test_a_split_part_is_told_with_its_lines_and_shares() -> None:
    (message,) = [m for m in of(part(*CHINA, kg="3"), part(*JAPAN, kg="1")).messages if m.code == "split_sourcing"]
    assert message.pointer == "/lines/0/part_number"
    assert all(
        words in message.detail for words in ("Lines 10 and 20", "MAG-1", "75 % and 25 %", "by mass", '"separate"')
    )


def test_shares_go_by_pieces_where_masses_are_missing_and_are_equal_where_amounts_are() -> None:
    pieces = [part(*s, kg=None, quantity=Quantity(Decimal(n), "ST")) for s, n in ((CHINA, 48), (JAPAN, 16))]
    assert figures(of(*pieces)) == pytest.approx(figures(of(WHOLE)), abs=1e-9)
    equal = of(part(*CHINA, kg="3"), part(*JAPAN, kg=None))
    half = of(part(*supply("magnet", CHN=0.5, JPN=0.5)))
    assert equal.score == half.score
    assert [m.severity for m in equal.messages if m.code == "split_sourcing"] == ["warning"]


def test_same_part_separate_keeps_suppliers_apart() -> None:
    apart = of(part(*CHINA, kg="3"), part(*JAPAN, kg="1"), same_part="separate")
    unnamed = of(part(*CHINA, kg="3", part_number=None), part(*JAPAN, kg="1", part_number=None))
    assert figures(apart) == figures(unnamed)
    assert len(apart.hazards) == 2 * len(of(WHOLE).hazards)
    assert "split_sourcing" not in codes(apart)


@pytest.mark.parametrize(
    "other",
    [
        {"part_number": "MAG-2"},
        {"material": "SmCo5"},
        {"end_use": "military"},
        {"alternate_group": "either"},
    ],
)
def test_lines_that_differ_in_more_than_supply_are_not_one_part(other: dict[str, Any]) -> None:
    answer = of(part(*CHINA), part(*JAPAN, **other))
    assert "split_sourcing" not in codes(answer)
    assert answer.lines[0].hazards != answer.lines[1].hazards


def test_alternates_of_one_part_number_are_hit_only_where_all_are() -> None:
    lines = [part(*s, alternate_group="either") for s in (CHINA, JAPAN)]
    either, split = of(*lines), of(part(*CHINA), part(*JAPAN))
    assert either.score is not None
    assert split.score is not None
    assert either.score <= min(alone.score for alone in (of(part(*CHINA)), of(part(*JAPAN))) if alone.score is not None)
    assert either.score != split.score


def test_repeating_or_splitting_a_part_with_the_same_supply_changes_nothing() -> None:
    once, twice = of(part(*CHINA, kg="3")), of(part(*CHINA, kg="1"), part(*CHINA, kg="2"))
    assert figures(once) == figures(twice)
    assert "split_sourcing" not in codes(twice)


def test_a_part_can_do_without_the_mean_of_its_lines() -> None:
    spared = Decimal("0.2")
    split = of(part(*CHINA, kg="3", can_do_without=spared), part(*JAPAN, kg="1"))
    whole = of(magnet(*supply("magnet", CHN=0.75, JPN=0.25), can_do_without=Decimal("0.15")))
    assert split.score == whole.score


def test_one_part_number_read_in_two_ways_is_told() -> None:
    assert "part_read_differently" in codes(of(part(*CHINA), part(*JAPAN, material="SmCo5")))


def test_values_and_costs_are_those_of_the_lines() -> None:
    lines = [part(*CHINA, kg="3", unit_price=price("80")), part(*JAPAN, kg="1", unit_price=price("120"))]
    answer = of(*lines)
    assert [one.value for one in answer.lines] == [240, 120]
    assert sum(h.value or 0 for h in answer.hazards) == pytest.approx(Decimal(360))


def test_the_receipt_of_a_split_part_recomputes_its_answer() -> None:
    for same_part in ("split", "separate"):
        answer = of(part(*CHINA, kg="3"), part(*JAPAN, kg=None), same_part=same_part)
        assert rescore(answer.receipt, kernel(), TODAY) == answer


def test_the_default_mix_for_all_of_a_stage_is_the_default() -> None:
    assert of(part(*supply("magnet", **{DEFAULT_MIX: 1}))).receipt == of(part()).receipt


def test_a_part_of_the_default_mix_lies_between_the_default_and_what_is_declared() -> None:
    shares = {}
    for part_of_default in ("0", "0.3", "1"):
        mix = {"JPN": str(1 - Decimal(part_of_default)), DEFAULT_MIX: part_of_default}
        neodymium = next(h for h in of(part(*supply("magnet", **mix))).hazards if h.element == "Nd")
        shares[part_of_default] = {one.country: one.share[len(one.share) // 2] for one in neodymium.supply["magnet"]}
    for country in ("CHN", "JPN"):
        none, some, whole = (shares[one].get(country, 0.0) for one in ("0", "0.3", "1"))
        assert some == pytest.approx(0.7 * none + 0.3 * whole, abs=0.01)


def test_a_stage_that_a_supplier_leaves_open_takes_the_default_mix_for_its_share() -> None:
    open_line = of(part(*CHINA, kg="3"), part(kg="1"))
    stated = of(part(*supply("magnet", CHN="0.75", **{DEFAULT_MIX: "0.25"}), kg="4"))
    assert figures(open_line) == pytest.approx(figures(stated), abs=1e-9)


def test_shares_that_miss_one_are_scaled_with_a_message() -> None:
    rounded = supply("magnet", CHN="0.79", JPN="0.2")
    assert off(rounded) == {"magnet": Decimal("0.99")}
    assert sum(s.share for s in scaled(rounded)) == pytest.approx(Decimal(1), abs=Decimal("0.000002"))
    answer = of(part(*rounded))
    assert answer.score == of(part(*supply("magnet", CHN="0.79", JPN="0.2"))).score
    (message,) = [m for m in answer.messages if m.code == "shares_scaled"]
    assert "0.99" in message.detail


def test_thirds_of_six_places_are_one_and_stay_as_they_are() -> None:
    thirds = supply("magnet", CHN="0.333333", JPN="0.333333", DEU="0.333333")
    assert scaled(thirds) == thirds
    assert "shares_scaled" not in codes(of(part(*thirds)))


AMOUNTS = st.decimals(min_value="0.000001", max_value="1e6", places=6)
PLACES = ("CHN", "JPN", "DEU", "VNM", "EST")


@settings(max_examples=drawn(60))
@given(st.lists(st.tuples(AMOUNTS, st.sampled_from(PLACES)), min_size=2, max_size=6), st.randoms())
def test_the_mix_of_a_part_is_that_of_its_amounts_in_any_order(some: list[tuple[Decimal, str]], random: Any) -> None:
    outcome = kernel().resolver.resolve(magnet())
    assert isinstance(outcome, Resolved)

    def mix(lines: list[tuple[Decimal, str]]) -> list[tuple[Source, ...]]:
        bought = {
            n: Bought(part(*supply("magnet", **{place: 1})), outcome, grams) for n, (grams, place) in enumerate(lines)
        }
        return [one.supply for one in split_parts(bought)]

    whole = sum((grams for grams, _ in some), Decimal(0))
    by_place = {place: sum((g for g, at in some if at == place), Decimal(0)) for _, place in some}
    shuffled = random.sample(some, len(some))
    assert mix(shuffled) == mix(some)
    if len(by_place) == 1:
        assert mix(some) == []
        return
    (sources,) = mix(some)
    shares = {place: six(grams / whole) for place, grams in by_place.items()}
    assert {s.country: s.share for s in sources} == {place: share for place, share in shares.items() if share}
