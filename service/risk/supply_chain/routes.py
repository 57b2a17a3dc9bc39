"""Places and routes as numbers, so that the paths of many purchases are a few flat arrays.

A *route* is the places of a path without its weight. Purchases of one element share most of their routes, so each is
put into words once. A path is then a route's number and a weight.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from threading import Lock
from typing import NamedTuple, overload

import numpy as np
from numpy.typing import NDArray

from service.risk.supply_chain.places import Path, Place
from service.risk.vocabulary import Stage

DECIMALS = 9
"""Weights that agree this far count as equal in an order, so that it doesn't hang on rounding."""
DEPTH = 5
"""Places of the longest path: four stages, and a separator before the separator."""
NOWHERE = -1
"""In a row of places: no further place downstream."""
PIECE_BYTES, PATH_BYTES = 100, 16
"""Of a piece in the tables that find it, and of each of its routes."""
ROOM = 64
"""Pieces that a new table has room for; it doubles."""
UNSEEN = -1
SOURCE_BITS = 20
"""Of the code of a piece, those that say which source it stands behind."""
SPAN = 256.0
"""More than any source weighs, in floors."""

Numbers = NDArray[np.intp]
Floats = NDArray[np.float64]
ENTRY = np.dtype([
    ("code", np.intp), ("low", np.float64), ("high", np.float64), ("begins", np.intp), ("sizes", np.intp),
    ("alive", np.intp, (len(Stage),)),
])  # fmt: skip
"""A piece in the table of all."""


class Gazetteer:
    """Numbers of places, in the order in which they were first asked for; as many as countries were ever declared."""

    def __init__(self) -> None:
        self.places: list[Place] = []
        self._numbers: dict[Place, int] = {}
        self._ranks: Numbers = np.empty(0, np.intp)
        self._lock = Lock()

    def number(self, place: Place) -> int:
        known = self._numbers.get(place)
        if known is not None:
            return known
        with self._lock:
            if place not in self._numbers:
                self.places.append(place)
                self._numbers[place] = len(self.places) - 1
            return self._numbers[place]

    @property
    def ranks(self) -> Numbers:
        """By number, where the place stands among all in the order of their words: an order of numbers would hang on
        what was asked before."""
        many, ranks = len(self.places), self._ranks
        if len(ranks) != many:
            ranks = np.empty(many, np.intp)
            ranks[sorted(range(many), key=lambda number: self.places[number])] = np.arange(many)
            self._ranks = ranks
        return ranks


class Piece(NamedTuple):
    """The routes behind a source, and the ``weights`` of each, which sum to 1. So they are wherever the source weighs
    from ``low`` to below ``high`` times the floor. ``alive`` counts branches by stage on the way up."""

    low: float
    high: float
    numbers: Numbers
    weights: Floats
    alive: Sequence[int]


class Shelf(NamedTuple):
    """Pieces as arrays, in the order of their sources and of what these weigh; as they were when somebody asked.

    ``codes`` are those of the sources, ``code`` that of each piece. ``most`` is the largest number of its branches, or
    of its routes: they stand in ``numbers`` and ``weights`` from ``begins`` on, as many as ``sizes`` says."""

    codes: Numbers
    keys: Floats
    code: Numbers
    low: Floats
    high: Floats
    begins: Numbers
    sizes: Numbers
    alive: Numbers
    most: Numbers
    numbers: Numbers
    weights: Floats

    def find_pieces(self, codes: Numbers, reach: Floats) -> Numbers:
        """What stands behind sources that weigh so many times the floor; ``UNSEEN`` where nobody asked yet."""
        if not len(self.codes):
            return np.full(len(codes), UNSEEN)
        at = np.searchsorted(self.codes, codes)
        piece = np.maximum(np.searchsorted(self.keys, at * SPAN + reach, side="right") - 1, 0)
        piece -= (self.low[piece] > reach) & (piece > 0)  # where the last bits of a key were cut off
        fits = (self.code[piece] == codes) & (self.low[piece] <= reach) & (reach < self.high[piece])
        return np.where(fits, piece, UNSEEN)


