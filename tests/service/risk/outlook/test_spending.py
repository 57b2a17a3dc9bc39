"""What a budget buys beside a plan: stock for the lines with the least, never more than is left."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest

from service.risk.bom import Bom, Line, Quantity
from service.risk.evidence.claims import UNVERIFIED
from service.risk.mitigation.actions import Kind, Move
from service.risk.mitigation.plan import Wish, plan
from service.risk.outlook.from_whom import QUALIFICATION, FromWhom, from_whom
from service.risk.outlook.from_whom import sentences as whom
from service.risk.outlook.spending import Spending, filled, sentences, spending
from service.risk.outlook.stock import WINDOW_DAYS, Money
from tests.factories import TODAY, bom, kernel, line, magnet, price, supply

CHINESE = supply("separation", CHN="1")
DYSPROSIUM = line("Dy", "oxide", *CHINESE, unit_price=price(365), monthly_need=Quantity(Decimal(10), "kg"))


def spent(of: Bom, budget: int, wish: Wish | None = None, **prices: Decimal) -> Spending:
    """What a budget buys for a BOM whose score no move lowers."""
    wanted = replace(wish or Wish(1.0, allowed=frozenset()), budget=Decimal(budget))
    made = spending(plan(of, wanted, kernel(), TODAY), wanted, Money(**prices), kernel(), TODAY)
    assert made is not None
    return made


def test_the_money_lifts_the_lowest_stocks_to_one_level() -> None:
    held = {"a": Decimal(10), "b": Decimal(40), "c": Decimal(90)}
    costs = {"a": Decimal(2), "b": Decimal(3), "c": Decimal(5)}
    assert filled(held, costs, Decimal(0)) == held
    assert filled(held, costs, Decimal(60)) == held | {"a": Decimal(40)}
    assert filled(held, costs, Decimal(64)) == held | {"a": Decimal(40)}  # a day of both costs five
    assert filled(held, costs, Decimal(65)) == held | {"a": Decimal(41), "b": Decimal(41)}
    assert set(filled(held, costs, Decimal(10**9)).values()) == {Decimal(WINDOW_DAYS)}


def test_no_budget_is_overspent_and_more_money_never_buys_less() -> None:
    dice = Random(5)
    for _ in range(50):
        names = "abcde"[: dice.randint(1, 5)]
        held = {name: Decimal(dice.randint(0, 400)) for name in names}
        costs = {name: Decimal(dice.randint(1, 900)) / 7 for name in names}
        before = held
        for rest in (0, 10, 500, 5_000, 50_000):
            days = filled(held, costs, Decimal(rest))
            assert sum((days[name] - held[name]) * costs[name] for name in names) <= rest
            assert all(days[name] >= before[name] for name in names)
            before = days


@pytest.mark.slow
def test_stock_is_bought_at_its_price_and_makes_a_stop_less_likely() -> None:
    made = spent(bom(DYSPROSIUM), 12_100, carrying_rate=Decimal("0.1"))
    (bought,) = made.lines
    assert (bought.from_days, bought.to_days) == (Decimal(0), Decimal(100))  # 10 kg x 12 / 365 x 365 a day: 120
    assert made.stock == pytest.approx(Decimal(12_000))
    assert made.left == pytest.approx(Decimal(100))
    assert made.carrying == pytest.approx(Decimal(1_200))
    assert bought.stop_after < bought.stop_before
    assert made.stop_after < made.stop_before


@pytest.mark.slow
def test_a_line_without_a_price_is_named_and_nothing_is_bought_for_it() -> None:
    bare = Line("20", element="Y", form="oxide", supply=CHINESE)
    made = spent(bom(DYSPROSIUM, bare), 12_000)
    assert made.no_price == ("20",)
    assert [one.line_id for one in made.lines] == ["10"]
    wish = Wish(1.0, allowed=frozenset(), budget=Decimal(12_000))
    told = list(sentences(made, plan(bom(DYSPROSIUM, bare), wish, kernel(), TODAY), ["10", "20"]))
    assert told[-1].startswith("What a day of stock costs isn't known of line 20:")


@pytest.mark.slow
def test_an_action_that_nobody_priced_is_told_and_costs_the_budget_nothing() -> None:
    product = bom(line("Nd", "oxide", *CHINESE))
    wish = Wish(1.0, costs={Kind.SOLE_SOURCE: Decimal(10**6)}, budget=Decimal(1_000))
    made_plan = plan(product, wish, kernel(), TODAY)
    made = spent(product, 1_000, wish)
    assert made_plan.steps
    assert made.unpriced == tuple(step.action.id for step in made_plan.steps)
    assert made.actions == 0
    assert any("nobody said what that costs" in text for text in sentences(made, made_plan, ["10"]))


@pytest.mark.slow
def test_a_plan_without_a_budget_spends_nothing_and_says_from_whom() -> None:
    product = bom(magnet(*supply("magnet", CHN="1"), material="NdFeB N35"))
    made = plan(product, Wish(5.0), kernel(), TODAY)
    assert spending(made, Wish(5.0), Money(), kernel(), TODAY) is None
    assert made.steps
    for behind in from_whom(made, kernel()):
        assert behind.figures
        assert behind.lead_time == QUALIFICATION


@pytest.mark.slow
def test_a_plant_that_nobody_verified_is_told_as_such() -> None:
    product = bom(magnet(*supply("magnet", CHN="1"), material="NdFeB N35"))
    made = plan(product, Wish(5.0), kernel(), TODAY)
    known = next(one for behind in from_whom(made, kernel()) for one in behind.plants)
    doubtful = replace(known.claim, flag=UNVERIFIED)
    recalled = replace(known, claim=doubtful, claims=(doubtful,))
    told = [FromWhom((one,), (), QUALIFICATION) for one in (known, recalled)]
    step = next(one for one in made.steps if isinstance(one.action, Move))
    plain, doubted = (next(whom(replace(made, steps=(step,)), (one,))) for one in told)
    assert "verified" not in plain
    assert doubted.endswith(f"({doubtful.claim_id}, nobody verified it).")
