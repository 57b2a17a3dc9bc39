"""What price pressure is expected to cost: value bought x probability x mean rise of price when it happens.

An expectation is additive, whatever moves together: a product's is the sum over its lines. It counts the price paid for
the same amount. It leaves out what stands still for want of it, and the ordinary ups and downs of prices without an
event. It takes the whole price of a good to follow its rare earths. That is right for oxides and metals, and an upper
bound for goods made of them. It is no answer where rare earths are a small part of the good (a catalyst, a coated
tape).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache
from math import fsum

from service.risk.evidence.claims import Evidence
from service.risk.evidence.price_series import series_of
from service.risk.materials.chemistry.stoichiometry import OXIDES, mass_fractions
from service.risk.materials.composition import Resolved
from service.risk.purchase.basket import Purchase, ReadLine

LEADING_FRACTION = Decimal("0.2")
"""Where rare earths are less than a fifth of a good's mass, its price isn't taken to follow them. Magnets (a quarter to
a third) and battery alloys (a third) are above, catalysts and doped ceramics below. Our choice, no published rule."""


def price_of(evidence: Evidence, on: date) -> Callable[[str], float | None]:
    """Newest price on a day of a kilogram of element in its oxide, USD, in the one series that serves it; ``None``
    without one. Only ratios between elements are used, so the currency of a BOM doesn't matter."""

    @cache
    def price(element: str) -> float | None:
        points = evidence.prices(element, series_of(element), on)
        return points[-1].value / float(mass_fractions(OXIDES[element])[element]) if points else None

    return price


def fraction_of(line: ReadLine) -> Decimal:
    """Mass fraction (0..1) of rare earths in a line, central; 0 where it couldn't be read."""
    return line.outcome.composition.together if isinstance(line.outcome, Resolved) else Decimal(0)


def values_of(line: ReadLine, price: Callable[[str], float | None]) -> dict[Purchase, Decimal]:
    """A line's value by hazard. It is split as mass x price of its rare earths, as mass alone where one has no price.
    It is empty without a value."""
    if line.value is None or not isinstance(line.outcome, Resolved):
        return {}
    composition = line.outcome.composition
    mass = [composition[purchase.element].central for purchase in line.purchases]
    if len(mass) == 1 and mass[0] > 0:  # as most lines of a long BOM: nothing is split
        return {line.purchases[0]: line.value}
    prices = [price(purchase.element) for purchase in line.purchases]
    worth = [one * Decimal(str(p)) for one, p in zip(mass, prices, strict=True) if p is not None]
    weight = worth if len(worth) == len(mass) else mass
    total = sum(weight, Decimal(0))
    if not total > 0:
        return {}
    return {purchase: line.value * part / total for purchase, part in zip(line.purchases, weight, strict=True)}


def line_cost(
    line: ReadLine, values: Mapping[Purchase, Decimal], probability: Mapping[Purchase, float], rise: float
) -> float | None:
    """Expected cost increase of a line over the window, in the BOM's currency. It is ``None`` without a value, unread,
    or with too little rare earth in it to set its price.

    ``values`` are those of ``values_of``; ``rise`` is the mean rise of price after an event on the year before (1.4 =
    +140 %), ``price_pressure.mean_rise`` of the manifest.
    """
    if line.value is None or not line.scored:
        return None
    if not line.purchases:
        return 0.0
    if fraction_of(line) < LEADING_FRACTION:
        return None
    return fsum(float(value) * probability[purchase] * rise for purchase, value in values.items())


def hazard_cost(value: Decimal | None, probability: float, rise: float) -> float | None:
    """Expected cost increase of the part of a BOM's value that meets a hazard; ``None`` without a value."""
    return None if value is None else float(value) * probability * rise


def summed(parts: Sequence[Mapping[Purchase, Decimal]]) -> dict[Purchase, Decimal]:
    """Values of several lines by hazard, added up."""
    total: dict[Purchase, Decimal] = {}
    for part in parts:
        for purchase, value in part.items():
            total[purchase] = total.get(purchase, Decimal(0)) + value
    return total


def product_cost(lines: Sequence[ReadLine], costs: Sequence[float | None]) -> float | None:
    """Expected cost increase of a product: the sum of its lines that have one. Of lines that can replace each other it
    takes the smallest, as the buyer would choose. ``None`` when no line has one."""
    bought = cheapest([line.line.alternate_group for line in lines], costs)
    return fsum(costs[n] or 0.0 for n in bought) if bought else None


def cheapest(groups: Sequence[str | None], costs: Sequence[float | None]) -> list[int]:
    """Positions of the lines whose cost a product bears: all that have one, of a group of alternates the cheapest."""
    chosen: dict[int | str, int] = {}
    for n, (group, cost) in enumerate(zip(groups, costs, strict=True)):
        key = n if group is None else group
        other = costs[chosen[key]] if key in chosen else None
        if cost is not None and (other is None or cost < other):
            chosen[key] = n
    return list(chosen.values())