class Pieces:
    """What stands behind sources, by what they are."""

    def __init__(self) -> None:
        self._rows: dict[Hashable, int] = {}
        self._sources: dict[Hashable, int] = {}
        self._table = np.empty(ROOM, ENTRY)
        self._numbers = np.empty(16 * ROOM, np.intp)
        self._weights = np.empty(16 * ROOM)
        self._many, self._paths = 0, 0
        self._shelf: Shelf | None = None
        self._lock = Lock()

    @property
    def held_bytes(self) -> int:
        """What the pieces take."""
        return self._many * (ENTRY.itemsize + PIECE_BYTES) + self._paths * PATH_BYTES

    def row_code(self, supply: Hashable) -> int:
        """The number of who supplies the stages behind a source: with that of the source (``source_code``) it is the
        code of a piece."""
        with self._lock:
            return self._rows.setdefault(supply, len(self._rows)) << SOURCE_BITS

    def source_code(self, source: Hashable) -> int:
        """The number of a source."""
        known = self._sources.get(source)
        if known is not None:
            return known
        with self._lock:
            return self._sources.setdefault(source, len(self._sources))

    def keep(self, code: int, piece: Piece) -> None:
        """Keep what stands behind a source of a weight."""
        with self._lock:
            end = self._paths + len(piece.numbers)
            while end > len(self._numbers):
                self._numbers = np.concatenate([self._numbers, np.empty_like(self._numbers)])
                self._weights = np.concatenate([self._weights, np.empty_like(self._weights)])
            if self._many == len(self._table):
                self._table = np.concatenate([self._table, np.empty_like(self._table)])
            self._numbers[self._paths : end] = piece.numbers
            self._weights[self._paths : end] = piece.weights
            row = code, piece.low, piece.high, self._paths, len(piece.numbers), tuple(piece.alive)
            self._table[self._many] = row
            self._many, self._paths, self._shelf = self._many + 1, end, None

    def shelf(self) -> Shelf:
        """All that are kept."""
        shelf = self._shelf
        if shelf is None:
            with self._lock:
                shelf = self._shelf = self._sorted()
        return shelf

    def _sorted(self) -> Shelf:
        table = self._table[: self._many]
        table = table[np.lexsort((table["low"], table["code"]))]
        if len(table):  # two threads, or two weights of one request, may have kept the same
            again = (table["code"][1:] == table["code"][:-1]) & (table["low"][1:] == table["low"][:-1])
            table = table[np.concatenate([[True], ~again])]
        codes, at = np.unique(table["code"], return_inverse=True)
        keys = at * SPAN + np.clip(table["low"], 0.0, SPAN)
        most = np.maximum(table["alive"].max(axis=1, initial=0), table["sizes"])
        code, low, high, begins, sizes = (
            np.ascontiguousarray(table[name]) for name in ("code", "low", "high", "begins", "sizes")
        )
        alive = np.ascontiguousarray(table["alive"])
        return Shelf(codes, keys, code, low, high, begins, sizes, alive, most, self._numbers, self._weights)


