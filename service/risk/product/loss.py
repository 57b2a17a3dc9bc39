"""Lost share of each purchase in each world: the weight of its paths that meet at least one hit source.

Worlds in which the product's sources do the same things are one *pattern*, and worlds in which they do nothing are left
out: a product of 40 purchases has about a thousand patterns in 8,192 worlds. Two patterns would be taken for one if two
sums of random 64-bit numbers agreed, which happens once in 10^12 products.

The lost share is a product of two matrices: weights of the paths in each purchase, and whether each path is hit in each
pattern. The first is sparse, and SciPy adds up its rows in the order of their entries, so the same purchase loses the
same to the last bit in every product.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from service.risk.product.needs import Need, ProductNeeds
from service.risk.source_shock.epoch import Epoch, Store
from service.risk.source_shock.steps import CENTRAL, Rules, named_sources
from service.risk.vocabulary import Stage

CELLS = 100_000
"""Hits of paths in patterns that are multiplied at once: 0.8 MB, which stay in the processor's cache."""

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]


class Layout(NamedTuple):
    """Purchases as flat arrays, before anything is said of what stops them: ``routes`` and ``owner`` are path and
    purchase, ``shares`` the paths' weights; ``keep`` is the share of each purchase that is needed."""

    needs: Sequence[Need]
    routes: Numbers
    owner: Numbers
    shares: Floats
    keep: Floats


class Slots(NamedTuple):
    """Purchases under some rules: ``paths`` are path numbers, ``shares`` their weights, ``owner`` their purchases,
    those of purchase i from ``starts[i]`` to ``starts[i + 1]``; ``keep`` is the share of each that is needed."""

    paths: Numbers
    shares: Floats
    owner: Numbers
    starts: Numbers
    keep: Floats


@dataclass(frozen=True)
class Patterns:
    """Worlds in which something is hit, gathered by what is hit: ``worlds`` are their numbers, ``pattern`` the pattern
    of each, ``example`` a world of each pattern, ``counts`` the number of worlds of each pattern; ``sources`` names the
    columns that decide."""

    count: int
    worlds: Numbers
    pattern: Numbers
    example: Numbers
    counts: Floats
    sources: frozenset[str]

    def spread(self, values: Floats) -> Floats:
        """Values by world from values by pattern; 0 where nothing is hit."""
        by_world: Floats = np.zeros(self.count)
        by_world[self.worlds] = values[self.pattern]
        return by_world


def layout_of(epoch: Epoch, store: Store, needs: Sequence[Need]) -> Layout:
    """The purchases' paths, laid out."""
    routes: list[int] = []
    shares: list[float] = []
    lengths: list[int] = []
    for need in needs:
        routes += epoch.routes(store, need.good, need.paths)
        shares += [path.weight for path in need.paths]
        lengths.append(len(need.paths))
    owner = np.repeat(np.arange(len(needs)), lengths)
    keep = np.array([need.keep for need in needs])
    return Layout(needs, np.array(routes, np.intp), owner, np.array(shares), keep)


def only(layout: Layout, numbers: Collection[int]) -> Layout:
    """The paths of some purchases; the others keep their numbers and lose nothing."""
    if len(numbers) == len(layout.keep):
        return layout
    chosen = np.zeros(len(layout.keep), np.bool_)
    chosen[list(numbers)] = True
    kept = chosen[layout.owner]
    return layout._replace(routes=layout.routes[kept], owner=layout.owner[kept], shares=layout.shares[kept])


def slots_of(epoch: Epoch, store: Store, layout: Layout, rules: Rules = CENTRAL) -> Slots:
    """What the purchases' paths are under some rules. Paths of a purchase that the same events stop are one."""

    def named_at(position: int) -> dict[Stage, tuple[str, ...]]:
        return named_sources(layout.needs[layout.owner[position]].paths)

    every = epoch.paths(store, layout.routes, rules, named_at)
    owner, paths, shares = _merged(layout.owner, every, layout.shares, len(store.meets))
    sizes = np.bincount(owner, minlength=len(layout.keep))
    return Slots(paths, shares, owner, np.concatenate([[0], np.cumsum(sizes)]), layout.keep)


