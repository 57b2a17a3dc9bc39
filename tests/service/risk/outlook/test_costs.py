"""Costs: stock and contracts never raise them, what isn't known isn't counted, and each figure was known by its day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

from service.risk.bom import Bom, Price, Quantity
from service.risk.outlook.cost_sentences import sentences
from service.risk.outlook.costs import LITTLE, NO_SPEND, Bought, LineCost, within_shock, year_costs
from service.risk.outlook.durations import Curve, Spell
from service.risk.outlook.hit_prices import YEARS_UNTIL_KNOWN, act_years, after_acts, premia
from tests.factories import TODAY, bom, kernel, line

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
    assert made.lines[0].why_not == NO_SPEND
    assert "No cost can be worked out" in sentences(made)[0]
    assert NO_SPEND in " ".join(sentences(made))
    assert cost(priced(), Bought()).why_not == NO_SPEND
    catalyst = bom(replace(priced().lines[0], element=None, form=None, composition=(("Ce", Decimal("0.02")),)))
    assert cost(catalyst).why_not == LITTLE


def test_of_lines_that_can_replace_each_other_one_is_paid() -> None:
    one = replace(priced().lines[0], alternate_group="a")
    other = replace(one, line_id="2", unit_price=Price(Decimal(90), "kg"))
    made = year_costs(bom(one, other), PRODUCTS, kernel(), TODAY)
    assert made.together == made.lines[1].together


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
    assert "CN-2025-18" in under.under
    assert under.low > before.high
    assert premia(kernel(), "Dy", date(2025, 4, 30)) == ()
