"""What dearer supply is expected to cost a product in a year, with its ends: two costs, told apart.

*World price*: what is bought in the year x (1 - contract share) x the part of the year beyond its stock x P(the price
rises by half) x the mean rise then. Contracts hold a price, so their share is left out.

*Hit*: what is bought x expected share hit x the part of the year that is expected to lie within a shock and beyond the
stock x the premium outside. A shock begins on any day alike, so without stock and end it takes half the year. Contracts
are no help: a border that is closed is closed to them, too.

The premium is that quoted outside China under an act on the element. Both costs add up then: one is of the price in
China, the other stands on top. Where none was quoted, the mean rise of world prices after serious acts stands in. That
is the same price as the first cost's, so the larger of both counts and not their sum.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from math import fsum

from service.risk import scoring
from service.risk.answer import LineScore, Score
from service.risk.bom import Bom, Line
from service.risk.bundle.kernel import Kernel
from service.risk.errors import BomError, FieldError
from service.risk.evidence.claims import Claim
from service.risk.outlook.durations import Curve
from service.risk.outlook.hit_prices import AfterActs, Premium, after_acts, after_acts_of, documents_say, premia
from service.risk.outlook.stock import (
    CURVES_KEPT,
    MONTHS_A_YEAR,
    WINDOW_DAYS,
    Durations,
    durations_of,
    loss_by_peril,
    read_need,
)
from service.risk.outlook.what_if import Product
from service.risk.product.expected_cost import LEADING_FRACTION, cheapest, fraction_of, values_of
from service.risk.purchase.basket import Purchase
from service.risk.purchase.canonical import canonical_bom
from service.risk.vocabulary import LABELLED_CODES

SMALLEST_RISE = 0.5
"""What counts as a rise: the event of the price model."""
NO_PRICE = "no unit_price is stated"
NO_NEED = "it isn't stated how much is bought: give monthly_need, or quantity and products_per_year"
OTHER_UNITS = "what is bought can't be counted in the unit of the price: state both by mass, or both by piece"
LITTLE = "rare earths are less than a fifth of the mass, so that the price doesn't follow theirs"
NO_RARE_EARTH = "it holds no rare earth"
OPEN = "not read: say what it is made of"

Ends = tuple[float, float, float]
"""Low, central and high."""
NOTHING: Ends = (0.0, 0.0, 0.0)


@dataclass(frozen=True)
class Bought:
    """How much is bought: ``products`` a year, where lines state no monthly need, and the share (0..1) whose price a
    contract holds."""

    products: Decimal | None = None
    contract_share: Decimal = Decimal(0)


@dataclass(frozen=True)
class PriceRise:
    """How much dearer an element was outside under an act, or after acts: a premium, and where it is from."""

    ends: Ends
    quoted: bool


@dataclass(frozen=True)
class ElementPrices:
    """What is known of an element's price when supply is hit. ``after`` are world prices of the codes that it is
    traded in, ``premia`` quotes outside China, ``rise`` what the costs take."""

    element: str
    after: AfterActs | None
    premia: tuple[Premium, ...]
    rise: PriceRise | None


@dataclass(frozen=True)
class LineCost:
    """A line's costs in a year (money): low, central and high. Where ``why_not`` says why there is none, they are
    ``None``. ``spend`` is what is bought in the year at today's price."""

    line_id: str
    spend: Decimal | None
    world_price: Ends | None
    hit: Ends | None
    together: Ends | None
    why_not: str = ""


@dataclass(frozen=True)
class YearCosts:
    """The answer. ``together`` and ``spend`` are sums over the lines that have a cost, of alternates over the cheapest:
    ``replaced`` are the others.

    ``after`` are world prices after serious acts on any mineral. ``rises`` are the smallest, the mean and the largest
    yearly rise of rare earths that counts as one."""

    bom: Bom
    score: Score
    bought: Bought
    lines: tuple[LineCost, ...]
    together: Ends | None
    spend: Decimal
    replaced: tuple[str, ...]
    elements: tuple[ElementPrices, ...]
    after: AfterActs | None
    rises: Ends
    documents: tuple[Claim, ...]


