"""Costs: stock and contracts never raise them, what isn't known isn't counted, and each figure was known by its day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from service.risk.bom import Bom, Price, Quantity
from service.risk.evidence.claims import Evidence
from service.risk.outlook.costs import (
    LITTLE,
    NO_NEED,
    NO_PRICE,
    NO_RARE_EARTH,
    OTHER_UNITS,
    Bought,
    LineCost,
    YearCosts,
    within_shock,
    year_costs,
)
from service.risk.outlook.durations import RECALLED, Curve, Spell
from service.risk.outlook.hit_prices import YEARS_UNTIL_KNOWN, act_years, after_acts, documents_say, premia
from service.risk.outlook.wording.costs import sentences
from service.risk.outlook.wording.stock import money
from service.risk.vocabulary import ELEMENTS
from tests.factories import TODAY, bom, kernel, kernel_with, line, register_with

PRICE = Price(Decimal(900), "kg")
PRODUCTS = Bought(Decimal(10))


def priced(element: str = "Dy", **more: object) -> Bom:
    """A kilogram of an oxide at a price."""
    made = replace(line(element=element, form="oxide"), quantity=Quantity(Decimal(1), "kg"), unit_price=PRICE)
    return bom(replace(made, **more))  # type: ignore[arg-type]


def cost(of: Bom, bought: Bought = PRODUCTS) -> LineCost:
    """The cost of its first line."""
    return year_costs(of, bought, kernel(), TODAY).lines[0]


def test_more_stock_never_costs_more() -> None:
    made = [cost(priced(stock_days=Decimal(days))) for days in (0, 30, 90, 180, 365, 400)]
    for less, more in pairwise(made):
        assert less.together
        assert more.together
        assert all(after <= before for before, after in zip(less.together, more.together, strict=True))
    assert made[-1].together == (0.0, 0.0, 0.0)


def test_a_price_quoted_outside_under_an_act_adds_to_the_world_s_and_else_the_larger_counts() -> None:
    quoted, other = cost(priced("Dy")), cost(priced("Nd"))
    assert quoted.world_price and quoted.hit and quoted.together  # noqa: PT018
    assert quoted.together[1] == quoted.world_price[1] + quoted.hit[1]
    assert other.world_price and other.hit and other.together  # noqa: PT018
    assert other.together[1] == max(other.world_price[1], other.hit[1])


def test_twice_the_products_cost_twice_as_much() -> None:
    once, twice = cost(priced()), cost(priced(), Bought(Decimal(20)))
    assert once.together and twice.together  # noqa: PT018
    assert twice.together[1] / once.together[1] == 2.0
    by_month = cost(priced(monthly_need=Quantity(Decimal(1), "kg")))
    assert by_month.spend == 12 * PRICE.value


def test_what_is_not_known_is_said_and_not_counted() -> None:
    made = year_costs(priced(unit_price=None), PRODUCTS, kernel(), TODAY)
    assert made.together is None
    assert made.lines[0].why_not == NO_PRICE
    assert "No cost can be worked out" in sentences(made)[0]
    assert NO_PRICE in " ".join(sentences(made))
    assert cost(priced(), Bought()).why_not == NO_NEED
    assert cost(priced(quantity=None)).why_not == NO_NEED
    assert cost(priced(monthly_need=Quantity(Decimal(7), "piece"))).why_not == OTHER_UNITS


def catalyst() -> Bom:
    """Cerium oxide, and a thing that holds little of it."""
    little = replace(priced().lines[0], element=None, form=None, composition=(("Ce", Decimal("0.02")),))
    return bom(priced().lines[0], little)


def test_the_spend_is_that_of_the_lines_that_are_counted() -> None:
    made = year_costs(catalyst(), PRODUCTS, kernel(), TODAY)
    assert made.lines[1].why_not == LITTLE
    assert made.spend == made.lines[0].spend == made.lines[1].spend == 10 * PRICE.value
    assert "9,000 that is bought" in sentences(made)[0]


def test_a_line_without_rare_earths_is_no_gap_and_no_cost() -> None:
    screw = replace(line(material="steel screw", rare_earth=False), unit_price=None)
    made = year_costs(bom(priced().lines[0], screw), PRODUCTS, kernel(), TODAY)
    assert made.lines[1].why_not == NO_RARE_EARTH
    assert not any(text.startswith("Not counted") for text in sentences(made))
    of_screws = bom(priced(unit_price=None).lines[0], replace(screw, unit_price=PRICE))
    assert year_costs(of_screws, PRODUCTS, kernel(), TODAY).together is None


def test_where_nothing_is_spent_no_range_of_nothing_is_told() -> None:
    for made in (cost_of(priced(unit_price=Price(Decimal(0), "kg"))), cost_of(priced(), Bought(Decimal(0)))):
        assert made.together == (0.0, 0.0, 0.0)
        assert sentences(made)[0].startswith("Nothing is spent")
        assert not any("figure but the chance" in text for text in sentences(made))


def cost_of(of: Bom, bought: Bought = PRODUCTS) -> YearCosts:
    """The whole answer."""
    return year_costs(of, bought, kernel(), TODAY)


def test_a_line_that_was_not_read_widens_no_other_line_s_cost() -> None:
    known = priced("Nd").lines[0]
    alone, beside = cost_of(bom(known)), cost_of(bom(known, line(material="NdFeB or ferrite")))
    assert beside.score.interval and alone.score.interval  # noqa: PT018
    assert beside.score.interval[1] > alone.score.interval[1] + 5
    assert beside.lines[0] == alone.lines[0]


def test_no_more_of_a_purchase_is_hit_than_all_of_it() -> None:
    """A tolerance of nearly all makes a small score with a wide interval: its high end is 39 times the score."""
    made = cost_of(replace(priced(unit_price=Price(Decimal(1), "kg")), tolerance=Decimal("0.99")), Bought(Decimal(1)))
    assert made.score.score and made.score.interval  # noqa: PT018
    assert made.score.interval[1] > 10 * made.score.score
    (one,) = made.elements
    assert one.rise
    assert made.lines[0].hit
    assert made.lines[0].hit[2] <= 0.51 * one.rise.ends[2]


def test_of_lines_that_can_replace_each_other_one_is_paid() -> None:
    one = replace(priced().lines[0], alternate_group="a")
    other = replace(one, line_id="2", unit_price=Price(Decimal(90), "kg"))
    made = year_costs(bom(one, other), PRODUCTS, kernel(), TODAY)
    assert made.together == made.lines[1].together
    assert made.spend == made.lines[1].spend
    assert made.replaced == (made.lines[0].line_id,)
    assert any("line 10: of lines that can replace" in text for text in sentences(made))


def test_a_shock_that_never_ends_takes_half_of_the_year_without_stock() -> None:
    lasting = Curve(tuple(Spell(str(n), 9_000 + n, ended=n < 15) for n in range(20)))
    beyond = within_shock(lasting)
    low, central, high = beyond[0]
    assert abs(central - 0.5) < 0.002
    assert low <= central <= high
    assert beyond[365] == (0.0, 0.0, 0.0)
    assert all(after[1] <= before[1] for before, after in pairwise(beyond))


def test_prices_after_acts_count_from_the_day_on_which_trade_tells_them() -> None:
    first = min(row.year for row in act_years() if row.measures)
    assert after_acts(date(first + YEARS_UNTIL_KNOWN - 1, 12, 31)) is None
    early, late = after_acts(date(2013, 6, 1)), after_acts(TODAY)
    assert early
    assert late
    assert early.count < late.count == sum(bool(row.measures) for row in act_years())
    assert late.low < late.median < late.high
    assert late.other_median < late.median


def test_the_years_after_acts_hold_the_rare_earths_of_2010() -> None:
    rows = {(row.code, row.year): row for row in act_years()}
    assert rows["284690", 2010].measures == ("CN-QUOTA-2010H2",)
    assert rows["284690", 2010].ratio > 5.0


def test_a_premium_is_that_of_a_day_and_tells_whether_an_act_stood() -> None:
    before, under = premia(kernel(), "Dy", TODAY)
    assert not before.under
    assert under.under == ("CN-2025-18",)  # the act on magnets says nothing of an oxide
    assert (under.china_start, under.china_end) == (date(2025, 1, 1), date(2025, 12, 31))
    assert under.low > before.high
    assert premia(kernel(), "Dy", date(2025, 4, 30)) == ()


def test_a_premium_is_as_wide_as_both_prices_leave_it() -> None:
    (one,) = premia(kernel(), "Ce", TODAY)
    outside, china = (kernel().evidence.claim(name).bounds for name in one.claims)
    assert (one.low, one.high) == (outside[0] / china[1] - 1.0, outside[1] / china[0] - 1.0)
    assert china[0] < china[1]


@pytest.mark.parametrize(
    "changed", [{"confidence": RECALLED}, {"destinations": frozenset({"USA"})}, {"suspended_from": date(2025, 5, 1)}]
)
def test_a_price_is_under_no_act_that_was_recalled_or_met_some_buyers_or_was_suspended(
    changed: dict[str, object],
) -> None:
    act = replace(kernel().register["CN-2025-18"], **changed)  # type: ignore[arg-type]
    asked = kernel_with(register=register_with(act))
    assert not any(one.under for one in premia(asked, "Dy", TODAY))
    assert any(one.under for one in premia(kernel(), "Dy", TODAY))


def test_a_superseded_or_doubtful_quote_makes_no_premium() -> None:
    (_, under) = premia(kernel(), "Dy", TODAY)
    for changed in ({"flag": "superseded_by:usgs-mcs2026-price-Dy-oxide-fob-china-2025"}, {"use": "check"}):
        quote = replace(kernel().evidence.claim(under.claims[0]), **changed)
        others = [one for one in kernel().evidence.claims if one.claim_id != quote.claim_id]
        assert under not in premia(kernel_with(evidence=Evidence([*others, quote])), "Dy", TODAY)
        assert len(premia(kernel_with(evidence=Evidence([*others, quote])), "Dy", TODAY)) == 1


def test_no_figure_behind_a_cost_is_unverified_and_each_has_its_place() -> None:
    names = {name for element in ELEMENTS for one in premia(kernel(), element, TODAY) for name in one.claims}
    claims = [*map(kernel().evidence.claim, names), *documents_say(kernel(), TODAY)]
    assert len(claims) > len(ELEMENTS)
    for one in claims:
        assert one.locator, one.claim_id
        assert "unverified" not in one.flag, one.claim_id
    acts = {name for row in act_years() for name in row.measures}
    assert all(kernel().register[name].confidence != RECALLED for name in acts)


def test_a_stand_in_is_called_one_and_its_figure_is_the_one_that_counts() -> None:
    made = cost_of(priced("Nd"))
    assert made.after
    assert made.elements[0].rise
    assert made.elements[0].rise.ends[1] == made.after.mean
    assert f"{made.after.mean:.0%}".replace("%", " %") + " higher: a stand-in" in " ".join(sentences(made))
    assert "stand-in" not in " ".join(sentences(cost_of(priced("Dy"))))


def test_the_price_of_a_good_is_told_to_be_an_upper_bound_and_that_of_an_oxide_is_not() -> None:
    magnets = replace(line(material="NdFeB N42SH"), unit_price=PRICE)
    assert "upper bound" in " ".join(sentences(cost_of(bom(magnets))))
    assert "upper bound" not in " ".join(sentences(cost_of(priced())))


def test_every_sentence_is_short_and_what_prices_did_has_one_figure_a_sentence() -> None:
    told = sentences(cost_of(priced("Y")))
    assert all(len(text.split()) <= 40 for text in told)
    begins = next(n for n, text in enumerate(told) if text.startswith("What a hit does"))
    for text in told[begins : begins + 7]:
        assert len(text.split()) <= 25
        assert len([word for word in text.split() if word.lstrip("+-").isdigit()]) <= 1, text


@pytest.mark.parametrize(
    ("amount", "text"),
    [(0.0, "0"), (0.0009, "less than 0.01"), (2.5, "2.5"), (852_123.0, "852,000"),
     (9e23, "900,000,000,000,000,000,000,000")],
)  # fmt: skip
def test_money_has_three_digits_and_none_that_nobody_gave(amount: float, text: str) -> None:
    assert money(amount) == text
