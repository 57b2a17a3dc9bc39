"""Paths met so far on the hazards of one day, by number: who stops them, in which worlds, and what others keep of them.

Paths that the same events stop share a number, and so do routes of the same good and places. What is asked of many
paths at once is then an index into a table.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any, NamedTuple, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from service.risk.source_shock.alternatives import SETTINGS
from service.risk.source_shock.steps import Good, Places, Rules

PATH_BYTES, ROUTE_BYTES, EVENT_BYTES = 1_300, 250, 4_000
"""Of the objects beside the arrays, as measured with lines that name many countries, makers and end uses."""
PATTERNS_KEPT = 8
"""Sets of events by which worlds are told apart: products from the same countries share one."""
SALT, SALT_BITS = 2_026, 40
"""Sums of the salts of 8,192 paths are whole numbers that a float holds exactly."""
PAIRS_PER_PATH = 8
"""Countries and perils that can stop one path in the central view: four stages and a collapse at most, with room."""
NEVER = 0
"""The path that is never hit; it fills up the blocks of eight."""
ROOM = 64
"""Paths that a new store has room for; it doubles."""
UNSEEN, FOLLOWS = -1, -2
"""In place of a route's path: not asked for yet; it depends on the sources named beside it."""

T = TypeVar("T", bound=Hashable)
Bits = NDArray[np.uint8]
"""Worlds as bits, the first world lowest."""
Pair = tuple[str, str]
"""Country and peril."""
Event = tuple[object, ...]
"""What happens or not in a world, as a key: ``act``, ``collapse`` or ``pending``, whose, and below which ranks."""


class Meet(NamedTuple):
    """A country and peril on a path, with the events of either that stop it."""

    pair: Pair
    events: tuple[Event, ...]


Meets = tuple[Meet, ...]


class RouteTable(Protocol):
    """Routes that whoever traces purchases has numbered; one is equal to itself alone."""

    @property
    def written(self) -> Sequence[Places]: ...


