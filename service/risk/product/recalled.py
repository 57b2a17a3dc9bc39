"""A product's numbers from what is kept of its purchases: products of a catalogue buy much the same.

A purchase loses the same in each world whatever product it stands in, to the last bit (``loss.py``). So it is measured
once, and products of the same day look it up. A world's loss is kept as the number of its value among the few that the
purchase has: 8 KB a view instead of 64. What is kept belongs to an epoch's store, and goes with it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from service.risk.product import score as scored
from service.risk.product.assembly import most_controlled, parts_by_view, traced_all, views_of
from service.risk.product.interval import Ends, ends_of
from service.risk.product.loss import Patterns, slots_of
from service.risk.product.measured import ALL_OPEN, RULES, Measured, measure
from service.risk.product.needs import Alternative, Part, ProductNeeds
from service.risk.product.shares import SharesHit, mean_shares
from service.risk.purchase.basket import Basket, Purchase
from service.risk.source_shock.epoch import Epoch
from service.risk.source_shock.path_store import Store
from service.risk.source_shock.steps import CENTRAL
from service.risk.supply_chain.sourcing import Sourcing

MOST_BYTES = 192 << 20
"""Of losses kept for a day: beyond it they are forgotten before the next product."""
NONE_PENDING = "none pending"
"""Beside the views: the central one, where no act is pending."""
CODED = np.iinfo(np.uint8).max + 1
"""Values that one byte tells apart."""

Floats = NDArray[np.float64]
Controlled = Callable[[Measured], Sequence[float]]
"""By purchase, the share (0..1) under a serious act."""


class Coded(NamedTuple):
    """Numbers by world: the distinct ``values``, rising, and which of them each world has."""

    values: Floats
    codes: NDArray[np.unsignedinteger]

    @classmethod
    def from_values(cls, values: Floats, places: NDArray[np.intp]) -> Coded:
        """From distinct values and each world's place among them."""
        return cls(values, places.astype(np.uint8 if len(values) <= CODED else np.uint16))

    def by_world(self) -> Floats:
        """The numbers."""
        return self.values.take(self.codes, mode="clip")  # no code lies outside, and nothing looks for one

    @property
    def held_bytes(self) -> int:
        """Of both arrays."""
        return self.values.nbytes + self.codes.nbytes


Losses = Mapping[str, Coded]
"""Lost shares by world, by view and without pending acts."""


class Kept(NamedTuple):
    """What is kept of a purchase. ``sources`` decide in some view whether it is hit, ``foreseen`` under any rules that
    the interval looks at. ``by_pair`` adds up to its expected share hit, ``total``."""

    lost: Losses
    sources: frozenset[str]
    foreseen: frozenset[str]
    by_pair: Floats
    total: float
    controlled: float


class Memory:
    """What is kept of purchases, and of those that a line needs together."""

    NAME = "purchases"

    def __init__(self) -> None:
        self.purchases: dict[Purchase, Kept] = {}
        self.together: dict[tuple[Purchase, ...], Losses] = {}
        self.held_bytes = 0

    @classmethod
    def from_store(cls, store: Store) -> Memory:
        """That of a store, a new one where the last is full."""
        kept: Memory = store.notes.setdefault(cls.NAME, cls())
        if kept.held_bytes > MOST_BYTES:
            kept = store.notes[cls.NAME] = cls()
        return kept

    def keep(self, purchase: Purchase, kept: Kept) -> None:
        self.purchases[purchase] = kept
        self._count(kept.lost)

    def losses(self, bought: tuple[Purchase, ...]) -> Losses:
        """What is lost of purchases that are needed together: what is lost of the one that loses most."""
        if len(bought) == 1:
            return self.purchases[bought[0]].lost
        joint = self.together.get(bought)
        if joint is None:
            each = [self.purchases[purchase].lost for purchase in bought]
            joint = self.together[bought] = _joined(each)
            self._count(joint)
        return joint

    def _count(self, losses: Losses) -> None:
        distinct = {id(coded): coded for coded in losses.values()}
        self.held_bytes += sum(coded.held_bytes for coded in distinct.values())