def year_costs(bom: Bom, bought: Bought, kernel: Kernel, today: date) -> YearCosts:
    """What a BOM's supply is expected to cost more in a year. Raises ``BomError`` for one that can't be scored."""
    score = scoring.score(bom, kernel, today)
    if score.score is None:
        words = "no line surely holds a rare earth: describe the unread lines first (POST /v1/readings helps)"
        raise BomError("There is nothing to cost.", [FieldError("/lines", "unscored", words)])
    day = score.as_of
    names = sorted({hazard.element for hazard in score.hazards})
    after = after_acts(day)
    elements = tuple(_element(kernel, name, day, after) for name in names)
    work = _Work(bom, score, bought, kernel, durations_of(kernel, day), {one.element: one for one in elements})
    lines = tuple(work.line(line, scored) for line, scored in zip(bom.lines, score.lines, strict=True))
    central = [one.together[1] if one.together else None for one in lines]
    known = any(one.together and scored.hazards for one, scored in zip(lines, score.lines, strict=True))
    counted = cheapest([line.alternate_group for line in bom.lines], central) if known else []
    chosen = [lines[n] for n in counted]
    return YearCosts(
        bom=bom,
        score=score,
        bought=bought,
        lines=lines,
        together=_sum([one.together for one in chosen if one.together]) if chosen else None,
        spend=sum((one.spend for one in chosen if one.spend is not None), Decimal(0)),
        replaced=tuple(one.line_id for one in lines if known and one.together and one not in chosen),
        elements=elements,
        after=after,
        rises=work.rises,
        documents=documents_say(kernel, day),
    )


@lru_cache(maxsize=CURVES_KEPT)
def within_shock(curve: Curve) -> tuple[Ends, ...]:
    """By days of stock, 0 to 365: the part of the year (0..1) that lies within a shock and beyond the stock. That a
    shock begins in the year is given. It is the mean over days ``t`` of P(it lasts longer than t) x (1 - t / 365), the
    days within the stock left out. All days are worked out at once: a thousand lines cost no more than one."""
    ends = NOTHING
    beyond = [ends]
    for day in reversed(range(WINDOW_DAYS)):
        part = (1.0 - day / WINDOW_DAYS) / WINDOW_DAYS
        low, high = curve.lasting_ends(day)
        ends = ends[0] + part * low, ends[1] + part * curve.lasting(day), ends[2] + part * high
        beyond.append(ends)
    return tuple(reversed(beyond))


def _element(kernel: Kernel, element: str, day: date, after: AfterActs | None) -> ElementPrices:
    quotes = premia(kernel, element, day)
    under = [one for one in quotes if one.under]
    rise = None
    if under:
        low, high = min(one.low for one in under), max(one.high for one in under)
        middle = fsum((one.low + one.high) / 2 for one in under) / len(under)
        rise = PriceRise((low, middle, high), quoted=True)
    elif after is not None:
        rise = PriceRise((max(0.0, after.low), after.mean, after.high), quoted=False)
    return ElementPrices(element, after_acts_of(element, day), quotes, rise)