class Routes:
    """Routes met so far, numbered, and the ``pieces`` that are made of them."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self.pieces = Pieces()
        self.written: list[tuple[Place, ...]] = []
        """By number, the places of each route, upstream first."""
        self.words: list[tuple[tuple[str, str], ...]] = []
        """The same as an answer writes them."""
        self._numbers: dict[tuple[int, ...], int] = {}
        self._distinct: list[tuple[int, ...]] = []
        self._rows: Numbers = np.empty((0, DEPTH), np.intp)
        self._lock = Lock()

    def __len__(self) -> int:
        """How many are kept."""
        return len(self.written)

    @property
    def rows(self) -> Numbers:
        """By number of the route, the numbers of its distinct places, ``NOWHERE`` for the others."""
        rows = self._rows
        if len(rows) != len(self._distinct):
            rows = self._rows = np.array(self._distinct, np.intp).reshape(-1, DEPTH)
        return rows

    def numbered(self, rows: Numbers) -> Numbers:
        """The same of a table of rows."""
        distinct, same = np.unique(rows, axis=0, return_inverse=True)
        return np.array(self.numbers(distinct.tolist()), np.intp)[same]

    def numbers(self, rows: Sequence[Sequence[int]]) -> list[int]:
        """Numbers of routes from rows of place numbers, upstream first, ``NOWHERE`` behind the last place."""
        keys = [tuple(row) for row in rows]
        known = [self._numbers.get(key) for key in keys]
        if None in known:
            with self._lock:
                return [self._number(key) for key in keys]
        return known  # type: ignore[return-value]

    def _number(self, key: tuple[int, ...]) -> int:
        known = self._numbers.get(key)
        if known is None:
            places = self.gazetteer.places
            distinct = tuple(dict.fromkeys(key))
            self._distinct.append((*distinct, *[NOWHERE] * (DEPTH - len(distinct))))
            written = tuple(places[number] for number in key if number != NOWHERE)
            self.words.append(tuple((str(place.stage), place.country) for place in written))
            self.written.append(written)
            known = self._numbers[key] = len(self.written) - 1
        return known


class Flat(NamedTuple):
    """Paths of many purchases, one purchase after the other: ``numbers`` of ``routes``, ``weights`` that sum to 1 for
    each ``owner``. Those of purchase i go from ``starts[i]`` to ``starts[i + 1]``."""

    routes: Routes
    numbers: Numbers
    weights: Floats
    owner: Numbers
    starts: Numbers

    @classmethod
    def joined(cls, routes: Routes, parts: Sequence[tuple[Numbers, Numbers, Floats]], many: int) -> Flat:
        """From owners, numbers and weights of paths: those of a purchase in one part, in their order."""
        owner, numbers, weights = (np.concatenate(each) for each in zip(*parts, strict=True))
        if (owner[1:] < owner[:-1]).any():
            order = np.argsort(owner, kind="stable")
            owner, numbers, weights = owner[order], numbers[order], weights[order]
        return cls(routes, numbers, weights, owner, np.searchsorted(owner, np.arange(many + 1)))

    def paths_of(self, number: int) -> Paths:
        """The paths of one purchase."""
        begin, end = self.starts[number], self.starts[number + 1]
        return Paths(self.routes, self.numbers[begin:end], self.weights[begin:end])

    def heaviest(self, most: int) -> tuple[Numbers, Floats, Numbers]:
        """Numbers and weights of the heaviest paths of each purchase, at most so many and in the order of ``Paths``;
        and how many they are by purchase."""
        rounded = np.round(self.weights, DECIMALS)
        order = np.lexsort((-rounded, self.owner))
        rank, ordered = np.arange(len(order)) - self.starts[self.owner], rounded[order]
        first = rank < most
        equal = (ordered[1:] == ordered[:-1]) & (self.owner[1:] == self.owner[:-1]) & first[:-1]
        for number in dict.fromkeys(self.owner[:-1][equal].tolist()):  # names decide there, too
            begin, end = self.starts[number : number + 2]
            order[begin:end] = begin + np.array(self.paths_of(number).heaviest_first)
        chosen = order[first]
        return self.numbers[chosen], self.weights[chosen], np.minimum(np.diff(self.starts), most)

    def some(self, begin: int, end: int) -> Flat:
        """Those of the purchases from one number to before another."""
        starts = self.starts[begin : end + 1]
        paths = slice(int(starts[0]), int(starts[-1]))
        return Flat(
            self.routes, self.numbers[paths], self.weights[paths], self.owner[paths] - begin, starts - starts[0]
        )


class Paths(Sequence[Path]):
    """Paths of one purchase, heaviest first. In the order in which they grew stand the ``numbers`` of their ``routes``,
    and ``weights`` that sum to 1."""

    __slots__ = ("_order", "numbers", "routes", "weights")

    def __init__(self, routes: Routes, numbers: Numbers, weights: Floats) -> None:
        self.routes = routes
        self.numbers = numbers
        self.weights = weights
        self._order: list[int] | None = None

    @property
    def heaviest_first(self) -> list[int]:
        """Where each path stands, the heaviest first, by the names of their places where they weigh the same."""
        if self._order is None:
            rounded = np.round(self.weights, DECIMALS)
            order = np.argsort(-rounded)
            ordered = rounded[order]
            equal = (ordered[1:] == ordered[:-1]).any()
            self._order = self._by_name(rounded.tolist()) if equal else order.tolist()
        return self._order

    def _by_name(self, weights: list[float]) -> list[int]:
        """The order where names decide, too."""
        written = self.routes.written
        keys = [(-weight, written[number]) for weight, number in zip(weights, self.numbers.tolist(), strict=True)]
        return sorted(range(len(keys)), key=keys.__getitem__)

    def __len__(self) -> int:
        """How many there are."""
        return len(self.numbers)

    @overload
    def __getitem__(self, at: int) -> Path: ...

    @overload
    def __getitem__(self, at: slice) -> Paths: ...

    def __getitem__(self, at: int | slice) -> Path | Paths:
        """A path, or the paths of a slice."""
        if isinstance(at, slice):
            some = self.heaviest_first[at]
            return Paths(self.routes, self.numbers[some], self.weights[some])
        one = self.heaviest_first[at]
        return Path(float(self.weights[one]), self.routes.written[self.numbers[one]])

    def __iter__(self) -> Iterator[Path]:
        """The paths in words."""
        written = self.routes.written
        weights, numbers = self.weights.tolist(), self.numbers.tolist()
        return iter([Path(weights[at], written[numbers[at]]) for at in self.heaviest_first])

    def __eq__(self, other: object) -> bool:
        """Whether they have the same weights and places."""
        return isinstance(other, Paths) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]