def _merged(owner: Numbers, paths: Numbers, shares: Floats, known: int) -> tuple[Numbers, Numbers, Floats]:
    """Purchases, paths and weights with each path once in a purchase, in the order in which they come: an order of
    numbers would hang on what was measured before, and with it the last bit of a sum."""
    keys = owner * known + paths
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    starts = np.flatnonzero(np.diff(ordered, prepend=-1))
    comes = np.argsort(order[starts], kind="stable")
    kept = order[starts][comes]
    return owner[kept], paths[kept], np.add.reduceat(shares[order], starts)[comes]


def together(slots: Sequence[Slots]) -> Slots:
    """Purchases one after the other, to look them up at once."""
    paths, shares, _, _, keep = (np.concatenate(column) for column in zip(*slots, strict=True))
    sizes = np.concatenate([np.diff(each.starts) for each in slots])
    return Slots(paths, shares, np.repeat(np.arange(len(keep)), sizes), np.concatenate([[0], np.cumsum(sizes)]), keep)


def patterns_of(epoch: Epoch, store: Store, slots: Sequence[Slots]) -> Patterns:
    """Worlds gathered by what the sources of all these paths do in them."""
    met = store.sources(np.concatenate([each.paths for each in slots]))
    sums = np.zeros(epoch.worlds.count, np.uint64)
    for source in sorted(met):
        sums += epoch.state(store, source)
    worlds = np.flatnonzero(sums)
    order = np.argsort(sums[worlds])
    ordered = sums[worlds][order]
    starts = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]])) if len(worlds) else worlds
    counts = np.diff(np.append(starts, len(worlds)))
    pattern = np.empty(len(worlds), np.intp)
    pattern[order] = np.repeat(np.arange(len(starts)), counts)
    example = worlds[order[starts]]
    return Patterns(epoch.worlds.count, worlds, pattern, example, counts.astype(np.float64), met)


def lost_shares(store: Store, slots: Slots, patterns: Patterns) -> Floats:
    """Lost share (0..1) by purchase and pattern: what is needed of the weight of the paths hit."""
    used, columns = _used(slots.paths, len(store.meets))
    rows = store.rows[used]
    example = patterns.example
    lost = np.empty((len(slots.keep), len(example)))
    weights = csr_array((slots.shares, columns, slots.starts), shape=(len(slots.keep), len(used)))
    width = max(1, CELLS // max(1, len(used)))
    for begin in range(0, len(example), width):
        worlds = example[begin : begin + width]
        hit = rows.take(worlds >> 3, axis=1)
        hit >>= (worlds & 7).astype(np.uint8)
        hit &= 1
        lost[:, begin : begin + width] = weights @ hit.astype(np.float64)
    if (slots.keep < 1.0).any():
        lost *= slots.keep[:, None]
    return lost


def _used(paths: Numbers, known: int) -> tuple[Numbers, Numbers]:
    """The distinct path numbers, and each path's place among them."""
    present = np.zeros(known, np.bool_)
    present[paths] = True
    used = np.flatnonzero(present)
    place = np.zeros(known, np.intp)
    place[used] = np.arange(len(used))
    return used, place[paths]


def largest_lost(lost: Floats, product: ProductNeeds) -> Floats:
    """By pattern, the lost share of the part that loses most; a part loses what its best alternative loses."""
    together: list[int] = []
    rows = []
    for part in product.distinct:
        if len(part) == 1:
            together += part[0]
        else:
            rows.append(part_lost(lost, part))
    if together:
        rows.append(lost[list(dict.fromkeys(together))].max(axis=0))
    if not rows:
        return np.zeros(lost.shape[1])
    return rows[0] if len(rows) == 1 else np.maximum.reduce(rows)


def part_lost(lost: Floats, part: tuple[tuple[int, ...], ...]) -> Floats:
    """By pattern, the lost share of a part: the least over its alternatives of the most over what each needs."""
    least: Floats = np.minimum.reduce([lost[list(alternative)].max(axis=0) for alternative in part])
    return least