class _Work:
    """The costs of one product's lines."""

    def __init__(
        self,
        bom: Bom,
        score: Score,
        bought: Bought,
        kernel: Kernel,
        durations: Durations,
        elements: Mapping[str, ElementPrices],
    ) -> None:
        self._bom, self._bought, self._kernel, self._elements = bom, bought, kernel, elements
        self._day = score.as_of
        self._durations = durations
        self._hazards = {hazard.id: hazard for hazard in score.hazards}
        low, high = _interval(bom, score, kernel)
        self._spread = tuple(end / score.score if score.score else 1.0 for end in (low, score.score or 0.0, high))
        self.rises = _rises(kernel, self._day)

    def line(self, line: Line, scored: LineScore) -> LineCost:
        """A line's costs."""
        times = Decimal(MONTHS_A_YEAR) if line.monthly_need is not None else self._bought.products
        missing = _missing(line, scored, times)
        read = None if missing else read_need(self._bom, line, self._kernel, self._day)
        if missing and scored.probability is not None and not scored.hazards:
            return LineCost(line.line_id, None, None, None, None, NO_RARE_EARTH)
        if read is None or read.value is None or times is None:
            return LineCost(line.line_id, None, None, None, None, missing or OTHER_UNITS)
        spend = read.value * times
        if not read.purchases:
            return LineCost(line.line_id, spend, NOTHING, NOTHING, NOTHING)
        if fraction_of(read) < LEADING_FRACTION:
            return LineCost(line.line_id, spend, None, None, None, LITTLE)
        days = float(line.stock_days or 0)
        parts = values_of(read, self._kernel.element_price(self._day))
        values = {purchase: float(value * times) for purchase, value in parts.items()}
        world = {one: self._world_price(one, value, days) for one, value in values.items()}
        hit = {one: self._hit(one, value, days) for one, value in values.items()}
        both = [self._both(one, world[one], hit[one]) for one in values]
        return LineCost(line.line_id, spend, _sum(list(world.values())), _sum(list(hit.values())), _sum(both))

    def _world_price(self, purchase: Purchase, value: float, days: float) -> Ends:
        pressure = self._kernel.price_pressure(purchase.element, purchase.form, self._day)
        chance = pressure.probability if pressure else 0.0
        beyond = max(0.0, 1.0 - days / WINDOW_DAYS) * (1.0 - float(self._bought.contract_share))
        low, middle, high = (value * beyond * chance * rise for rise in self.rises)
        return low, middle, high

    def _hit(self, purchase: Purchase, value: float, days: float) -> Ends:
        rise = self._elements[purchase.element].rise
        hazard = self._hazards.get(purchase.id)
        if rise is None or hazard is None:
            return NOTHING
        restriction, collapse = loss_by_peril(hazard.by_country)
        most = 1.0 / (restriction + collapse) if restriction + collapse else 1.0
        stocked = min(max(0, int(days)), WINDOW_DAYS)
        curves = self._durations
        acts, breakdowns = within_shock(curves.restriction)[stocked], within_shock(curves.collapse)[stocked]
        low, middle, high = (
            value * min(spread, most) * (restriction * act + collapse * other) * premium
            for spread, act, other, premium in zip(self._spread, acts, breakdowns, rise.ends, strict=True)
        )
        return low, middle, high

    def _both(self, purchase: Purchase, world: Ends, hit: Ends) -> Ends:
        """Costs of different prices add up; of the same price the larger counts, and their sum is the high end."""
        rise = self._elements[purchase.element].rise
        if rise is None or rise.quoted:
            return _sum([world, hit])
        return max(world[0], hit[0]), max(world[1], hit[1]), world[2] + hit[2]


def _missing(line: Line, scored: LineScore, times: Decimal | None) -> str:
    """What a line lacks to have a spend; empty where it lacks nothing."""
    if scored.probability is None:
        return OPEN
    if line.unit_price is None:
        return NO_PRICE
    counted = line.quantity if line.monthly_need is None else line.monthly_need
    return NO_NEED if times is None or counted is None else ""


def _interval(bom: Bom, score: Score, kernel: Kernel) -> tuple[float, float]:
    """The interval of the lines that were read. What an unread line may be widens the product's, and says nothing of
    the others."""
    read = tuple(line for line, one in zip(bom.lines, score.lines, strict=True) if one.probability is not None)
    if len(read) == len(bom.lines):
        return score.interval or (score.score or 0.0, score.score or 0.0)
    day = score.as_of
    return Product(canonical_bom(replace(bom, lines=read), day), kernel, day).forecast.interval


def _rises(kernel: Kernel, day: date) -> Ends:
    """Yearly rises of rare earths' world prices by half or more: the smallest, the mean that the model states, and the
    largest, of the years of trade known on a day."""
    rises = []
    for code in sorted(LABELLED_CODES):
        index = kernel.facts.trade.prices(code)
        known_years = [year for year in index if year + 2 <= day.year and index.get(year - 1)]
        rises += [index[year] / index[year - 1] - 1.0 for year in known_years]
    large = [rise for rise in rises if rise >= SMALLEST_RISE]
    mean = kernel.price.mean_rise
    return min([*large, mean]), mean, max([*large, mean])


def _sum(parts: Sequence[Ends]) -> Ends:
    low, middle, high = (fsum(ends) for ends in zip(*parts, strict=True)) if parts else NOTHING
    return low, middle, high
