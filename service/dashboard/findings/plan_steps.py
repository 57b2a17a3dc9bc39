"""The changes of a plan one by one: from whom, by how much, on what evidence. What remains, and what to store."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import fsum
from typing import Any

from service.dashboard.findings import language
from service.risk.answer import Chokepoint, Reason, Summary
from service.risk.bundle.kernel import Kernel
from service.risk.mitigation.actions import Kind
from service.risk.mitigation.plan import Plan, Stuck
from service.risk.mix import UNKNOWN_COUNTRY
from service.risk.outlook.alternatives import LEAST_SHARE
from service.risk.outlook.stock import LineStock, Stock

MOST_FIGURES = 4
MOST_REASONS, MOST_CHOKEPOINTS, MOST_ASKED = 3, 4, 3


@dataclass(frozen=True)
class Change:
    """A change of a plan. Each effect is what it takes off beyond the changes before it: points of the score, and
    shares of need (0..1). ``plants`` are those known by name that produce there, ``own`` is what the buyer knows by
    an own offer or material."""

    words: str
    stage: str | None
    country: str | None
    elements: Sequence[str]
    own: bool
    plants: Sequence[Mapping[str, Any]]
    world_share: float | None
    figures: Sequence[str]
    lead_time: str
    score: float
    points: float
    lost: float
    less_lost: float
    without_it: float
    cost: Decimal | None


def steps(told: Mapping[str, Any], answer: Mapping[str, Any]) -> list[Change]:
    """The changes of a plan as it is answered, with the elements of its lines."""
    held = _elements(answer)
    rows, before = [], told["before"]
    for one in told["actions"]:
        after, own = one["after"], one["kind"] in (Kind.OFFER, Kind.OTHER_MATERIAL)
        rows.append(Change(
            one["words"], one["stage"], one["country"],
            sorted({symbol for line in one["line_ids"] for symbol in held.get(line, ())}), own, one["plants"],
            None if own else one["world_share"], one["figures"][:MOST_FIGURES], one["lead_time"], after["score"],
            after["score"] - before["score"], after["expected_share_hit"],
            after["expected_share_hit"] - before["expected_share_hit"], one["without_it"]["score"], one["cost"],
        ))  # fmt: skip
        before = after
    return rows


def _elements(answer: Mapping[str, Any]) -> dict[str, set[str]]:
    """Line -> the elements that it surely holds."""
    elements = {hazard["id"]: hazard["element"] for hazard in answer["hazards"]}
    return {line["line_id"]: {elements[name] for name in line["hazards"]} for line in answer["lines"]}


@dataclass(frozen=True)
class Nowhere:
    """An element that one country alone makes at a stage, with the small makers that may be asked for an offer: each
    with its share of the world's output (0..1)."""

    stuck: Stuck
    small: Sequence[tuple[str, float]]


def nowhere(plan: Plan, kernel: Kernel, on: date) -> list[Nowhere]:
    """Where a plan finds nowhere to move to, and whom to ask."""
    rows = []
    for one in plan.stuck:
        makers = kernel.sourcing.supply(one.element, on, "central").makers[one.stage].shares
        others = {c: share for c, share in makers.items() if c not in (one.largest, UNKNOWN_COUNTRY)}
        ranked = sorted(others.items(), key=lambda maker: (-maker[1], maker[0]))
        rows.append(Nowhere(one, [maker for maker in ranked if maker[1] >= LEAST_SHARE][:MOST_ASKED]))
    return rows


@dataclass(frozen=True)
class Left:
    """What remains: reasons in words with their acts, the chokepoints, and both ends of the interval."""

    reasons: Sequence[Reason]
    chokepoints: Sequence[Chokepoint]


def left(after: Summary) -> Left:
    """What remains once the changes are made."""
    return Left(after.reasons[:MOST_REASONS], after.chokepoints[:MOST_CHOKEPOINTS])


@dataclass(frozen=True)
class Store:
    """What stock does for a product, as told: the likeliest lines to stop first. ``days`` are those that are compared,
    ``buys`` what they cost to buy for all lines with a price (money)."""

    finding: str
    days: Sequence[int]
    buys: Sequence[tuple[int, float]]
    lines: Sequence[LineStock]


def storing(made: Stock, currency: str | None) -> Store:
    """What to store, and what that costs."""
    lines = sorted((one for one in made.lines if one.hit), key=lambda one: (-one.stop, one.line_id))
    days = sorted({count for one in lines for count in one.stop_at if count})
    needs = [one.day_need for one in lines if one.day_need is not None]
    buys = [(count, count * fsum(needs)) for count in days] if needs else []
    return Store(" ".join(_stored(lines, buys, currency)), days, buys, lines)


def _stored(lines: Sequence[LineStock], buys: Sequence[tuple[int, float]], currency: str | None) -> Iterator[str]:
    if lines:
        first = lines[0]
        stops = [f"with {count} days {language.odds(stop)}" for count, stop in first.stop_at.items() if count]
        now = f"a stop within twelve months is {language.odds(first.stop)}"
        yield f"Line {first.line_id} is the likeliest to stop: {'; '.join([now, *stops])}."
    for count, cost in buys:
        yield f"{count} days of stock of all lines with a price cost {_amount(cost, currency)} to buy."


def _amount(value: float, currency: str | None) -> str:
    return f"{language.estimate(value)}{language.SPACE}{currency or ''}".rstrip()