class Store:
    """Paths met so far, numbered. Paths that the same events stop share a number."""

    def __init__(self, worlds: int) -> None:
        self.routes = np.full((ROOM, ROOM), UNSEEN, np.int32)
        """Routes of goods, numbered, by the numbers of the good and of its places; ``written`` tells them by number."""
        self.written: list[tuple[Good, Places]] = []
        self.patterns: dict[frozenset[int], Any] = {}
        """What others keep of the worlds by which events tell them apart: a few, each with its ``held_bytes``."""
        self.notes: dict[str, Any] = {}
        """What others keep by the numbers of routes: it lives as long as they do."""
        self.path_of: dict[Rules, NDArray[np.intp]] = {}
        self.meets: list[Meets] = [()]
        self.by_meets: dict[Meets, int] = {(): NEVER}
        self.rows: Bits = np.zeros((ROOM, worlds // 8), np.uint8)
        """Worlds in which each path is hit."""
        self.columns: list[frozenset[str]] = [frozenset()]
        """Distinct sets of sources, and by path (``columns_of``) the set that decides."""
        self.columns_of = np.zeros(ROOM, np.intp)
        self.pairs: list[Pair] = [("", "")]
        self.path_pairs = np.zeros((ROOM, PAIRS_PER_PATH), np.intp)
        self.splits = np.full((ROOM, PAIRS_PER_PATH), np.nan)
        self.splits[NEVER] = 0.0
        self.chances = np.full((ROOM, len(SETTINGS)), np.nan)
        self.chances[NEVER] = 0.0
        self.events: dict[Event, int] = {}
        self.event_rows: list[Bits] = []
        self.event_worlds: list[NDArray[np.intp]] = []
        """Worlds in which each event happens, as bits and as numbers."""
        self.events_of: Bits = np.zeros((ROOM, ROOM // 8), np.uint8)
        """By path, the events that decide whether it is hit, as bits by number."""
        self._random = np.random.default_rng(SALT)
        self.salts = self._salted(ROOM)
        self.event_salts = self._salted(ROOM)
        """Two random whole numbers for each path and each event: sums of them tell sets apart."""
        self._pair_numbers: dict[Pair, int] = {("", ""): 0}
        self._columns_numbers: dict[frozenset[str], int] = {frozenset(): 0}
        self._goods: dict[Good, int] = {}
        self._ways: dict[Places, int] = {}
        self._tables: dict[RouteTable, NDArray[np.intp]] = {}
        self._without: dict[str, NDArray[np.intp]] = {}

    def add(self, meets: Meets, sources: frozenset[str], events: frozenset[int], row: Bits) -> int:
        """Number a path."""
        number = len(self.meets)
        if number == len(self.rows):
            self.rows = np.concatenate([self.rows, np.zeros_like(self.rows)])
            self.columns_of = np.concatenate([self.columns_of, np.zeros_like(self.columns_of)])
            self.path_pairs = np.concatenate([self.path_pairs, np.zeros_like(self.path_pairs)])
            self.splits = np.concatenate([self.splits, np.full_like(self.splits, np.nan)])
            self.chances = np.concatenate([self.chances, np.full_like(self.chances, np.nan)])
            self.salts = np.concatenate([self.salts, self._salted(len(self.salts))])
            self.events_of = np.concatenate([self.events_of, np.zeros_like(self.events_of)])
        self.rows[number] = row
        self.events_of[number] = np.packbits(
            np.isin(np.arange(8 * self.events_of.shape[1]), [*events]), bitorder="little"
        )
        self.columns_of[number] = _number(self._columns_numbers, self.columns, sources)
        self.meets.append(meets)
        self.by_meets[meets] = number
        return number

    def event(self, event: Event, happens: NDArray[np.bool_]) -> int:
        """Number an event."""
        number = self.events[event] = len(self.event_rows)
        if number == len(self.event_salts):
            self.event_salts = np.concatenate([self.event_salts, self._salted(number)])
            self.events_of = np.concatenate([self.events_of, np.zeros_like(self.events_of)], axis=1)
        self.event_rows.append(np.packbits(happens, bitorder="little"))
        self.event_worlds.append(np.flatnonzero(happens))
        return number

    def _salted(self, many: int) -> NDArray[np.float64]:
        return self._random.integers(1 << SALT_BITS, size=(many, 2)).astype(np.float64)

    def good(self, good: Good) -> int:
        """Number a good."""
        number = self._goods.get(good)
        if number is None:
            number = self._goods[good] = len(self._goods)
            if number == len(self.routes):
                self.routes = np.concatenate([self.routes, np.full_like(self.routes, UNSEEN)])
        return number

    def way(self, places: Places) -> int:
        """Number the places of a route, whatever passes them."""
        number = self._ways.get(places)
        if number is None:
            number = self._ways[places] = len(self._ways)
            if number == self.routes.shape[1]:
                self.routes = np.concatenate([self.routes, np.full_like(self.routes, UNSEEN)], axis=1)
        return number

    def ways(self, table: RouteTable, numbers: NDArray[np.intp]) -> NDArray[np.intp]:
        """Numbers of the places of routes that somebody else has numbered."""
        known = self._tables[table] = _longer(self._tables.get(table), len(table.written))
        own_numbers = known[numbers]
        if UNSEEN in own_numbers:
            for number in np.unique(numbers[own_numbers == UNSEEN]).tolist():
                known[number] = self.way(table.written[number])
            own_numbers = known[numbers]
        return own_numbers

    def numbered(self, goods: NDArray[np.intp], ways: NDArray[np.intp]) -> NDArray[np.intp]:
        """Numbers of routes from those of their goods and places."""
        route_numbers = self.routes[goods, ways].astype(np.intp)
        if UNSEEN in route_numbers:
            new = np.flatnonzero(route_numbers == UNSEEN)
            kinds, known = list(self._goods), list(self._ways)
            for good, way in np.unique(np.stack([goods[new], ways[new]]), axis=1).T.tolist():
                self.routes[good, way] = len(self.written)
                self.written.append((kinds[good], known[way]))
            route_numbers = self.routes[goods, ways].astype(np.intp)
        return route_numbers

    def column(self, rules: Rules) -> NDArray[np.intp]:
        """By route, the path that it is under some rules, ``UNSEEN`` or ``FOLLOWS``."""
        kept = self.path_of[rules] = _longer(self.path_of.get(rules), len(self.written))
        return kept

    def without(self, country: str) -> NDArray[np.intp]:
        """By path, the path that it is when a country never stops it, or ``UNSEEN``."""
        kept = self._without[country] = _longer(self._without.get(country), len(self.meets))
        return kept

    def pair(self, pair: Pair) -> int:
        """Number a country and peril."""
        return _number(self._pair_numbers, self.pairs, pair)

    @property
    def held_bytes(self) -> int:
        """What it holds, arrays to the byte and the objects beside them by number."""
        tables = (*self.path_of.values(), *self._without.values(), *self._tables.values())
        arrays: tuple[NDArray[Any], ...] = (
            self.routes, self.rows, self.events_of, self.path_pairs, self.splits, self.chances, *tables
        )  # fmt: skip
        objects = PATH_BYTES * len(self.meets) + ROUTE_BYTES * len(self.written) + EVENT_BYTES * len(self.events)
        patterns = sum(kept.held_bytes for kept in [*self.patterns.values()])  # another thread may add some
        return int(sum(array.nbytes for array in arrays) + objects + patterns)

    def events_behind(self, paths: NDArray[np.intp]) -> frozenset[int]:
        """Events that decide whether any of the paths is hit."""
        events = np.bitwise_or.reduce(self.events_of[np.flatnonzero(np.bincount(paths))], axis=0, initial=0)
        return frozenset(np.flatnonzero(np.unpackbits(events, bitorder="little")).tolist())

    def sources(self, paths: NDArray[np.intp]) -> frozenset[str]:
        """Sources that decide whether any of the paths is hit."""
        sets = np.unique(self.columns_of[paths]).tolist()
        return frozenset().union(*(self.columns[number] for number in sets))


def _longer(kept: NDArray[np.intp] | None, many: int) -> NDArray[np.intp]:
    """A table with room for so many numbers: the one that is kept, or a longer one with ``UNSEEN`` behind it."""
    if kept is not None and len(kept) >= many:
        return kept
    longer = np.full(2 * many + ROOM, UNSEEN, np.intp)
    if kept is not None:
        longer[: len(kept)] = kept
    return longer


def _number(numbers: dict[T, int], things: list[T], thing: T) -> int:
    number = numbers.get(thing)
    if number is None:
        number = numbers[thing] = len(things)
        things.append(thing)
    return number
