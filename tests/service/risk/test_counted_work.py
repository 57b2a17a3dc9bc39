"""How much work an answer is: counted, never timed. What purchases of one kind share is done once for all of them."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import ModuleType
from typing import Any

import pytest

from service.risk import scoring
from service.risk.bom import Line
from service.risk.explanation import hazard_scores, sources, standing
from service.risk.explanation.losses import Losses
from service.risk.product import counterfactuals, lines, loss, measured, score_split
from service.risk.purchase import basket
from service.risk.purchase.canonical import canonical_bom
from service.risk.scoring import rescore_summary, score, summary
from service.risk.source_shock import epoch as epochs
from service.risk.source_shock import reweighting
from service.risk.source_shock.path_store import PATTERNS_KEPT
from service.risk.source_shock.worlds import COUNT
from service.risk.supply_chain import provenance, tracing
from tests.factories import bom, kernel, line, magnet, supply

NOW = date(2026, 11, 30)
ELEMENTS = ("Dy", "Nd", "Ce", "Tb")


def bought(many: int, first: int = 0) -> list[Line]:
    """So many oxides, each from a mix of its own."""
    return [
        line(
            ELEMENTS[n % len(ELEMENTS)],
            "oxide",
            *supply("separation", CHN=Decimal(5_000 + first + n) / 10_000, MYS=Decimal(5_000 - first - n) / 10_000),
            line_id=str(n),
        )
        for n in range(many)
    ]


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Counter[str]]:
    """Counts the calls of functions by name, from now on."""

    def count(*wanted: tuple[ModuleType | type, str]) -> Counter[str]:
        counts: Counter[str] = Counter()

        def counting(name: str, function: Callable[..., Any]) -> Callable[..., Any]:
            def one(*arguments: Any, **named: Any) -> Any:
                counts[name] += 1
                return function(*arguments, **named)

            return one

        for place, name in wanted:
            monkeypatch.setattr(place, name, counting(name, getattr(place, name)))
        return counts

    return count


def work(counts: Counter[str], lines: list[Line], day: date) -> dict[str, int]:
    """What was called for the answer for these lines."""
    before = Counter(counts)
    score(bom(*lines, as_of=day), kernel(), NOW)
    return dict(counts - before)


@pytest.mark.slow
def test_paths_behind_the_same_sources_grow_once_a_day(calls: Callable[..., Counter[str]]) -> None:
    day = date(2024, 7, 9)
    counts = calls((tracing, "grown"), (tracing, "fitted"), (tracing, "merged"))
    first = work(counts, bought(20), day)
    assert set(first) == {"grown", "fitted", "merged"}
    assert work(counts, bought(40, 100), day) == {}


@pytest.mark.slow
def test_worlds_are_told_apart_as_often_for_twice_the_purchases(calls: Callable[..., Counter[str]]) -> None:
    places = (measured, "lost_shares"), (score_split, "lost_shares"), (counterfactuals, "lost_in")
    counts = calls(*places, (measured, "patterns_of"))
    some = work(counts, bought(20), date(2024, 7, 10))
    assert some == work(counts, bought(40, 200), date(2024, 7, 10))
    assert some["patterns_of"] == 1


def test_kinds_of_worlds_are_told_apart_once_for_products_of_the_same_paths(
    calls: Callable[..., Counter[str]],
) -> None:
    day = date(2024, 7, 15)
    summary(bom(*bought(20), as_of=day), kernel(), NOW)
    counts = calls((loss, "_told_apart"))
    summary(bom(*bought(30, 100), as_of=day), kernel(), NOW)
    assert not counts


def test_a_whole_answer_for_the_same_paths_tells_no_worlds_apart_anew(calls: Callable[..., Counter[str]]) -> None:
    day = date(2024, 7, 18)
    score(bom(*bought(20), as_of=day), kernel(), NOW)
    counts = calls((loss, "_told_apart"))
    told = score(bom(*bought(20, 300), as_of=day), kernel(), NOW).drivers
    assert any("country" in one.without for one in told)
    assert not counts


def test_a_view_is_measured_once_where_the_central_rules_change_none_of_its_routes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    names: list[object] = []

    def lost_shares(*given: Any) -> Any:
        names.append(given[3])
        return loss.lost_shares(*given)

    monkeypatch.setattr(measured, "lost_shares", lost_shares)
    answer = score(bom(*bought(2), as_of=date(2024, 7, 20)), kernel(), NOW)
    assert answer.interval_parts
    assert answer.interval_parts["evidence"] > 0.0
    assert ("adverse", measured.CENTRAL) in names
    assert ("favourable", measured.CENTRAL) not in names


def test_few_kinds_are_kept_and_forgetting_them_changes_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    day, asked = date(2024, 7, 19), bom(*bought(5), as_of=date(2024, 7, 19))
    before = score(asked, kernel(), NOW)
    store = kernel().epoch(day).store()
    store.patterns.clear()
    monkeypatch.setattr(loss, "KINDS_KEPT", 2)
    assert score(asked, kernel(), NOW) == before
    assert {len(patterns.kinds) for patterns in store.patterns.values()} <= {0, 1, 2}


def test_a_product_loses_the_same_to_the_last_bit_however_finely_worlds_are_told_apart() -> None:
    day, asked = date(2024, 7, 16), bom(*bought(3), as_of=date(2024, 7, 16))
    alone = score(asked, kernel(), NOW)
    score(bom(*bought(40, 700), as_of=day), kernel(), NOW)
    assert replace(score(asked, kernel(), NOW), messages=()) == replace(alone, messages=())


def test_the_points_of_what_can_be_done_without_are_the_same_however_finely_worlds_are_told_apart() -> None:
    day = date(2024, 7, 20)
    asked = bom(magnet(*supply("magnet", JPN=0.2, CHN=0.8), can_do_without=Decimal("0.1")), as_of=day)
    alone = score(asked, kernel(), NOW).points
    score(bom(magnet(*supply("magnet", JPN=0.5, CHN=0.5)), as_of=day), kernel(), NOW)
    assert score(asked, kernel(), NOW).points == alone


def test_what_is_kept_of_kinds_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loss, "CELLS", 500)
    day = date(2024, 7, 17)
    for number in (1, 20):
        summary(bom(*bought(number), as_of=day), kernel(), NOW)
    kept = [each for patterns in kernel().epoch(day).store().patterns.values() for each in patterns.kinds.values()]
    assert kept
    assert all(each.hits.size <= 500 for each in kept)


@pytest.mark.slow
def test_a_route_is_looked_up_in_the_register_once_a_day(calls: Callable[..., Counter[str]]) -> None:
    counts = calls((standing, "bearing"))
    once = work(counts, bought(20), date(2024, 7, 11))["bearing"]
    assert once == work(counts, bought(40, 300), date(2024, 7, 12))["bearing"]
    assert work(counts, bought(40, 400), date(2024, 7, 12)) == {}


@pytest.mark.slow
def test_a_new_bom_of_known_routes_finds_events_sources_and_figures_ready(calls: Callable[..., Counter[str]]) -> None:
    day = date(2024, 7, 13)
    score(bom(*bought(20), as_of=day), kernel(), NOW)
    counts = calls((epochs.Epoch, "_happens"), (epochs.Epoch, "_meets"), (sources, "figures_of"))
    also = calls((reweighting, "tilted"), (provenance, "_of_stage"), (loss, "named_sources"))
    assert work(counts, bought(20, 500), day) == {}
    assert sum(also.values()) == 0


@pytest.mark.slow
def test_a_purchase_tells_few_of_the_worlds_apart() -> None:
    day = date(2024, 7, 14)
    parts = score(bom(*bought(40), as_of=day), kernel(), NOW)
    store = kernel().epoch(day).store()
    assert len(parts.hazards) == 40
    assert len(store.events) < 100
    assert len(store.meets) < COUNT // 40


WHOLE_ALONE = (
    (hazard_scores, "line_scores"), (hazard_scores, "hazard_scores"), (scoring, "sources_of"), (scoring, "drivers_of"),
    (scoring, "entries"), (scoring, "interval_parts"), (scoring, "score_split"), (scoring, "pending_risk"),
)  # fmt: skip
"""What only the whole answer tells."""


def test_a_summary_works_out_no_row_of_the_whole_answer(calls: Callable[..., Counter[str]]) -> None:
    asked, counts = bom(*bought(20), as_of=NOW), calls(*WHOLE_ALONE)
    summary(asked, kernel(), NOW)
    assert not counts
    score(asked, kernel(), NOW)
    assert counts == dict.fromkeys((name for _, name in WHOLE_ALONE), 1)


def test_a_summary_adds_up_no_grams_of_elements(calls: Callable[..., Counter[str]]) -> None:
    asked, counts = bom(*bought(4), as_of=NOW), calls((basket, "elements_g"))
    summary(asked, kernel(), NOW)
    assert not counts
    score(asked, kernel(), NOW)
    assert counts == {"elements_g": 4}


def test_sources_that_purchases_share_are_put_in_words_once_a_line(calls: Callable[..., Counter[str]]) -> None:
    magnets = [magnet(*one.supply, line_id=one.line_id) for one in bought(3)]
    counts = calls((basket, "mixes_text"))
    made = basket.read_bom(canonical_bom(bom(*magnets), NOW), kernel().resolver)
    assert counts == {"mixes_text": 3}
    assert len(made.purchases) > len(magnets)


def test_a_summary_measures_only_the_lines_that_it_names(calls: Callable[..., Counter[str]]) -> None:
    counts = calls((lines, "_lost"))
    summary(bom(*bought(20), as_of=NOW), kernel(), NOW)
    assert counts == {"_lost": hazard_scores.MOST_TOP_LINES}


def test_a_summary_says_what_the_whole_answer_says() -> None:
    asked = bom(*bought(7), replace(bought(1, 50)[0], line_id="8", alternate_group="a"),
                line("Tb", "oxide", line_id="9", alternate_group="a"), as_of=NOW)  # fmt: skip
    whole, short = score(asked, kernel(), NOW), summary(asked, kernel(), NOW)
    assert vars(short) == {name: vars(whole)[name] for name in vars(short)}
    assert vars(rescore_summary(whole.receipt, kernel(), NOW)) == vars(short)


def test_products_from_the_same_countries_share_their_patterns_of_worlds(calls: Callable[..., Counter[str]]) -> None:
    summary(bom(*bought(4), as_of=NOW), kernel(), NOW)
    counts = calls((loss, "_patterns"))
    summary(bom(*bought(4, 700), as_of=NOW), kernel(), NOW)
    assert not counts


def test_a_store_keeps_a_bounded_number_of_patterns() -> None:
    store, day = kernel().epoch(NOW).store(), NOW
    for number, country in enumerate(("FRA", "USA", "IND", "VNM", "EST", "JPN", "KOR", "BRA", "THA", "CAN")):
        share = Decimal(500 + number) / 1_000
        mix = supply("separation", CHN=share, **{country: 1 - share})
        summary(bom(line("Ce", "oxide", *mix, line_id="1"), as_of=day), kernel(), NOW)
    assert 0 < len(store.patterns) <= PATTERNS_KEPT


def test_a_summary_writes_out_losses_only_of_countries_that_it_may_name(calls: Callable[..., Counter[str]]) -> None:
    counts = calls((Losses, "rows"))
    summary(bom(*bought(20), as_of=NOW), kernel(), NOW)
    assert counts == {"rows": 1}  # the product's own


@pytest.mark.parametrize("asked", [score, summary])
def test_an_answer_is_freed_without_a_collection_of_cycles(asked: Callable[..., object]) -> None:
    of_lines = bom(*bought(3))
    for _ in range(2):  # the first fills what a day keeps
        asked(of_lines, kernel(), NOW)
        left = gc.collect()
    assert left == 0
