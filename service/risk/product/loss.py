"""Lost share of each purchase in each world: the weight of its paths that meet at least one hit source.

Worlds in which the same events happen are one *pattern*, and worlds in which the same paths are hit one *kind*. A
product of 40 purchases has about a thousand patterns in 8,192 worlds, and a hundred and fifty kinds. Two patterns or
two kinds would be taken for one if two sums of random numbers agreed, which happens once in 10^12 products.

The lost share is a product of two matrices. They hold the weights of the paths in each purchase, and whether each path
is hit in each kind of world. The first is sparse, and SciPy adds up its rows in the order of their entries. So the same
purchase loses the same to the last bit in every product.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from service.risk.product.needs import Need, PickedNeeds, ProductNeeds, TracedNeeds, goods_of
from service.risk.source_shock.epoch import Epoch
from service.risk.source_shock.path_store import PATTERNS_KEPT, Store
from service.risk.source_shock.steps import CENTRAL, Rules, named_sources
from service.risk.vocabulary import Stage

CELLS = 100_000
"""Hits of paths in patterns that are multiplied at once: 0.8 MB, which stay in the processor's cache."""
KINDS_KEPT = 16
"""Of the same patterns: one for each view and each cause that the interval looks at by itself, and one for countries
left out."""
NOT_AMONG = -1
ODD = np.uint64(0x9E3779B97F4A7C15)
"""Mixes two sums into one (Knuth 1973, "The art of computer programming", volume 3, section 6.4)."""

Floats = NDArray[np.float64]
Numbers = NDArray[np.intp]
Bits = NDArray[np.uint8]


class Layout(NamedTuple):
    """Purchases as flat arrays, before anything is said of what stops them. ``routes`` and ``owner`` are path and
    purchase, ``shares`` the paths' weights. ``keep`` is the share of each purchase that is needed."""

    needs: Sequence[Need]
    routes: Numbers
    owner: Numbers
    shares: Floats
    keep: Floats


class Slots(NamedTuple):
    """Purchases under some rules. ``paths`` are path numbers, ``shares`` their weights, ``owner`` their purchases.
    Those of purchase i go from ``starts[i]`` to ``starts[i + 1]``. ``keep`` is the share of each that is needed."""

    paths: Numbers
    shares: Floats
    owner: Numbers
    starts: Numbers
    keep: Floats


@dataclass(frozen=True)
class Patterns:
    """Worlds in which something happens, gathered by what happens or by what is hit. ``worlds`` are their numbers,
    ``pattern`` the pattern of each. ``example`` is the first world of each pattern, ``counts`` the number of its
    worlds. ``events`` decide, and ``sources`` names the columns that they come from."""

    count: int
    worlds: Numbers
    pattern: Numbers
    example: Numbers
    counts: Floats
    events: frozenset[int]
    sources: frozenset[str]
    kinds: dict[Hashable, Kinds] = field(default_factory=dict, compare=False, repr=False)
    """By name, kinds that were told apart among them; at most ``KINDS_KEPT``, of ``CELLS`` hits of paths each."""

    @property
    def held_bytes(self) -> int:
        """What it holds with its kinds."""
        arrays = (self.worlds, self.pattern, self.example, self.counts)
        return sum(array.nbytes for array in arrays) + sum(kinds.held_bytes for kinds in [*self.kinds.values()])

    def spread(self, values: Floats) -> Floats:
        """Values by world from values by pattern; 0 where nothing is hit."""
        by_world: Floats = np.zeros(self.count)
        by_world[self.worlds] = values[self.pattern]
        return by_world


class Kinds(NamedTuple):
    """Worlds by which of some paths are hit in them. ``place`` is each path's row of ``hits``, ``NOT_AMONG`` them for
    others; ``paths`` are the numbers of the rows."""

    paths: Numbers
    place: Numbers
    patterns: Patterns
    hits: Bits
    held_bytes: int
    """What it holds; it shares the numbers of its worlds."""

    def tell_apart(self, paths: Numbers) -> bool:
        """Whether all of these are among its paths."""
        return len(self.place) > paths.max(initial=0) and bool((self.place[paths] > NOT_AMONG).all())


def layout_of(epoch: Epoch, store: Store, needs: Sequence[Need], goods: Numbers | None = None) -> Layout:
    """The purchases' paths, laid out. ``goods`` are the numbers of what they carry, where these are known."""
    kinds = epoch.goods(store, goods_of(needs)) if goods is None else goods
    if isinstance(needs, TracedNeeds):
        flat = needs.flat
        routes = epoch.routes_of_table(store, kinds[flat.owner], flat.routes, flat.numbers)
        return Layout(needs, routes, flat.owner, flat.weights, needs.keep)
    keep = np.array([need.keep for need in needs])
    owner = np.repeat(np.arange(len(needs)), [len(need.paths) for need in needs])
    places = [path.places for need in needs for path in need.paths]
    shares = np.array([path.weight for need in needs for path in need.paths])
    return Layout(needs, epoch.routes(store, kinds[owner], places), owner, shares, keep)


