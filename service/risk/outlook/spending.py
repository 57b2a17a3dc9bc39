"""What a budget buys: the actions of a plan, and stock with what they leave.

A product needs all of its lines. So the money brings the lines with the least stock to the same number of days, as many
whole days as it pays for. A day costs what is used in it, at its price. Stock changes no score: it changes how likely a
line stops.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from service.risk import scoring
from service.risk.bundle.kernel import Kernel
from service.risk.explanation.words import listed, odds
from service.risk.mitigation.plan import Plan, Wish
from service.risk.mitigation.sentences import action_words
from service.risk.outlook.stock import WINDOW_DAYS, Money, read_day_needs, stock_beside
from service.risk.outlook.wording.stock import money

MOST_LINES = 5
Days = Mapping[str, Decimal]


@dataclass(frozen=True)
class BoughtLine:
    """A line whose stock grows from some days to others for a ``cost`` (money), and P(it stops) with both."""

    line_id: str
    from_days: Decimal
    to_days: Decimal
    cost: Decimal
    stop_before: float
    stop_after: float


@dataclass(frozen=True)
class Spending:
    """A budget beside a plan (money): what the plan's actions cost, what stock costs, and what is left of it then.
    ``unpriced`` are actions of the plan that nobody put a cost on: the budget counts nothing for them. ``no_price`` are
    lines of which no day's need has a price. ``stop_before`` and ``stop_after`` bound P(any line stops)."""

    budget: Decimal
    actions: Decimal
    stock: Decimal
    left: Decimal
    carrying: Decimal | None
    unpriced: tuple[str, ...]
    lines: tuple[BoughtLine, ...]
    no_price: tuple[str, ...]
    stop_before: tuple[float, float]
    stop_after: tuple[float, float]


def spending(plan: Plan, wish: Wish, prices: Money, kernel: Kernel, today: date) -> Spending | None:
    """What the budget of a wish buys beside its plan; ``None`` where it has none."""
    if wish.budget is None:
        return None
    score = scoring.score(plan.bom, kernel, today)
    needs = read_day_needs(plan.bom, prices, kernel, score.as_of)
    before = stock_beside(score, plan.bom, prices, kernel, needs)
    spent = sum((step.cost for step in plan.steps if step.cost is not None), Decimal(0))
    costs = {one.line_id: needs[one.line_id] for one in before.lines if needs.get(one.line_id)}
    held = {one.line_id: one.stock_days or Decimal(0) for one in before.lines}
    days = filled({name: held[name] for name in costs}, costs, max(Decimal(0), wish.budget - spent))
    lines = tuple(replace(one, stock_days=days.get(one.line_id, one.stock_days)) for one in plan.bom.lines)
    after = stock_beside(score, replace(plan.bom, lines=lines), prices, kernel, needs)
    bought = tuple(
        BoughtLine(was.line_id, held[was.line_id], days[was.line_id],
                   (days[was.line_id] - held[was.line_id]) * costs[was.line_id], was.stop, now.stop)
        for was, now in zip(before.lines, after.lines, strict=True)
        if days.get(was.line_id, Decimal(0)) > held[was.line_id]
    )  # fmt: skip
    paid = sum((one.cost for one in bought), Decimal(0))
    return Spending(
        budget=wish.budget,
        actions=spent,
        stock=paid,
        left=wish.budget - spent - paid,
        carrying=None if prices.carrying_rate is None else paid * prices.carrying_rate,
        unpriced=tuple(step.action.id for step in plan.steps if step.cost is None),
        lines=bought,
        no_price=tuple(one.line_id for one in before.lines if one.line_id not in costs),
        stop_before=before.stop_between,
        stop_after=after.stop_between,
    )


def filled(held: Days, costs: Days, rest: Decimal) -> dict[str, Decimal]:
    """Days of stock by line when ``rest`` (money) lifts the lowest to one level. Costs are of a day, and the level is
    of whole days, at most a year's."""

    def price(level: int) -> Decimal:
        return sum((max(Decimal(0), level - held[name]) * costs[name] for name in held), Decimal(0))

    level = bisect_right(range(WINDOW_DAYS + 1), rest, key=price) - 1
    return {name: max(days, Decimal(level)) for name, days in held.items()}


def sentences(made: Spending, plan: Plan, line_ids: list[str]) -> Iterator[str]:
    """What the budget buys, in plain English."""
    unit = f" {plan.bom.currency}" if plan.bom.currency else ""
    yield (
        f"Of {money(float(made.budget))}{unit} the changes take {money(float(made.actions))}{unit}, stock takes "
        f"{money(float(made.stock))}{unit}, and {money(float(made.left))}{unit} are left."
    )
    for step in plan.steps:
        if step.action.id in made.unpriced:
            yield f"{action_words(step.action, line_ids)}: nobody said what that costs, and the budget counts nothing."
    for one in made.lines[:MOST_LINES]:
        yield (
            f"Line {one.line_id}: buy stock for {money(float(one.cost))}{unit}, from {one.from_days:f} to "
            f"{one.to_days:f} days. The chance that it stops within twelve months falls from "
            f"{odds(one.stop_before)} to {odds(one.stop_after)}."
        )
    if made.lines:
        yield (
            f"Then the chance that any line stops is {_between(made.stop_after)}, where it was "
            f"{_between(made.stop_before)}. Stock changes no score."
        )
    if made.no_price:
        of = f"line{'s' if len(made.no_price) > 1 else ''} {listed(list(made.no_price), MOST_LINES)}"
        yield f"What a day of stock costs isn't known of {of}: state unit_price, and monthly_need or products_per_year."


def _between(ends: tuple[float, float]) -> str:
    low, high = (odds(end) for end in ends)
    return low if low == high else f"{low.removesuffix(' in 100')} to {high}"
