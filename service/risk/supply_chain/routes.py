"""Places and routes as numbers, so that the paths of many purchases are a few flat arrays.

A *route* is the places of a path without its weight. Purchases of one element share most of their routes, so each is
put into words once. A path is then a route's number and a weight.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from threading import Lock
from typing import overload

import numpy as np
from numpy.typing import NDArray

from service.risk.supply_chain.places import Path, Place

DEPTH = 5
"""Places of the longest path: four stages, and a separator before the separator."""
NOWHERE = -1
"""In a row of places: no further place downstream."""

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


class Routes:
    """Routes met so far, numbered."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
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
    """Paths of one purchase, heaviest first: ``numbers`` of their ``routes``, and ``weights`` that sum to 1."""

    __slots__ = ("numbers", "routes", "weights")

    def __init__(self, routes: Routes, numbers: Numbers, weights: Floats) -> None:
        self.routes = routes
        self.numbers = numbers
        self.weights = weights

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
            return Paths(self.routes, self.numbers[at], self.weights[at])
        return Path(float(self.weights[at]), self.routes.written[self.numbers[at]])

    def __iter__(self) -> Iterator[Path]:
        """The paths in words."""
        written = self.routes.written
        pairs = zip(self.weights.tolist(), self.numbers.tolist(), strict=True)
        return iter([Path(weight, written[number]) for weight, number in pairs])

    def __eq__(self, other: object) -> bool:
        """Whether they have the same weights and places."""
        return isinstance(other, Paths) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]
