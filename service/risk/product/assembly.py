"""From a basket to what is measured: each purchase's paths under each view, and which purchases stand in for others."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

import numpy as np

from service.risk.intervals import VIEWS
from service.risk.product.measured import Measured, Views, measure
from service.risk.product.needs import Alternative, Need, Part, ProductNeeds, TracedNeeds
from service.risk.purchase.basket import Basket, Purchase, ReadLine
from service.risk.source_shock.epoch import Epoch
from service.risk.source_shock.steps import Good
from service.risk.supply_chain.origins import Asked, Origins, Traces, origins, origins_of
from service.risk.supply_chain.places import DeclaredSource
from service.risk.supply_chain.sourcing import Sourcing
from service.risk.vocabulary import Stage

Declared = Mapping[Stage, Sequence[DeclaredSource]]


class Traced(NamedTuple):
    """A purchase with where it comes from under each view, worked out when asked for."""

    purchase: Purchase
    number: int
    traces: Traces

    @property
    def central(self) -> Origins:
        """In the central view."""
        return self.traces.behind(self.number, "central")

    def views(self) -> list[Origins]:
        """In every view."""
        return [self.traces.behind(self.number, view) for view in VIEWS]


def need_of(purchase: Purchase, behind: Origins) -> Need:
    """What is measured of a purchase with these origins."""
    keep = float(1 - purchase.can_do_without)
    return Need(
        purchase.element,
        purchase.form,
        purchase.buyer,
        purchase.end_use,
        purchase.companions,
        behind.paths,
        keep,
    )


def declared_of(purchase: Purchase) -> Declared:
    """The sources that the purchase's lines state."""
    return {
        stage: [DeclaredSource(country, float(share), recycled) for country, share, recycled in mix]
        for stage, mix in purchase.declared
    }


def traced_all(purchases: Sequence[Purchase], sourcing: Sourcing, on: date) -> Traces:
    """Trace purchases under every view, in their order."""
    declared: dict[int, Declared] = {}
    asked = []
    for one in purchases:
        name = id(one.declared)  # those of a line hold the same
        if name not in declared:
            declared[name] = declared_of(one)
        asked.append(Asked(one.element, one.form, one.buyer, declared[name]))
    return origins_of(asked, VIEWS, on, sourcing)


def traced_with(purchase: Purchase, sourcing: Sourcing, on: date, declared: Declared, view: str = "central") -> Origins:
    """A purchase's origins with given sources in place of those that it declares."""
    return origins(purchase.element, purchase.form, purchase.buyer, on, sourcing, declared, view)


def parts_of(lines: Sequence[ReadLine], number: Mapping[Purchase, int], view: str) -> tuple[Part, ...]:
    """What a product needs under a view of its compositions. Each line is a part; a group of alternates is one part,
    and so are all suppliers of a part together. A line that couldn't be read is no alternate that one could count on;
    one without rare earths is never hit."""
    groups: dict[str, list[Alternative]] = {}
    parts: list[Part] = []
    numbers: dict[int, Alternative] = {}
    for line in [line for n, line in enumerate(lines) if line.part is None or line.part.positions[0] == n]:
        bought = line.by_view[view]
        needed = numbers.get(id(bought))  # lines alike share theirs
        if needed is None:
            needed = numbers[id(bought)] = tuple(sorted(number[purchase] for purchase in bought))
        if line.line.alternate_group is None:
            parts += [(needed,)] if needed else []
        elif line.scored:
            groups.setdefault(line.line.alternate_group, []).append(needed)
    return (*parts, *(tuple(sorted(set(group))) for group in groups.values() if () not in group))


def parts_by_view(lines: Sequence[ReadLine], number: Mapping[Purchase, int]) -> dict[str, tuple[Part, ...]]:
    """The parts under every view. Most products hold the same in all of them, and their parts are found once."""
    central = parts_of(lines, number, "central")
    return {
        view: central
        if all(line.by_view[view] is line.by_view["central"] for line in lines)
        else parts_of(lines, number, view)
        for view in VIEWS
    }


@dataclass(frozen=True)
class Assembled:
    """A basket's purchases, traced and measured. ``other`` are those that only the interval knows; ``number`` is a
    purchase's position among ``every``; ``ends`` is measured with the compositions of each view."""

    held: tuple[Traced, ...]
    other: tuple[Traced, ...]
    number: Mapping[Purchase, int]
    measured: Measured
    ends: Measured

    @property
    def every(self) -> tuple[Traced, ...]:
        """All purchases."""
        return (*self.held, *self.other)

    def controlled(self, shares: Sequence[float]) -> float:
        """The share (0..1) of the most controlled part, from shares by purchase; a part has that of its least
        controlled alternative."""
        return most_controlled(self.measured.product.distinct, shares)


def most_controlled(parts: Sequence[Part], shares: Sequence[float]) -> float:
    """The share (0..1) of the most controlled part, from shares by purchase."""
    return max((min(max(shares[n] for n in needed) for needed in part) for part in parts), default=0.0)


def views_of(purchases: Sequence[Purchase], traces: Traces, end_uses: Collection[str] | None) -> Views:
    """The purchases under each view; only ``end_uses`` tell them apart, where they are given."""
    goods = [
        Good(
            one.element,
            one.form,
            one.buyer,
            one.end_use if end_uses is None or one.end_use in end_uses else None,
            one.companions,
        )
        for one in purchases
    ]
    keep = np.array([float(1 - one.can_do_without) if one.can_do_without else 1.0 for one in purchases])
    return Views(*(TracedNeeds(goods, keep, traces.under(view)) for view in VIEWS))


def assemble(
    basket: Basket,
    epoch: Epoch,
    sourcing: Sourcing,
    on: date,
    tolerance: float | None,
    end_uses: Collection[str] | None = None,
) -> Assembled | None:
    """Trace and measure a basket; ``None`` where nothing in it holds a rare earth.

    What lines may or may not hold moves the ends of the interval. The low one is that of the favourable compositions,
    the high one that of the adverse ones. Only ``end_uses`` tell purchases apart, where they are given. Those that no
    measure names change nothing, and a client can make up any number of them.
    """
    held = basket.purchases
    every = (*held, *basket.other_purchases)
    if not every:
        return None
    number = {one: n for n, one in enumerate(every)}
    traces = traced_all(every, sourcing, on)
    views = views_of(every, traces, end_uses)
    products = {view: ProductNeeds(parts, tolerance) for view, parts in parts_by_view(basket.lines, number).items()}
    measured = measure(epoch, views, products["central"])
    ends = measured
    if not products["favourable"] == products["central"] == products["adverse"]:
        low, high = (measured.counted_in(view, products[view]) for view in ("favourable", "adverse"))
        ends = replace(measured, low_by_world=low, high_by_world=high)
    traced = tuple(Traced(one, n, traces) for n, one in enumerate(every))
    return Assembled(traced[: len(held)], traced[len(held) :], number, measured, ends)
