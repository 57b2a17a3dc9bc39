"""What an answer says of each purchase and each line: chance, expected share hit, origins, cost."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from itertools import chain, islice
from math import fsum

from service.risk.answer import (
    CountryLoss,
    HazardScore,
    LineScore,
    Path,
    Reading,
    ShareHit,
)
from service.risk.bom import Line
from service.risk.bundle.kernel import Kernel
from service.risk.explanation.losses import Losses
from service.risk.explanation.reasons import Told
from service.risk.explanation.standing import Met
from service.risk.explanation.supply import StageShares, Supply
from service.risk.price_pressure.pressure import PricePressure
from service.risk.product.assembly import Assembled, Traced
from service.risk.product.best_source import BestSource
from service.risk.product.expected_cost import hazard_cost, line_cost, product_cost, summed, values_of
from service.risk.product.lines import LineEffect
from service.risk.product.shares import SharesHit
from service.risk.purchase.basket import Basket, Purchase, ReadLine
from service.risk.supply_chain.routes import Flat

SHOWN_PATHS = 12
"""Paths shown of a purchase, the heaviest first; ``supply`` has all of them by stage."""
MOST_TOP_LINES = 5
"""Lines that a short answer names."""
VALUE, EQUAL = "value", "equal"
NOTHING_HIT = ShareHit(0.0, EQUAL, ())


@dataclass(frozen=True)
class Costs:
    """Price pressure on a basket's purchases, and what it is expected to cost, each worked out when asked for."""

    basket: Basket
    kernel: Kernel
    day: date

    @cached_property
    def pressure(self) -> Mapping[Purchase, PricePressure | None]:
        """By purchase."""
        return {p: self.kernel.price_pressure(p.element, p.form, self.day) for p in self.basket.purchases}

    @cached_property
    def values(self) -> Mapping[Purchase, Decimal]:
        """By purchase, those that have a price."""
        return summed(self._values)

    @cached_property
    def lines(self) -> tuple[float | None, ...]:
        """By line."""
        chance = {p: one.probability if one else 0.0 for p, one in self.pressure.items()}
        rise = self.kernel.price.mean_rise
        pairs = zip(self.basket.lines, self._values, strict=True)
        return tuple(line_cost(line, own, chance, rise) for line, own in pairs)

    @property
    def of_product(self) -> float | None:
        """Of the whole product."""
        return product_cost(self.basket.lines, self.lines)

    def of_purchase(self, purchase: Purchase) -> float | None:
        """Of one purchase, where it has a price."""
        one = self.pressure[purchase]
        return hazard_cost(self._exposed.get(purchase), one.probability, self.kernel.price.mean_rise) if one else None

    @cached_property
    def _values(self) -> list[dict[Purchase, Decimal]]:
        """By line."""
        price = self.kernel.element_price(self.day)
        return [values_of(line, price) for line in self.basket.lines]

    @cached_property
    def _exposed(self) -> Mapping[Purchase, Decimal]:
        """The value of purchases in lines whose price follows their rare earths."""
        return summed([own for own, cost in zip(self._values, self.lines, strict=True) if cost is not None])


@dataclass(frozen=True)
class Shares:
    """Expected shares hit: of the product, and of each purchase by country and peril."""

    product: ShareHit
    hit: SharesHit


def shares_of(assembled: Assembled, costs: Costs) -> Shares | None:
    """Expected shares hit of a basket that was measured; as ``shares_from``."""
    held = [one.purchase for one in assembled.held]
    return shares_from(held, len(assembled.other), assembled.measured.shares_hit, costs)


def shares_from(
    held: Sequence[Purchase], others: int, shares_hit: Callable[[Sequence[float]], SharesHit], costs: Costs
) -> Shares | None:
    """Expected shares hit, weighted by value where every purchase has one; ``None`` where none is surely held. The
    ``others``, which only the interval knows, weigh nothing."""
    if not held:
        return None
    weights = weights_of(held, costs)
    hit = shares_hit([*(weights or [1.0] * len(held)), *([0.0] * others)])
    (of_product,) = Losses(hit.pairs, hit.by_pair[None]).rows()
    product = ShareHit(hit.total, VALUE if weights else EQUAL, of_product)
    return Shares(product, hit)


def weights_of(held: Sequence[Purchase], costs: Costs) -> list[float] | None:
    """The purchases' values; ``None`` where one has none, and all weigh alike."""
    known = all(costs.values.get(one, 0) for one in held)
    return [float(costs.values[one]) for one in held] if known else None


def describe_purchases(assembled: Assembled, shares: Shares, met: Met, kernel: Kernel) -> Told:
    """Purchases as reasons and rows see them."""
    best = Best(kernel, assembled.measured.epoch.sources.hazards.on)
    held, hit = assembled.held, shares.hit
    losses = Losses(hit.pairs, hit.by_need[: len(held)])
    return Told(held, StageShares(held[0].traces, len(held)), losses, hit.totals.tolist(), met, best.find_source)


class Best:
    """The best source of goods on a day, looked up once for those alike."""

    def __init__(self, kernel: Kernel, day: date) -> None:
        self._kernel, self._day = kernel, day
        self._of: dict[tuple[object, ...], BestSource | None] = {}

    def find_source(self, bought: Purchase) -> BestSource | None:
        """That of a purchase's good."""
        good = bought.element, bought.form, bought.buyer, bought.end_use, bought.companions
        if good not in self._of:
            alone = bought.alone(self._kernel.register.named_end_uses)
            self._of[good] = self._kernel.best_source(alone, self._day)
        return self._of[good]


