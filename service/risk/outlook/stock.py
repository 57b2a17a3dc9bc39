"""What a stock is worth: how long a line goes on when it is cut off, and how likely it stops within twelve months.

A shock is a further one, as the score counts it; it begins on any day of the window alike. A line with ``s`` days of
stock stops where the shock lasts longer than that and begins early enough:

    P(stop) = P(line is hit) x P(shock lasts longer than s days) x (1 - s / 365)

Days of standstill within the window fall by as much with each day of stock: their derivative is minus P(stop). So
another day is worth P(stop) times the cost of a day of standstill. The best stock is that at which another day costs as
much to carry. The reasoning is that of Arrow, Harris and Marschak (1951), "Optimal inventory policy", Econometrica 19.
Stock changes no score.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from math import fsum

from service.risk import scoring
from service.risk.answer import CountryLoss, HazardScore, LineScore, Score
from service.risk.bom import Bom, Line
from service.risk.bundle.kernel import Kernel
from service.risk.errors import BomError
from service.risk.evidence.claims import Claim
from service.risk.outlook.durations import Curve, Spell, collapse_spells, restriction_spells
from service.risk.purchase.basket import ReadLine, read_bom
from service.risk.purchase.canonical import canonical_bom

WINDOW_DAYS, MONTHS_A_YEAR = 365, 12
REFERENCE = "stock_cover_target"
CURVES_KEPT = 8


@dataclass(frozen=True)
class Money:
    """What a day of standstill costs, and what a unit of money in stock costs in a year (0..1); ``None`` where nobody
    said. ``products`` are made in a year: they are the need of lines that state no monthly one."""

    stop_cost_per_day: Decimal | None = None
    carrying_rate: Decimal | None = None
    products: Decimal | None = None


@dataclass(frozen=True)
class Durations:
    """Curves of restrictions and of collapses, as known on a day."""

    restriction: Curve
    collapse: Curve


@dataclass(frozen=True)
class LineChance:
    """P(a line is hit) by peril: with the shares of its expected loss."""

    restriction: float
    collapse: float

    def stops(self, days: float, durations: Durations) -> float:
        """P(the line stops within the window) with some days of stock."""
        if days >= WINDOW_DAYS:
            return 0.0
        lasting = self.restriction * durations.restriction.lasting(days)
        lasting += self.collapse * durations.collapse.lasting(days)
        return lasting * (1.0 - max(0.0, days) / WINDOW_DAYS)

    def between(self, days: float, durations: Durations) -> tuple[float, float]:
        """The same at the ends of what is known of durations."""
        early = max(0.0, 1.0 - max(0.0, days) / WINDOW_DAYS)
        acts, breakdowns = durations.restriction.lasting_ends(days), durations.collapse.lasting_ends(days)
        low, high = (
            early * (self.restriction * act + self.collapse * other)
            for act, other in zip(acts, breakdowns, strict=True)
        )
        return low, high


@dataclass(frozen=True)
class LineStock:
    """A line's stock. ``stops_on`` is the day on which it would stop, were it cut off on the day of the answer.
    ``stop`` and ``stop_between`` are P(it stops within the window), ``stop_at`` the same at days of stock that are told
    for comparison. ``day_need`` is what is used in a day, at its price (money). ``day_value`` and ``day_cost`` are what
    one more day is worth and costs to carry in a year (money), ``best_days`` the stock at which they meet."""

    line_id: str
    stock_days: Decimal | None
    hit: float
    stops_on: date
    stop: float
    stop_between: tuple[float, float]
    stop_at: Mapping[int, float]
    day_need: float | None
    day_value: float | None
    day_cost: float | None
    best_days: int | None


@dataclass(frozen=True)
class Stock:
    """The answer. ``stop_between`` bounds P(any line stops): at least the likeliest does, and at most any shock to the
    product that outlasts the least stock. ``unread`` are lines without a score."""

    bom: Bom
    score: Score
    lines: tuple[LineStock, ...]
    unread: tuple[str, ...]
    stop_between: tuple[float, float]
    durations: Durations
    reference: tuple[Claim, ...]


def stock(bom: Bom, money: Money, kernel: Kernel, today: date) -> Stock:
    """What the stocks of a BOM are worth. Raises ``BomError`` for a BOM that can't be scored."""
    score = scoring.score(bom, kernel, today)
    return stock_beside(score, bom, money, kernel, read_day_needs(bom, money, kernel, score.as_of))


