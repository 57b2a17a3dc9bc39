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
from service.risk.answer import HazardScore, LineScore, Score
from service.risk.bom import Bom, Line
from service.risk.bundle.kernel import Kernel
from service.risk.errors import BomError, FieldError
from service.risk.evidence.claims import Claim
from service.risk.outlook.durations import Curve
from service.risk.outlook.hit_prices import AfterActs, Premium, after_acts, after_acts_of, documents_say, premia
from service.risk.outlook.stock import CURVES_KEPT, MONTHS_A_YEAR, WINDOW_DAYS, Durations, durations_of
from service.risk.product.expected_cost import LEADING_FRACTION, fraction_of, values_of
from service.risk.purchase.basket import Purchase, ReadLine, read_bom
from service.risk.purchase.canonical import canonical_bom
from service.risk.vocabulary import LABELLED_CODES

SMALLEST_RISE = 0.5
"""What counts as a rise: the event of the price model."""
NO_SPEND = "its price, or how much of it is bought in a year, isn't stated"
LITTLE = "rare earths are less than a fifth of its mass, so that its price doesn't follow theirs"
OPEN = "it wasn't read: say what it is made of"

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
    """The answer: the product's costs are sums over the lines that have one, of alternates the cheapest.

    ``after`` are world prices after serious acts on any mineral. ``rises`` are the smallest, the mean and the largest
    yearly rise of rare earths that counts as one."""

    bom: Bom
    score: Score
    bought: Bought
    lines: tuple[LineCost, ...]
    together: Ends | None
    spend: Decimal
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
    costs = _chosen(bom, lines)
    spends = [one.spend for one in lines if one.spend is not None]
    return YearCosts(
        bom=bom,
        score=score,
        bought=bought,
        lines=lines,
        together=_sum(costs) if costs else None,
        spend=sum(spends, Decimal(0)),
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
        low, high = curve.interval(day) if curve.has_enough_spells else (0.0, 1.0)
        central = curve.beyond(day) if curve.has_enough_spells else 1.0
        ends = ends[0] + part * low, ends[1] + part * central, ends[2] + part * high
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
        low, high = score.interval or (score.score or 0.0, score.score or 0.0)
        self._spread = tuple(end / score.score if score.score else 1.0 for end in (low, score.score or 0.0, high))
        self.rises = _rises(kernel, self._day)

    def line(self, line: Line, scored: LineScore) -> LineCost:
        """A line's costs."""
        if scored.probability is None:
            return LineCost(line.line_id, None, None, None, None, OPEN)
        read = self._read(line)
        spend = None if read is None or read[0].value is None else read[0].value * read[1]
        if read is None or spend is None:
            return LineCost(line.line_id, None, None, None, None, NO_SPEND)
        if not read[0].purchases:
            return LineCost(line.line_id, spend, NOTHING, NOTHING, NOTHING)
        if fraction_of(read[0]) < LEADING_FRACTION:
            return LineCost(line.line_id, spend, None, None, None, LITTLE)
        days = float(line.stock_days or 0)
        parts = values_of(read[0], self._kernel.element_price(self._day))
        values = {purchase: float(value * read[1]) for purchase, value in parts.items()}
        world = {one: self._world_price(one, value, days) for one, value in values.items()}
        hit = {one: self._hit(one, value, days) for one, value in values.items()}
        both = [self._both(one, world[one], hit[one]) for one in values]
        return LineCost(line.line_id, spend, _sum(list(world.values())), _sum(list(hit.values())), _sum(both))

    def _read(self, line: Line) -> tuple[ReadLine, Decimal] | None:
        """The line with what is counted of it, and how often that is bought in a year."""
        if line.monthly_need is not None:
            counted, times = replace(line, quantity=line.monthly_need, pieces=None), Decimal(MONTHS_A_YEAR)
        elif self._bought.products is not None:
            counted, times = line, self._bought.products
        else:
            return None
        try:
            alone = canonical_bom(replace(self._bom, lines=(replace(counted, alternate_group=None),)), self._day)
        except BomError:  # the need is in units that the line's price or mass doesn't know: no spend is known
            return None
        return read_bom(alone, self._kernel.resolver).lines[0], times

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
        restriction, collapse = _losses(hazard)
        stocked = min(max(0, int(days)), WINDOW_DAYS)
        curves = self._durations
        acts, breakdowns = within_shock(curves.restriction)[stocked], within_shock(curves.collapse)[stocked]
        low, middle, high = (
            value * spread * (restriction * act + collapse * other) * premium
            for spread, act, other, premium in zip(self._spread, acts, breakdowns, rise.ends, strict=True)
        )
        return low, middle, high

    def _both(self, purchase: Purchase, world: Ends, hit: Ends) -> Ends:
        """Costs of different prices add up; of the same price the larger counts, and their sum is the high end."""
        rise = self._elements[purchase.element].rise
        if rise is None or rise.quoted:
            return _sum([world, hit])
        return max(world[0], hit[0]), max(world[1], hit[1]), world[2] + hit[2]


def _chosen(bom: Bom, lines: Sequence[LineCost]) -> list[Ends]:
    """The costs that a product bears: of lines that can replace each other the smallest, as the buyer would choose."""
    groups: dict[object, list[Ends]] = {}
    for line, cost in zip(bom.lines, lines, strict=True):
        if cost.together is not None:
            group = ("line", line.line_id) if line.alternate_group is None else ("group", line.alternate_group)
            groups.setdefault(group, []).append(cost.together)
    return [min(members, key=lambda ends: ends[1]) for members in groups.values()]


def _losses(hazard: HazardScore) -> tuple[float, float]:
    """Expected share hit of a purchase, by peril."""
    return fsum(one.restriction for one in hazard.by_country), fsum(one.collapse for one in hazard.by_country)


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