def hazard_scores(assembled: Assembled, told: Told, basket: Basket, costs: Costs) -> tuple[HazardScore, ...]:
    """The purchases that the lines surely hold."""
    many = len(told.traced)
    chances, shared = assembled.measured.chances().tolist()[:many], _Shared(basket, costs)
    controls = told.met.serious_by_purchase()[:many]
    paths = _paths(told.traced[0].traces.under("central", many))
    rows = zip(range(many), chances, told.stages.supply(), told.losses.rows(), controls, paths, strict=True)
    return tuple(_hazard(told, shared, *row) for row in rows)


@dataclass(frozen=True)
class _Shared:
    """What the purchases of an answer have in common; what is the same for several is worked out once."""

    basket: Basket
    costs: Costs
    _figures: dict[tuple[int, ...], tuple[str, ...]] = field(default_factory=dict)

    def figures_of(self, traced: Traced) -> tuple[str, ...]:
        """As the function of this name. Purchases of an element hold the same lists, which are long to hash."""
        held = tuple(id(origins.figures) for origins in traced.views())
        if held not in self._figures:
            self._figures[held] = figures_of(traced)
        return self._figures[held]


def _hazard(
    told: Told, shared: _Shared, number: int, chance: float, origin: Supply, losses: tuple[CountryLoss, ...],
    controls: tuple[str, ...], paths: tuple[Path, ...],
) -> HazardScore:  # fmt: skip
    traced, costs = told.traced[number], shared.costs
    purchase, holding = traced.purchase, shared.basket.holdings[traced.purchase]
    return HazardScore(
        id=purchase.id,
        element=purchase.element,
        form=str(purchase.form),
        score=100.0 * chance,
        probability=chance,
        expected_share_hit=told.shares_hit[number],
        by_country=losses,
        share_under_control=told.met.controlled[number],
        best_alternative=told.best(number),
        supply=origin,
        paths=paths,
        mass_g=holding.mass_g,
        mass_range_g=holding.mass_range_g,
        value=costs.values.get(purchase),
        price_pressure=costs.pressure[purchase],
        expected_cost_increase=costs.of_purchase(purchase),
        figures=shared.figures_of(traced),
        controls=controls,
        defaults=traced.central.defaults,
    )


def figures_of(traced: Traced) -> tuple[str, ...]:
    """Ids of the figures behind a purchase's paths, those of the central view first."""
    return _joined((traced.central.figures, *(origins.figures for origins in traced.views())))


@lru_cache(maxsize=1_024)
def _joined(parts: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    """Ids once each. Most purchases of an element rest on the same ones."""
    return tuple(dict.fromkeys(chain.from_iterable(parts)))


def _paths(flat: Flat) -> list[tuple[Path, ...]]:
    """By purchase, the paths that are shown."""
    numbers, weights, many = flat.heaviest(SHOWN_PATHS)
    paths = map(Path, weights.tolist(), map(flat.routes.words.__getitem__, numbers.tolist()))
    return [tuple(islice(paths, count)) for count in many.tolist()]


def line_shares(basket: Basket, assembled: Assembled | None, shares: Shares | None) -> list[float | None]:
    """By line, the expected share hit, the mean over its purchases; ``None`` where it couldn't be read."""
    hit: list[float] = shares.hit.totals.tolist() if shares else []
    known: dict[int, float] = {}
    shares_by_line: list[float | None] = []
    for line in basket.lines:
        bought = id(line.purchases)  # lines alike share theirs
        if line.scored and bought not in known:
            totals = [hit[assembled.number[p]] for p in line.purchases] if assembled and hit else []
            known[bought] = fsum(totals) / len(totals) if totals else 0.0
        shares_by_line.append(known[bought] if line.scored else None)
    return shares_by_line


def top_of(shares: Sequence[float | None]) -> list[int]:
    """Positions of the lines of which most is expected to be hit, the most first."""
    hit = [position for position, share in enumerate(shares) if share]
    return sorted(hit, key=lambda position: -(shares[position] or 0.0))[:MOST_TOP_LINES]


def line_scores(
    basket: Basket,
    shares: Sequence[float | None],
    effects: Mapping[str, LineEffect],
    costs: Costs,
    reading_of: Callable[[ReadLine], Reading | None],
) -> tuple[LineScore, ...]:
    """Every line, those that couldn't be read among them."""
    known: dict[int, tuple[str, ...]] = {}
    scores = []
    for line, share, cost in zip(basket.lines, shares, costs.lines, strict=True):
        stated = line.line
        if not line.scored:
            scores.append(LineScore(stated.line_id, stated.part_number, _described(stated), None, None, None, (), None,
                                   line.mass_g, line.value, None, None))  # fmt: skip
            continue
        chance, without = effects.get(stated.line_id, (0.0, 0.0))
        bought = id(line.purchases)  # lines alike share theirs
        if bought not in known:
            known[bought] = tuple(purchase.id for purchase in line.purchases)
        scores.append(LineScore(stated.line_id, stated.part_number, _described(stated), 100.0 * chance, chance, share,
                               known[bought], without, line.mass_g, line.value, cost, reading_of(line)))  # fmt: skip
    return tuple(scores)


def _described(line: Line) -> str | None:
    """A line's own words for what it is; ``None`` where it says so by a composition or its part alone."""
    return line.material or line.formula or " ".join(filter(None, (line.element, line.form))) or None
