"""Places and routes as numbers, so that the paths of many purchases are a few flat arrays.

A *route* is the places of a path without its weight. Purchases of one element share most of their routes, so each is
put into words once. A path is then a route's number and a weight.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Iterator, Sequence
from threading import Lock
from typing import NamedTuple, overload

import numpy as np
from numpy.typing import NDArray

from service.risk.supply_chain.places import Path, Place

DECIMALS = 9
"""Weights that agree this far count as equal in an order, so that it doesn't hang on rounding."""
DEPTH = 5
"""Places of the longest path: four stages, and a separator before the separator."""
NOWHERE = -1
"""In a row of places: no further place downstream."""
PIECE_BYTES = 700
"""Of a piece beside its numbers and weights."""

Numbers = NDArray[np.intp]
Floats = NDArray[np.float64]


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
    alive: tuple[int, ...]
    most: int
    """The largest number of them, or of routes."""


class Pieces:
    """What stands behind sources, by what they are."""

    def __init__(self) -> None:
        self.held_bytes = 0
        self._kept: dict[Hashable, tuple[list[float], list[Piece]]] = {}
        self._lock = Lock()

    def find_piece(self, source: Hashable, reach: float) -> Piece | None:
        """What stands behind a source that weighs so many times the floor; ``None`` where nobody asked yet."""
        lows, pieces = self._kept.get(source, NO_PIECES)
        at = bisect_right(lows, reach)
        return pieces[at - 1] if at and reach < pieces[at - 1].high else None

    def keep(self, source: Hashable, piece: Piece, reach: float) -> None:
        """Keep what stands behind a source of a weight."""
        with self._lock:
            if self.find_piece(source, reach) is None:
                pieces = sorted([*self._kept.get(source, NO_PIECES)[1], piece], key=lambda one: one.low)
                self._kept[source] = [one.low for one in pieces], pieces
                self.held_bytes += PIECE_BYTES + piece.numbers.nbytes + piece.weights.nbytes


NO_PIECES: tuple[list[float], list[Piece]] = ([], [])


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
