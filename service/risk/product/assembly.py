"""From a basket to what is measured: each purchase's paths under each view, and which purchases stand in for others."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from service.risk.intervals import VIEWS
from service.risk.product.measured import Measured, Views, measure
from service.risk.product.needs import Alternative, Need, Part, ProductNeeds
from service.risk.purchase.basket import Basket, Purchase, ReadLine
from service.risk.source_shock.epoch import Epoch
from service.risk.supply_chain.origins import Asked, Origins, origins, origins_of
from service.risk.supply_chain.places import DeclaredSource
from service.risk.supply_chain.sourcing import Sourcing
from service.risk.vocabulary import Stage

Declared = Mapping[Stage, Sequence[DeclaredSource]]


@dataclass(frozen=True)
class Traced:
    """A purchase with where it comes from under each view."""

    purchase: Purchase
    by_view: Mapping[str, Origins]

    @property
    def central(self) -> Origins:
        """The central view."""
        return self.by_view["central"]

    def need(self, view: str = "central") -> Need:
        """What is measured of it."""
        return need_of(self.purchase, self.by_view[view])


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


def traced_all(purchases: Sequence[Purchase], sourcing: Sourcing, on: date) -> list[Traced]:
    """Trace purchases under every view. Those alike but for their use, companions and what can be done without are
    traced once. A magnet's neodymium comes from the same places whatever else may be in it."""
    keys = [(one.element, one.form, one.buyer, id(one.declared)) for one in purchases]  # those of a line hold the same
    declared: dict[int, Declared] = {}
    asked: dict[tuple[object, ...], Asked] = {}
    for key, one in zip(keys, purchases, strict=True):
        if key not in asked:
            if key[3] not in declared:
                declared[key[3]] = declared_of(one)
            asked[key] = Asked(one.element, one.form, one.buyer, declared[key[3]])
    by_view = dict(zip(asked, origins_of([*asked.values()], VIEWS, on, sourcing), strict=True))
    return [Traced(purchase, by_view[key]) for key, purchase in zip(keys, purchases, strict=True)]


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


def _used(need: Need, end_uses: Collection[str] | None) -> Need:
    """The need without an end use that changes nothing."""
    names = end_uses is None or need.end_use is None or need.end_use in end_uses
    return need if names else need._replace(end_use=None)


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


def views_of(every: Sequence[Traced], end_uses: Collection[str] | None) -> Views:
    """The purchases under each view; only ``end_uses`` tell them apart, where they are given."""
    return Views(*([_used(one.need(view), end_uses) for one in every] for view in VIEWS))


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
    every = traced_all((*held, *basket.other_purchases), sourcing, on)
    if not every:
        return None
    number = {one.purchase: n for n, one in enumerate(every)}
    views = views_of(every, end_uses)
    products = {view: ProductNeeds(parts_of(basket.lines, number, view), tolerance) for view in VIEWS}
    measured = measure(epoch, views, products["central"])
    ends = measured
    if not products["favourable"] == products["central"] == products["adverse"]:
        low, high = (measured.counted_in(view, products[view]) for view in ("favourable", "adverse"))
        ends = replace(measured, low_by_world=low, high_by_world=high)
    return Assembled(tuple(every[: len(held)]), tuple(every[len(held) :]), number, measured, ends)
