"""Scenarios: today's is the forecast, a loss never helps, a longer delay never helps, and what is assumed is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cache
from itertools import pairwise
from random import Random

import pytest

from service.risk import scoring
from service.risk.bom import Bom, Line
from service.risk.errors import BomError
from service.risk.outlook import assumed
from service.risk.outlook import what_if as module
from service.risk.outlook.scenarios import LARGEST, TODAY, Change, scenarios
from service.risk.outlook.what_if import Outcome, WhatIf, what_if
from service.risk.outlook.wording.scenarios import sentence
from tests.factories import TODAY as DAY
from tests.factories import bom, kernel, line, magnet, price, sample, supply

LOSSES = [name for name in scenarios() if name.startswith("n-1-")]
ROUNDING = 1e-9
"""Points by which the order of a sum may move a score."""
CHINESE = supply("separation", CHN="1")


def under(of: Bom, *names: str, delay_days: float | None = None) -> WhatIf:
    """A BOM under scenarios."""
    return what_if(of, names, kernel(), DAY, delay_days)


def one(of: Bom, name: str, delay_days: float | None = None) -> Outcome:
    """A BOM under one scenario."""
    return under(of, name, delay_days=delay_days).outcomes[0]


def points(outcome: Outcome) -> float:
    """The score of an outcome that applies."""
    assert outcome.level is not None, outcome.why_not
    return outcome.level.score


@cache
def random_bom(seed: int) -> Bom:
    """A few lines of magnets, oxides and metals from some countries, or from nobody in particular."""
    dice = Random(seed)
    lines: list[Line] = []
    for _ in range(dice.randint(1, 3)):
        if dice.random() < 0.5:
            mix = dice.choice([(), supply("magnet", CHN="1"), supply("magnet", CHN="0.6", JPN="0.4")])
            lines.append(magnet(*mix, material=dice.choice(["NdFeB N42SH", "NdFeB N35", "SmCo5"])))
        else:
            mix = dice.choice([(), CHINESE, supply("separation", MYS="0.7", FRA="0.3"), supply("separation", USA="1")])
            lines.append(line(dice.choice(["Ce", "Nd", "Dy", "Ho"]), dice.choice(["oxide", "metal"]), *mix))
    tolerance = dice.choice([None, None, Decimal("0.2"), Decimal("0.6")])
    return bom(*lines, buyer=dice.choice(["DEU", "USA", "CHN", None]), tolerance=tolerance)


SEEDS = range(12)


@pytest.mark.slow
def test_the_scenario_of_today_is_the_forecast_bit_for_bit() -> None:
    for of in (sample("traction-motor"), sample("catalysts"), *map(random_bom, SEEDS)):
        forecast = scoring.score(of, kernel(), DAY)
        level = one(of, TODAY).level
        assert level is not None
        assert forecast.expected_share_hit is not None
        assert level.score == forecast.score
        assert level.interval == forecast.interval
        assert level.expected_share_hit == forecast.expected_share_hit.value


@pytest.mark.slow
def test_the_loss_of_the_largest_source_never_lowers_a_score() -> None:
    for seed in SEEDS:
        made = under(random_bom(seed), *LOSSES)
        applied = [outcome for outcome in made.outcomes if outcome.level]
        assert applied
        for outcome in applied:
            assert points(outcome) >= made.forecast.score - ROUNDING, (seed, outcome.scenario.id)
            assert outcome.lost
            assert outcome.surely_lost > 0.0


@pytest.mark.slow
def test_a_longer_delay_never_lowers_a_score() -> None:
    applied = 0
    for of in (sample("traction-motor"), *map(random_bom, SEEDS)):
        made = [under(of, "licences-late", delay_days=days) for days in (1, 30, 90, 180, 365)]
        levels = [each.outcomes[0].level for each in made]
        scores = [made[0].forecast.score, *(level.score for level in levels if level)]
        assert all(later >= earlier - ROUNDING for earlier, later in pairwise(scores))
        applied += scores[-1] > scores[0] + 1.0
    assert applied > 2  # most of the products meet a licence


def test_a_delay_of_a_year_is_the_loss_of_all_that_needs_a_licence() -> None:
    outcome = one(bom(line("Dy", "oxide", *CHINESE)), "licences-late", delay_days=365)
    assert outcome.surely_lost == pytest.approx(1.0)
    assert points(outcome) == pytest.approx(100.0)


def test_a_delay_takes_its_days_of_need_and_no_more() -> None:
    outcome = one(bom(line("Dy", "oxide", *CHINESE)), "licences-late", delay_days=73)
    assert outcome.withheld == pytest.approx(0.2)
    assert outcome.surely_lost == pytest.approx(0.2)


def test_stock_bridges_a_delay_and_changes_no_score() -> None:
    bare = bom(line("Dy", "oxide", *CHINESE))
    stocked = bom(line("Dy", "oxide", *CHINESE, stock_days=Decimal(50)))
    without, having = (under(of, "licences-late", "n-1-separation", delay_days=73) for of in (bare, stocked))
    assert without.outcomes[0].level == having.outcomes[0].level
    (none,), (some,) = without.outcomes[0].late, having.outcomes[0].late
    assert (none.late_days, none.bridged_days, none.stop_days) == (pytest.approx(73.0), 0.0, pytest.approx(73.0))
    assert (some.late_days, some.bridged_days, some.stop_days) == (pytest.approx(73.0), 50.0, pytest.approx(23.0))
    late, lost = (sentence(one, having.forecast) for one in having.outcomes)
    assert "licences 73 days late" in late
    assert late.endswith(
        "Stock changes no score. "
        "Line 10, 50 days of stock: 73 days of need come late, stock bridges 50 days, a standstill of 23 days is left."
    )
    assert "stock" not in lost
    assert not having.outcomes[1].late


def test_lines_that_a_delay_does_the_same_to_are_told_together() -> None:
    lines = [line("Dy", "oxide", *CHINESE, line_id=name) for name in ("10", "20")]
    safe = [line("Dy", "oxide", *CHINESE, line_id=f"{n}", stock_days=Decimal(3 * n)) for n in (30, 40)]
    made = under(bom(*lines, *safe), "licences-late", delay_days=90)
    assert sentence(made.outcomes[0], made.forecast).endswith(
        "Lines 10 and 20, no stock each: 90 days of need come late, a standstill of 90 days. "
        "Line 30, 90 days of stock: 90 days of need come late, and stock bridges all of it. "
        "Line 40, 120 days of stock: 90 days of need come late, and stock bridges all of it."
    )


def test_a_share_that_needs_no_licence_is_not_late() -> None:
    half = line("Dy", "oxide", *supply("separation", CHN="0.5", MYS="0.5"), stock_days=Decimal(40))
    (late,) = one(bom(half), "licences-late", delay_days=73).late
    assert late.late_days == pytest.approx(36.5)
    assert late.stop_days == 0.0


@pytest.mark.slow
def test_more_stock_never_makes_a_delay_worse_and_never_moves_a_score() -> None:
    bridged = 0
    for seed in SEEDS:
        product = random_bom(seed)
        before = None
        for days in (None, 0, 7, 45, 90, 400):
            stock = None if days is None else Decimal(days)
            made = one(replace(product, lines=tuple(replace(one, stock_days=stock) for one in product.lines)),
                       "licences-late", delay_days=90)  # fmt: skip
            if before is not None:
                assert made.level == before.level
                for less, more in zip(before.late, made.late, strict=True):
                    assert more.stop_days <= less.stop_days
                    assert more.bridged_days + more.stop_days == pytest.approx(more.late_days)
                    bridged += more.stop_days < less.stop_days
            before = made
        assert not any(late.stop_days for late in before.late)  # type: ignore[union-attr]
    assert bridged > 2


def test_what_needs_no_licence_is_not_late() -> None:
    of = bom(line("Ce", "oxide", *CHINESE))
    made = under(of, "licences-late")
    assert points(made.outcomes[0]) == pytest.approx(made.forecast.score, abs=0.01)  # a little comes through Japan
    assert made.outcomes[0].surely_lost < 0.01


def test_rules_that_come_back_hit_what_they_name_and_nothing_else() -> None:
    assert points(one(bom(line("Ho", "oxide", *CHINESE)), "october-2025")) == pytest.approx(100.0)
    made = under(bom(line("Ce", "oxide", *CHINESE)), "october-2025")
    assert points(made.outcomes[0]) == pytest.approx(made.forecast.score)


def test_a_ban_on_the_buyer_spares_what_reaches_it_through_others() -> None:
    direct = bom(magnet(*supply("magnet", CHN="1")))
    through = bom(magnet(*supply("magnet", JPN="1")))
    assert one(direct, "ban-on-buyer").surely_lost == pytest.approx(1.0)
    assert one(through, "ban-on-buyer").surely_lost < 0.1


def test_a_ban_on_an_end_use_hits_the_lines_that_state_it() -> None:
    civil = bom(line("Nd", "oxide", *CHINESE))
    military = bom(line("Nd", "oxide", *CHINESE, end_use="military"))
    assert one(civil, "ban-on-military").level is None
    assert "end_use" in one(civil, "ban-on-military").why_not
    assert points(one(military, "ban-on-military")) == pytest.approx(100.0)


def test_a_ban_on_the_buyer_needs_a_buyer_and_says_so() -> None:
    assert "buyer_country" in one(bom(line(), buyer=None), "ban-on-buyer").why_not
    assert one(bom(line(), buyer="CHN"), "ban-on-buyer").level is None


def test_no_scenario_without_a_loss_touches_a_product_without_rare_earths_from_china() -> None:
    of = bom(line("Nd", "oxide", *supply("mining", USA="1"), *supply("separation", USA="1")), buyer="USA")
    made = under(of)
    for outcome in made.outcomes:
        if outcome.level and not outcome.scenario.pick_assumptions(Change.LOSS, Change.MOVED):
            assert points(outcome) <= made.forecast.score + ROUNDING, outcome.scenario.id


def test_technology_never_raises_the_share_hit_of_a_product() -> None:
    for seed in SEEDS:
        made = under(random_bom(seed), "technology")
        level = made.outcomes[0].level
        if level:
            assert level.expected_share_hit <= made.forecast.expected_share_hit + ROUNDING, seed


def test_doubled_odds_raise_the_score_of_what_comes_from_that_country() -> None:
    made = under(bom(line("Dy", "oxide", *CHINESE)), "coordination")
    assert made.forecast.score < points(made.outcomes[0]) < 2 * made.forecast.score


def test_a_rise_of_prices_costs_where_every_line_has_a_value() -> None:
    priced = bom(line("Nd", "oxide", kg="10", unit_price=price("100")))
    assert one(priced, "phase-2025-2027").extra_cost == (Decimal("200.0"), Decimal("400.0"))
    assert one(bom(line("Nd", "oxide")), "phase-2025-2027").extra_cost is None


def test_a_scenario_of_a_document_says_nothing_before_its_publication() -> None:
    early = one(bom(line("Nd", "oxide", *CHINESE), as_of=date(2024, 6, 30)), "western-response")
    assert early.level is None
    assert "wasn't published" in early.why_not


def test_a_product_that_takes_much_work_gets_fewer_scenarios_and_is_told_which(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    work = scoring.work(bom(line()), kernel(), DAY)
    monkeypatch.setattr(module, "MOST_WORK", 3 * work)
    made = under(bom(line()))
    assert len(made.outcomes) == 3
    assert [*(outcome.scenario.id for outcome in made.outcomes), *made.left_out] == list(scenarios())


def test_a_bom_without_a_sure_rare_earth_has_nothing_to_compare_with() -> None:
    with pytest.raises(BomError) as caught:
        under(bom(line(material="gizmo", kg=None)))
    assert [fault.code for fault in caught.value.errors] == ["unscored"]


@pytest.mark.slow
def test_a_sentence_says_if_and_names_both_scores() -> None:
    made = under(sample("traction-motor"))
    for outcome in made.outcomes:
        text = sentence(outcome, made.forecast)
        if outcome.level and outcome.scenario.id != TODAY:
            assert text.startswith("If ")
            assert f"{made.forecast.score:.3g}" in text
        elif outcome.level is None:
            assert outcome.why_not in text


def test_every_claim_and_measure_of_the_table_is_known_to_the_bundle() -> None:
    measures = {measure.measure_id for measure in kernel().register.measures}
    for scenario in scenarios().values():
        for row in scenario.assumptions:
            assert set(row.measures) <= measures
            for name in row.claims:
                assert kernel().evidence.claim(name).locator
            assert row.words
            assert row.set_by


def test_the_table_has_a_loss_for_every_stage_and_the_six_kinds_of_the_documents() -> None:
    stages = [
        row.stage for one in scenarios().values() for row in one.pick_assumptions(Change.LOSS) if row.country == LARGEST
    ]
    assert sorted(stages) == ["magnet", "metal", "mining", "separation"]
    dated = [one for one in scenarios().values() if one.id.startswith("phase")]
    phases = [(one.starts.year, one.ends.year) for one in dated if one.starts and one.ends]
    assert phases == [(2025, 2027), (2028, 2030), (2031, 2035)]
    assert {"coordination", "western-response", "technology", "october-2025", "licences-late"} <= set(scenarios())


def test_a_line_that_can_be_spared_in_part_already_is_spared_more() -> None:
    part = bom(line("Nd", "oxide", *CHINESE, can_do_without=Decimal("0.5")))
    assert points(one(part, "technology")) <= points(one(bom(line("Nd", "oxide", *CHINESE)), "technology"))


@pytest.mark.slow
def test_scenarios_of_a_second_product_begin_no_worlds_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    first, begun = under(sample("traction-motor")), list[object]()
    made = assumed._changed
    monkeypatch.setattr(assumed, "_changed", lambda *wanted: begun.append(wanted) or made(*wanted))
    assert under(sample("traction-motor")) == first
    assert not begun
    kernel().assumed.clear()
    assert under(sample("traction-motor")) == first
    assert 0 < len(begun) == len(kernel().assumed) <= assumed.EPOCHS_KEPT


@pytest.mark.slow
def test_worlds_of_scenarios_are_let_go_when_they_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    before = under(sample("traction-motor"))
    monkeypatch.setattr(assumed, "KEPT_BYTES", 0)
    assert under(sample("traction-motor")) == before
    assert len(kernel().assumed) == 1, "the last one alone, which the next lets go"
    monkeypatch.setattr(assumed, "KEPT_BYTES", 3 << 20)
    monkeypatch.setattr(assumed, "EPOCHS_KEPT", 2)
    assert under(sample("traction-motor")) == before
    assert len(kernel().assumed) == 2
