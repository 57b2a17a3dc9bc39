"""Stock: more of it never makes a stop likelier, it changes no score, and durations count what still lasts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.risk import scoring
from service.risk.bom import Bom, Quantity
from service.risk.outlook.durations import Curve, Spell, collapse_spells, restriction_spells
from service.risk.outlook.stock import Durations, LineChance, Money, best_days, durations_of, stock
from service.risk.outlook.wording.stock import sentences
from tests.drawn import drawn
from tests.factories import TODAY, bom, kernel, line, magnet, measure, price, sample, supply

MONEY = Money(Decimal(20_000), Decimal("0.12"))
NOW = durations_of(kernel(), TODAY)


def with_days(of: Bom, days: int | None) -> Bom:
    """The BOM with as much stock on every line."""
    stated = None if days is None else Decimal(days)
    return replace(of, lines=tuple(replace(one, stock_days=stated) for one in of.lines))


shares = st.floats(0.0, 0.5)


@settings(max_examples=drawn(60))
@given(shares, shares, st.integers(0, 400), st.integers(0, 400))
def test_more_stock_never_raises_the_chance_of_a_stop(r: float, x: float, one: int, other: int) -> None:
    chance = LineChance(r, x)
    less, more = sorted((one, other))
    assert chance.stops(more, NOW) <= chance.stops(less, NOW)
    assert 0.0 <= chance.stops(more, NOW) <= r + x


def test_more_stock_never_raises_it_for_a_product() -> None:
    motor = sample("traction-motor")
    made = [stock(with_days(motor, days), MONEY, kernel(), TODAY) for days in (None, 30, 90, 200, 364, 365)]
    for earlier, later in pairwise(made):
        for before, after in zip(earlier.lines, later.lines, strict=True):
            assert after.stop <= before.stop
        assert later.stop_between[1] <= earlier.stop_between[1]
    assert all(one.stop == 0.0 for one in made[-1].lines)


def test_without_stock_a_line_stops_as_likely_as_it_is_hit() -> None:
    motor = sample("traction-motor")
    made = stock(motor, Money(), kernel(), TODAY)
    score = scoring.score(motor, kernel(), TODAY)
    for one, scored in zip(made.lines, score.lines, strict=True):
        assert one.hit == pytest.approx(scored.probability)
        assert one.stop == pytest.approx(scored.probability)
        assert one.day_value is one.day_cost is one.best_days is None
    low, high = made.stop_between
    assert max(one.stop for one in made.lines) == low <= high <= (score.probability or 0.0) + 1e-12


def test_stock_and_need_change_no_score() -> None:
    motor = sample("traction-motor")
    told = with_days(motor, 90)
    told = replace(told, lines=tuple(replace(one, monthly_need=Quantity(Decimal(5), "kg")) for one in told.lines))
    assert scoring.score(told, kernel(), TODAY) == scoring.score(motor, kernel(), TODAY)


def test_products_of_a_year_are_the_need_of_lines_that_state_none() -> None:
    motor = sample("traction-motor")
    made = stock(motor, Money(Decimal(1000), Decimal("0.1"), Decimal(365)), kernel(), TODAY)
    first, cerium = made.lines[:2]
    assert first.day_need == pytest.approx(1.2 * 95), "a motor a day"
    assert first.day_cost == pytest.approx(0.1 * 1.2 * 95)
    assert first.best_days is not None
    assert cerium.day_need is None, "it has no price"
    assert all(one.day_need is None for one in stock(motor, MONEY, kernel(), TODAY).lines)


def test_the_day_on_which_a_line_stops_is_as_far_off_as_its_stock_lasts() -> None:
    made = stock(with_days(bom(line("Dy", "oxide")), 45), Money(), kernel(), TODAY)
    assert made.lines[0].stops_on == TODAY + timedelta(days=45)
    assert set(made.lines[0].stop_at) == {0, 90, 180}


def test_another_day_costs_its_share_of_the_need_and_the_best_stock_is_where_both_meet() -> None:
    of = bom(line("Nd", "oxide", kg="10", unit_price=price("73"), monthly_need=Quantity(Decimal(100), "kg")))
    made = stock(of, MONEY, kernel(), TODAY).lines[0]
    assert made.day_cost == pytest.approx(100 * 73 * 12 / 365 * 0.12)
    assert made.day_value == pytest.approx(made.stop * 20_000)
    chance = LineChance(made.hit, 0.0)
    assert made.best_days is not None
    cheap, dear = (best_days(chance, NOW, 20_000.0, cost) for cost in (5.0, 1_000.0))
    assert dear < cheap
    assert best_days(chance, NOW, 0.0, 1.0) == 0


@dataclass
class Counted:
    """A chance that counts how often it is asked."""

    chance: LineChance
    asked: int = 0

    def stops(self, days: float, durations: Durations) -> float:
        self.asked += 1
        return self.chance.stops(days, durations)


@pytest.mark.parametrize("cost", [0.0, 1e-9, 5.0, 100.0, 1e12])
def test_the_best_stock_is_the_first_day_that_isnt_worth_its_cost_and_few_days_are_tried(cost: float) -> None:
    counted = Counted(LineChance(0.1, 0.05))
    best = best_days(counted, NOW, 20_000.0, cost)  # type: ignore[arg-type]
    assert counted.asked <= 9
    worth = [counted.chance.stops(days, NOW) * 20_000.0 > cost for days in range(366)]
    assert all(worth[:best])
    assert not any(worth[best:])


def test_a_need_in_units_that_fit_no_price_is_given_no_cost() -> None:
    of = bom(line("Nd", "oxide", unit_price=price("73"), monthly_need=Quantity(Decimal(100), "piece")))
    assert stock(of, MONEY, kernel(), TODAY).lines[0].day_cost is None


def test_a_line_without_a_score_is_told_apart() -> None:
    made = stock(bom(line("Nd", "oxide"), line(material="gizmo", kg=None)), Money(), kernel(), TODAY)
    assert made.unread == ("20",)
    assert [one.line_id for one in made.lines] == ["10"]


def test_survival_counts_what_still_lasts() -> None:
    """Four spells: 10 and 30 days ended, 20 and 40 still last. S(10) = 3/4, S(30) = 3/4 x 1/2."""
    curve = Curve((Spell("a", 10, True), Spell("b", 20, False), Spell("c", 30, True), Spell("d", 40, False)))
    assert [curve.beyond(days) for days in (9, 10, 29, 30, 39)] == pytest.approx([1.0, 0.75, 0.75, 0.375, 0.375])
    assert curve.ended == 2


def test_renewals_are_one_spell_with_the_act_and_an_open_act_is_censored() -> None:
    acts = [
        measure("A", effective="2020-01-01", announced="2020-01-01", ended="2020-12-31"),
        measure("B", effective="2021-01-01", announced="2020-12-01", ended="2021-12-31", renews="A"),
        measure("C", effective="2022-01-01", announced="2022-01-01"),
    ]
    spells = {one.name: one for one in restriction_spells(acts, date(2023, 1, 1))}
    assert spells["A"] == Spell("A", 731, ended=True)
    assert spells["C"] == Spell("C", 366, ended=False)
    assert restriction_spells(acts, date(2020, 6, 30)) == (Spell("A", 182, ended=False),)


@pytest.mark.parametrize(
    "more",
    [{"severity": "administrative"}, {"instrument": "tax"}, {"confidence": "C"}, {"end_uses": "military"},
     {"sign": "relaxation"}, {"suspended_from": "2019-12-01"}],
)  # fmt: skip
def test_what_stops_no_delivery_to_all_is_no_spell(more: dict[str, str]) -> None:
    assert restriction_spells([measure("A", **more)], TODAY) == ()


def test_no_act_alone_decides_how_long_restrictions_last() -> None:
    curve = NOW.restriction
    assert len(curve.spells) > 100
    low, high = curve.left_out(180)
    assert low <= curve.beyond(180) <= high
    assert high - low < 0.03
    left, right = curve.interval(180)
    assert left < curve.beyond(180) < right


def test_most_restrictions_outlast_half_a_year_and_collapses_last_a_year_or_more() -> None:
    assert NOW.restriction.beyond(180) > 0.75
    assert NOW.collapse.beyond(364) == 1.0
    assert 0.5 < NOW.collapse.beyond(365) < 0.9
    assert len(collapse_spells()) == len(NOW.collapse.spells)


def test_of_too_few_spells_a_shock_is_taken_to_last() -> None:
    few = Durations(Curve(()), Curve(()))
    assert LineChance(0.2, 0.0).stops(180, few) == pytest.approx(0.2 * (1 - 180 / 365))
    assert LineChance(0.2, 0.0).between(180, few)[0] == 0.0


def test_the_words_name_stock_changes_no_score_and_the_documents_days() -> None:
    dice = Random(1)
    of = with_days(bom(*(magnet(*supply("magnet", CHN="1")) for _ in range(dice.randint(6, 8)))), 30)
    made = stock(of, MONEY, kernel(), TODAY)
    text = " ".join(sentences(made))
    assert "Stock changes no score" in text
    assert "90 to 180 days" in text
    assert "doc-000-30-JPN" in text
    assert "more: at most" in text


def test_what_restrictions_last_is_told_as_an_estimate_with_the_spells_that_still_last() -> None:
    made = stock(with_days(bom(line("Dy", "oxide")), 30), MONEY, kernel(), TODAY)
    curve = made.durations.restriction
    (share,) = [text for text in sentences(made) if text.startswith("Of restrictions")]
    assert f"an estimated {curve.beyond(180):.0%}".replace("%", " %") in share
    (spells,) = [text for text in sentences(made) if text.startswith("The estimate")]
    assert f"from {len(curve.spells)} restrictions" in spells
    assert f"{sum(not spell.ended for spell in curve.spells)} had no known end" in spells


def test_what_a_day_saves_has_the_currency_and_says_where_it_ends() -> None:
    of = bom(
        line("Nd", "oxide", kg="10", unit_price=price("73"), monthly_need=Quantity(Decimal(100), "kg")), currency="EUR"
    )
    (dear,) = [text for text in sentences(stock(of, MONEY, kernel(), TODAY)) if "another day" in text]
    assert dear.count(" EUR ") == 2
    assert "From " in dear
    free = replace(MONEY, carrying_rate=Decimal(0))
    (all_days,) = [text for text in sentences(stock(of, free, kernel(), TODAY)) if "another day" in text]
    assert "up to 365 days" in all_days