def only(layout: Layout, numbers: Collection[int]) -> Layout:
    """The paths of some purchases; the others keep their numbers and lose nothing."""
    if len(numbers) == len(layout.keep):
        return layout
    chosen = np.zeros(len(layout.keep), np.bool_)
    chosen[list(numbers)] = True
    kept = chosen[layout.owner]
    return layout._replace(routes=layout.routes[kept], owner=layout.owner[kept], shares=layout.shares[kept])


def picked(layouts: Sequence[Layout], places: Numbers) -> Layout:
    """The purchases, each with the paths that it has in one of the layouts: that at its place."""
    kept = [(layout, places[layout.owner] == place) for place, layout in enumerate(layouts)]
    owner = np.concatenate([layout.owner[some] for layout, some in kept])
    order = np.argsort(owner, kind="stable")
    routes = np.concatenate([layout.routes[some] for layout, some in kept])[order]
    shares = np.concatenate([layout.shares[some] for layout, some in kept])[order]
    needs = PickedNeeds([layout.needs for layout in layouts], places.tolist())
    return Layout(needs, routes, owner[order], shares, layouts[0].keep)


def chosen_slots(slots: Slots, numbers: Collection[int]) -> Slots:
    """As ``only``, of purchases under some rules."""
    chosen = np.zeros(len(slots.keep), np.bool_)
    chosen[list(numbers)] = True
    kept = chosen[slots.owner]
    starts = np.concatenate([[0], np.cumsum(np.where(chosen, np.diff(slots.starts), 0))])
    return Slots(slots.paths[kept], slots.shares[kept], slots.owner[kept], starts, slots.keep)


def paths_of(epoch: Epoch, store: Store, layout: Layout, rules: Rules) -> Numbers:
    """What each of the purchases' routes is under some rules."""

    def named_at(position: int) -> dict[Stage, tuple[str, ...]]:
        return named_sources(layout.needs[layout.owner[position]].paths)

    return epoch.paths(store, layout.routes, rules, named_at)


def slots_of(epoch: Epoch, store: Store, layout: Layout, rules: Rules = CENTRAL) -> Slots:
    """What the purchases' paths are under some rules. Paths of a purchase that the same events stop are one."""
    every = paths_of(epoch, store, layout, rules)
    owner, paths, shares = _merged(layout.owner, every, layout.shares, len(store.meets))
    sizes = np.bincount(owner, minlength=len(layout.keep))
    return Slots(paths, shares, owner, np.concatenate([[0], np.cumsum(sizes)]), layout.keep)


def _merged(owner: Numbers, paths: Numbers, shares: Floats, known: int) -> tuple[Numbers, Numbers, Floats]:
    """Purchases, paths and weights with each path once in a purchase, in the order in which they come. An order of
    numbers would hang on what was measured before, and with it the last bit of a sum."""
    keys = owner * known + paths
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    starts = np.flatnonzero(np.diff(ordered, prepend=-1))
    comes = np.argsort(order[starts], kind="stable")
    kept = order[starts][comes]
    return owner[kept], paths[kept], np.add.reduceat(shares[order], starts)[comes]


def patterns_of(epoch: Epoch, store: Store, paths: Sequence[Numbers]) -> Patterns:
    """Worlds gathered by which of the events behind all these paths happen in them, kept for the next product of the
    same countries."""
    every = np.concatenate(paths)
    events = store.events_behind(every)
    kept: Patterns | None = store.patterns.get(events)
    if kept is None:
        if len(store.patterns) >= PATTERNS_KEPT:
            store.patterns.clear()
        kept = store.patterns[events] = _patterns(epoch, store, events, store.sources(every))
    return kept


def _patterns(epoch: Epoch, store: Store, events: frozenset[int], sources: frozenset[str]) -> Patterns:
    happens = [store.event_worlds[event] for event in events]
    sums = np.zeros(epoch.worlds.count, np.uint64)
    if happens:
        salts = np.repeat(store.event_salts[list(events)], [len(worlds) for worlds in happens], axis=0)
        sums = _mixed(np.bincount(np.concatenate(happens), salt, epoch.worlds.count) for salt in salts.T)
    worlds = np.flatnonzero(sums)
    first, pattern = _alike(sums[worlds])
    counts = np.bincount(pattern, minlength=len(first)).astype(np.float64)
    example = worlds[first]
    return Patterns(epoch.worlds.count, worlds, pattern, example, counts, events, sources)


def _mixed(sums: Iterable[NDArray[Any]]) -> NDArray[np.uint64]:
    """One key from two sums of salts, which are whole numbers."""
    one, other = (each.astype(np.uint64) for each in sums)
    return one * ODD + other