def _joined(each: Sequence[Losses]) -> Losses:
    """The largest loss in each world; views that all lose the same share theirs."""
    made: dict[tuple[int, ...], Coded] = {}
    largest = {}
    for view in each[0]:
        key = tuple(id(losses[view]) for losses in each)
        if key not in made:
            most = np.maximum.reduce([losses[view].by_world() for losses in each])
            made[key] = Coded.from_values(*np.unique(most, return_inverse=True))
        largest[view] = made[key]
    return largest


@dataclass(frozen=True)
class Recalled:
    """A basket's numbers. ``ends`` are those of the interval, not aged; ``held`` and ``other`` purchases as in
    ``assembly.py``."""

    score: float
    ends: Ends
    held: Sequence[Purchase]
    other: Sequence[Purchase]
    controlled: Callable[[], float]
    without_pending: Callable[[], float]
    shares_hit: Callable[[Sequence[float]], SharesHit]


def recalled(
    basket: Basket,
    epoch: Epoch,
    sourcing: Sourcing,
    on: date,
    tolerance: float | None,
    end_uses: Collection[str],
    controlled: Controlled,
) -> Recalled | None:
    """The numbers that ``assemble`` leads to, to the last bit; ``None`` where nothing in the basket holds a rare earth.
    Purchases that are new are measured, and kept."""
    every = (*basket.purchases, *basket.other_purchases)
    if not every:
        return None
    store = epoch.store()
    memory = Memory.from_store(store)
    if new := [purchase for purchase in every if purchase not in memory.purchases]:
        views = views_of(new, traced_all(new, sourcing, on), end_uses)
        measured = measure(epoch, views, ProductNeeds.of_lines(len(new)), store)
        for purchase, kept in zip(new, _kept(measured, controlled(measured)), strict=True):
            memory.keep(purchase, kept)
    return _counted(basket, every, memory, epoch, store, tolerance)


def _counted(
    basket: Basket, every: Sequence[Purchase], memory: Memory, epoch: Epoch, store: Store, tolerance: float | None
) -> Recalled:
    """The numbers of a basket whose purchases are all kept."""
    number = {purchase: n for n, purchase in enumerate(every)}
    kept = [memory.purchases[purchase] for purchase in every]
    parts = {view: ProductNeeds(some).distinct for view, some in parts_by_view(basket.lines, number).items()}
    counting = _Counting(every, memory, epoch.worlds.count, tolerance)
    central = parts["central"]
    by_world, low, high = (counting.by_world(parts[view], view) for view in ("central", "favourable", "adverse"))
    needed = {n for part in central for alternative in part for n in alternative}
    sources = frozenset[str]().union(*(one.sources for one in kept), *(kept[n].foreseen for n in needed))
    countries = frozenset(source for source in sources if not source.startswith("!"))
    score = scored.score(by_world)
    return Recalled(
        score,
        ends_of(epoch.alternatives, countries, score, low, high),
        basket.purchases,
        basket.other_purchases,
        lambda: most_controlled(central, [one.controlled for one in kept]),
        lambda: scored.score(counting.by_world(central, NONE_PENDING)),
        partial(_shares_hit, store, kept),
    )