def stock_beside(score: Score, bom: Bom, money: Money, kernel: Kernel, day_needs: Mapping[str, Decimal]) -> Stock:
    """As ``stock``, where the score of the BOM with any stock is known, and what a day's need of each line costs."""
    day = score.as_of
    durations = durations_of(kernel, day)
    reference = tuple(c for c in kernel.evidence.query(REFERENCE) if c.published <= day)
    hazards = {hazard.id: hazard for hazard in score.hazards}
    told = sorted({int(end) for claim in reference for end in claim.bounds})
    lines, unread = [], []
    for line, scored in zip(bom.lines, score.lines, strict=True):
        if scored.probability is None:
            unread.append(scored.line_id)
        else:
            chance = chance_of(scored, hazards)
            lines.append(_line(line, scored, chance, durations, told, money, day_needs.get(scored.line_id), day))
    stops = [line.stop for line in lines]
    least = min((float(line.stock_days or 0) for line in lines), default=0.0)
    whole = _split(
        score.expected_share_hit.by_country if score.expected_share_hit else (), (score.score or 0.0) / 100.0
    )
    bounds = max(stops, default=0.0), max([*stops, min(fsum(stops), whole.stops(least, durations))], default=0.0)
    return Stock(bom, score, tuple(lines), tuple(unread), bounds, durations, reference)


def durations_of(kernel: Kernel, day: date) -> Durations:
    """The curves that are known on a day."""
    return _durations(restriction_spells(kernel.register.measures, day))


@lru_cache(maxsize=CURVES_KEPT)
def _durations(spells: tuple[Spell, ...]) -> Durations:
    return Durations(Curve(spells), Curve(collapse_spells()))


def chance_of(scored: LineScore, hazards: Mapping[str, HazardScore]) -> LineChance:
    """P(a line is hit), split over the perils as its expected loss is."""
    return _split([loss for name in scored.hazards for loss in hazards[name].by_country], scored.probability or 0.0)


def _split(losses: Sequence[CountryLoss], hit: float) -> LineChance:
    restriction, collapse = loss_by_peril(losses)
    whole = restriction + collapse
    return LineChance(hit * restriction / whole, hit * collapse / whole) if whole else LineChance(hit, 0.0)


def loss_by_peril(losses: Sequence[CountryLoss]) -> tuple[float, float]:
    """Expected share hit by restrictions and by collapses, over all countries."""
    return fsum(one.restriction for one in losses), fsum(one.collapse for one in losses)


def _line(
    line: Line,
    scored: LineScore,
    chance: LineChance,
    durations: Durations,
    told: list[int],
    money: Money,
    day_need: Decimal | None,
    day: date,
) -> LineStock:
    days = float(line.stock_days or 0)
    stop = chance.stops(days, durations)
    value = None if money.stop_cost_per_day is None else stop * float(money.stop_cost_per_day)
    cost = None
    if day_need is not None and money.carrying_rate is not None:
        cost = float(day_need * money.carrying_rate)
    best = None
    if cost is not None and money.stop_cost_per_day is not None:
        best = best_days(chance, durations, float(money.stop_cost_per_day), cost)
    return LineStock(
        line_id=scored.line_id,
        stock_days=line.stock_days,
        hit=chance.restriction + chance.collapse,
        stops_on=day + timedelta(days=int(days)),
        stop=stop,
        stop_between=chance.between(days, durations),
        stop_at={one: chance.stops(one, durations) for one in (0, *told)},
        day_need=None if day_need is None else float(day_need),
        day_value=value,
        day_cost=cost,
        best_days=best,
    )


def best_days(chance: LineChance, durations: Durations, stop_cost: float, day_cost: float) -> int:
    """The fewest days of stock at which another day costs at least what it is worth. No day is worth more than the one
    before it, so the place is bisected. Looked for day by day, a thousand lines took five seconds."""

    def enough(days: int) -> bool:
        return chance.stops(days, durations) * stop_cost <= day_cost

    return bisect_left(range(WINDOW_DAYS), True, key=enough)


def read_day_needs(bom: Bom, money: Money, kernel: Kernel, day: date) -> dict[str, Decimal]:
    """Line -> value of a day's need (money), where a need and a price are stated in units that go together."""
    values = {}
    for line in bom.lines:
        times = Decimal(MONTHS_A_YEAR) if line.monthly_need is not None else money.products
        counted = line.monthly_need is not None or line.quantity is not None
        read = read_need(bom, line, kernel, day) if times and counted and line.unit_price else None
        if read is not None and read.value is not None and times is not None:
            values[line.line_id] = read.value * times / WINDOW_DAYS
    return values


def read_need(bom: Bom, line: Line, kernel: Kernel, day: date) -> ReadLine | None:
    """A line by itself, with a month's need in place of its quantity where one is stated. ``None`` where the need is in
    a unit that the line can't have."""
    counted = line if line.monthly_need is None else replace(line, quantity=line.monthly_need, pieces=None)
    try:
        alone = canonical_bom(replace(bom, lines=(replace(counted, alternate_group=None),)), day)
    except BomError:
        return None
    return read_bom(alone, kernel.resolver).lines[0]