def _alike(keys: NDArray[np.uint64]) -> tuple[Numbers, Numbers]:
    """Where each distinct key comes first, in the order in which they come, and each key's place among these. So no
    order hangs on the salts that keys are made of."""
    if not len(keys):
        return np.empty(0, np.intp), np.empty(0, np.intp)
    order = np.argsort(keys)
    ordered = keys[order]
    starts = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1]]))
    first = np.minimum.reduceat(order, starts)
    comes = np.argsort(first)
    place = np.empty_like(comes)
    place[comes] = np.arange(len(comes))
    places = np.empty_like(order)
    places[order] = np.repeat(place, np.diff(np.append(starts, len(keys))))
    return first[comes], places


def lost_shares(store: Store, slots: Slots, patterns: Patterns, name: Hashable = None) -> tuple[Patterns, Floats]:
    """The patterns that these paths tell apart, and the lost share (0..1) by purchase and pattern. That is the needed
    part of the weight of the paths hit.

    Under a ``name`` the kinds are kept for the next product, which may tell apart more of them than its own paths do.
    It loses the same in each world, to the last bit."""
    kinds = kinds_of(store, slots.paths, patterns, name)
    return kinds.patterns, lost_in(kinds, slots)


def lost_in(kinds: Kinds, slots: Slots) -> Floats:
    """The same in kinds of worlds that are known to tell these paths apart: by purchase and kind."""
    columns = kinds.place[slots.paths]
    weights = csr_array((slots.shares, columns, slots.starts), shape=(len(slots.keep), len(kinds.paths)))
    width = max(1, CELLS // max(1, len(kinds.paths)))
    begins = range(0, max(1, kinds.hits.shape[1]), width)
    lost: Floats = np.concatenate(
        [weights @ kinds.hits[:, at : at + width].astype(np.float64) for at in begins], axis=1
    )
    if (slots.keep < 1.0).any():
        lost *= slots.keep[:, None]
    return lost


def kinds_of(store: Store, paths: Numbers, patterns: Patterns, name: Hashable) -> Kinds:
    """Kinds that tell these paths apart: those that are kept, or new ones, of what is kept besides if that fits."""
    if name is None:
        return _told_apart(store, np.unique(paths), patterns)
    kept = patterns.kinds.get(name)
    if kept is not None and kept.tell_apart(paths):
        return kept
    kinds = _told_apart(store, np.unique(paths if kept is None else np.concatenate([paths, kept.paths])), patterns)
    if kept is not None and kinds.hits.size > CELLS:
        kinds = _told_apart(store, np.unique(paths), patterns)
    if kinds.hits.size <= CELLS:
        if len(patterns.kinds) >= KINDS_KEPT and name not in patterns.kinds:
            patterns.kinds.clear()
        patterns.kinds[name] = kinds
    return kinds


def _told_apart(store: Store, paths: Numbers, patterns: Patterns) -> Kinds:
    """Patterns gathered by which of these paths are hit in them."""
    rows, salts = store.rows[paths], store.salts[paths].T
    sums = [salts @ hit.astype(np.float64) for hit in _hits(rows, patterns.example)]
    first, kind = _alike(_mixed(np.concatenate(sums, axis=1)))
    counts = np.bincount(kind, patterns.counts, len(first)).astype(np.float64)
    example = patterns.example[first]
    kinds = replace(patterns, pattern=kind[patterns.pattern], example=example, counts=counts, kinds={})
    place = np.full(len(store.meets), NOT_AMONG)
    place[paths] = np.arange(len(paths))
    hits = np.concatenate([*_hits(rows, example)], axis=1)
    held = sum(int(array.nbytes) for array in (paths, place, hits, kinds.pattern, example, counts))
    return Kinds(paths, place, kinds, hits, held)


def _hits(rows: Bits, worlds: Numbers) -> Iterator[Bits]:
    """Whether each path is hit (1) in worlds, from rows of bits: some worlds at a time."""
    width = max(1, CELLS // max(1, len(rows)))
    for begin in range(0, max(1, len(worlds)), width):
        some = worlds[begin : begin + width]
        yield (rows.take(some >> 3, axis=1) >> (some & 7).astype(np.uint8) & 1).astype(np.uint8, copy=False)


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
    if len(part) == 1:
        return most_lost(lost, part[0])
    least: Floats = np.minimum.reduce([most_lost(lost, alternative) for alternative in part])
    return least


def most_lost(lost: Floats, alternative: tuple[int, ...]) -> Floats:
    """By pattern, the most that is lost of purchases that are needed together."""
    rows: Floats = lost[alternative[0]] if len(alternative) == 1 else lost[list(alternative)].max(axis=0)
    return rows