class _Counting:
    """What each world counts, from what is kept; views in which the same is lost are counted once."""

    def __init__(self, every: Sequence[Purchase], memory: Memory, worlds: int, tolerance: float | None) -> None:
        self._every, self._memory, self._worlds, self._tolerance = every, memory, worlds, tolerance
        self._known: dict[tuple[tuple[int, ...], ...], Floats] = {}
        self._losses: dict[Alternative, Losses] = {}

    def by_world(self, parts: Sequence[Part], view: str) -> Floats:
        """What each world counts of a product of these parts."""
        lost = [[self._lost(alternative, view) for alternative in part] for part in parts]
        key = tuple(tuple(map(id, part)) for part in lost)
        if key not in self._known:
            self._known[key] = scored.values(_largest(lost) if lost else np.zeros(self._worlds), self._tolerance)
        return self._known[key]

    def _lost(self, alternative: Alternative, view: str) -> Coded:
        losses = self._losses.get(alternative)
        if losses is None:
            bought = tuple(self._every[n] for n in alternative)
            losses = self._losses[alternative] = self._memory.losses(bought)
        return losses[view]


def _largest(parts: Sequence[Sequence[Coded]]) -> Floats:
    """By world, the loss of the part that loses most; a part loses what its best alternative loses."""
    alone = {id(part[0]): part[0] for part in parts if len(part) == 1}
    rows = [coded.by_world() for coded in alone.values()]
    rows += [np.minimum.reduce([coded.by_world() for coded in part]) for part in parts if len(part) > 1]
    largest = rows[0]
    for row in rows[1:]:
        np.maximum(largest, row, out=largest)
    return largest


def _kept(measured: Measured, controlled: Sequence[float]) -> list[Kept]:
    """What is kept of each purchase that was measured."""
    many = len(controlled)
    sides = dict(measured.sides)
    acts = measured.epoch.sources.hazards.pending
    if any(act.central > 0 and act.measure_id in measured.pending for act in acts):
        _, patterns, lost_then = measured.lost_under(replace(CENTRAL, pending="none"))
        sides[NONE_PENDING] = patterns, lost_then
    lost = [_coded(sides, n) for n in range(many)]
    sources, foreseen = _sources(measured, many)
    hit = measured.shares_hit()
    rows = zip(lost, sources, foreseen, hit.by_need, hit.totals.tolist(), controlled, strict=True)
    return [Kept(*row) for row in rows]


def _coded(sides: Mapping[str, tuple[Patterns, Floats]], number: int) -> Losses:
    """A purchase's losses by view; views alike share one."""
    by_view: dict[str, Coded] = {}
    for view, (patterns, lost) in sides.items():
        values, places = np.unique(np.concatenate([[0.0], lost[number]]), return_inverse=True)
        codes = np.zeros(patterns.count, np.intp)  # nothing is lost where nothing happens
        codes[patterns.worlds] = places[1:][patterns.pattern]
        coded = Coded.from_values(values, codes)
        by_view[view] = next((one for one in by_view.values() if all(map(np.array_equal, one, coded))), coded)
    return {NONE_PENDING: by_view["central"]} | by_view


def _sources(measured: Measured, many: int) -> tuple[list[frozenset[str]], list[frozenset[str]]]:
    """By purchase, what decides in some view whether it is hit, and what does under any rules."""
    epoch, store, layouts = measured.epoch, measured.store, measured.layouts
    views = [slots_of(epoch, store, layouts[view], rules) for view, rules in RULES.items()]
    any_rules = slots_of(epoch, store, layouts["central"], ALL_OPEN)
    some, every = (
        [[store.sources(each.paths[each.starts[n] : each.starts[n + 1]]) for each in slots] for n in range(many)]
        for slots in (views, [any_rules])
    )
    return [frozenset().union(*sets) for sets in some], [frozenset().union(*sets) for sets in every]


def _shares_hit(store: Store, kept: Sequence[Kept], weights: Sequence[float]) -> SharesHit:
    """Expected shares hit of the purchases; pairs that were met after a purchase was kept add nothing to it."""
    pairs = tuple(store.pairs)
    by_need = np.zeros((len(kept), len(pairs)))
    for row, one in zip(by_need, kept, strict=True):
        row[: len(one.by_pair)] = one.by_pair
    return mean_shares(pairs, by_need, np.array([one.total for one in kept]), weights)
