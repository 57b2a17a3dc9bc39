"""What every country does in every world, on the hazards of one day.

An epoch turns hazards into thresholds on the worlds' ranks. For each path it has met, it keeps the worlds in which the
path is hit. A path's worlds depend on its places and its good, never on the product it stands in, so the next product
finds them ready. The store is bounded: when it is full it is emptied before the next product, never within one.

Nested acts: one number per country and world decides both whether it acts and how far the act reaches. So an act that
names a rarely named element names the often named ones too. The same holds for the forms that an act covers.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from threading import Lock
from typing import Any, NamedTuple, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from service.risk.mix import UNKNOWN_COUNTRY
from service.risk.source_shock.alternatives import SETTINGS, WorldWeights
from service.risk.source_shock.source_hazards import HazardTable, PendingAct, SourceHazards
from service.risk.source_shock.steps import (
    ANY_BLOC,
    BLOCS,
    COLLAPSE,
    COVER_FORM,
    RESTRICTION,
    Good,
    Places,
    Rules,
    Step,
    bloc,
    collapses,
    steps,
)
from service.risk.source_shock.worlds import Worlds
from service.risk.vocabulary import ELEMENTS, Stage

PATHS_KEPT = 8_192
"""A kilobyte each, a thousand in use with forty purchases. Beyond it the store is emptied before the next product."""
MOST_BYTES = 16 << 20
"""What a store may hold, by its own count; a day's is emptied beyond it, and the bundle keeps four days."""
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


Named = tuple[str, ...]
"""Countries named at a stage of a purchase."""
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


class Reach(NamedTuple):
    """A country's thresholds on the worlds' ranks: its acts by element, with those limited to some destinations, and
    the forms they cover."""

    general: tuple[int, ...]
    with_limited: tuple[int, ...]
    cover: dict[str, int]


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
        self.events_of: list[frozenset[int]] = [frozenset()]
        """By path, the events that decide whether it is hit."""
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
        self.rows[number] = row
        self.events_of.append(events)
        self.columns_of[number] = _number(self._columns_numbers, self.columns, sources)
        self.meets.append(meets)
        self.by_meets[meets] = number
        return number

    def event(self, event: Event, happens: NDArray[np.bool_]) -> int:
        """Number an event."""
        number = self.events[event] = len(self.event_rows)
        if number == len(self.event_salts):
            self.event_salts = np.concatenate([self.event_salts, self._salted(number)])
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
        arrays: tuple[NDArray[Any], ...] = (self.routes, self.rows, self.path_pairs, self.splits, self.chances, *tables)
        objects = PATH_BYTES * len(self.meets) + ROUTE_BYTES * len(self.written) + EVENT_BYTES * len(self.events)
        patterns = sum(kept.held_bytes for kept in [*self.patterns.values()])  # another thread may add some
        return int(sum(array.nbytes for array in arrays) + objects + patterns)

    def events_behind(self, paths: NDArray[np.intp]) -> frozenset[int]:
        """Events that decide whether any of the paths is hit."""
        return frozenset().union(*[self.events_of[path] for path in np.unique(paths).tolist()])

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


class Epoch:
    """Hazards of one day on one set of worlds. Safe to use from several threads."""

    def __init__(
        self,
        hazards: HazardTable,
        worlds: Worlds,
        without: Mapping[str, NDArray[np.float64]] | None = None,
        lost: frozenset[tuple[Stage, str]] = frozenset(),
        alternatives: WorldWeights | None = None,
        room: int = 1,
    ) -> None:
        """``without`` holds restriction hazards (countries x elements) with one family of features at its reference:
        ``power``, ``control``, ``substitution``. A family left out has no effect on the hazards. Places that are
        ``lost`` are hit in every world. ``alternatives`` are those of another epoch of the same hazards. The store may
        hold ``room`` times as much as one that shares a process with a web service."""
        self.sources = SourceHazards(hazards, without)
        self.worlds = worlds
        self.alternatives = alternatives or WorldWeights(self.sources, worlds)
        self._lost = lost
        self._room = room
        self._store = Store(worlds.count)
        self._element = {symbol: place for place, symbol in enumerate(ELEMENTS)}
        self._reaches: dict[str, Reach] = {}
        self._lock = Lock()

    def store(self) -> Store:
        """The paths met so far; a new one where the last is full."""
        kept = self._store
        if len(kept.meets) > self._room * PATHS_KEPT or kept.held_bytes > self._room * MOST_BYTES:
            kept = self._store = Store(self.worlds.count)
        return kept

    def goods(self, store: Store, goods: Sequence[Good]) -> NDArray[np.intp]:
        """Numbers of goods."""
        with self._lock:
            return np.array([store.good(good) for good in goods], np.intp)

    def routes(self, store: Store, goods: NDArray[np.intp], places: Sequence[Places]) -> NDArray[np.intp]:
        """Numbers of routes, whatever stops them, from the number of each one's good."""
        with self._lock:
            return store.numbered(goods, np.array([store.way(each) for each in places], np.intp))

    def routes_of_table(
        self, store: Store, goods: NDArray[np.intp], table: RouteTable, numbers: NDArray[np.intp]
    ) -> NDArray[np.intp]:
        """The same for routes that somebody else has numbered."""
        with self._lock:
            return store.numbered(goods, store.ways(table, numbers))

    def paths(
        self, store: Store, routes: NDArray[np.intp], rules: Rules, named_at: Callable[[int], Mapping[Stage, Named]]
    ) -> NDArray[np.intp]:
        """Numbers of the paths that routes are under some rules. ``named_at`` gives the countries named at each stage
        beside the route at a position: an unnamed producer may follow them."""
        with self._lock:
            column = store.column(rules)
            for route in np.unique(routes[column[routes] == UNSEEN]).tolist():
                good, places = store.written[route]
                follows = rules.unnamed_follows and any(country == UNKNOWN_COUNTRY for _, country in places)
                column[route] = FOLLOWS if follows else self._add(store, self._meets(good, places, rules, {}))
            path_numbers = column[routes]
            for position in np.flatnonzero(path_numbers == FOLLOWS).tolist():
                good, places = store.written[routes[position]]
                path_numbers[position] = self._add(store, self._meets(good, places, rules, named_at(position)))
        return path_numbers

    def spared(self, store: Store, paths: NDArray[np.intp], country: str) -> NDArray[np.intp]:
        """The numbers of paths when a country never stops them: their own where it can't."""
        with self._lock:
            kept = store.without(country)
            for path in np.unique(paths[kept[paths] == UNSEEN]).tolist():
                left = tuple(meet for meet in store.meets[path] if meet.pair[0] != country)
                kept[path] = self._add(store, left) if len(left) < len(store.meets[path]) else path
            return kept[paths]

    def _add(self, store: Store, meets: Meets) -> int:
        known = store.by_meets.get(meets)
        if known is not None:
            return known
        row = np.bitwise_or.reduce([self.strikes(store, meet) for meet in meets])
        events = frozenset(self._event(store, event) for meet in meets for event in meet.events)
        return store.add(meets, self._sources_of(meets), events, row)

    # What a path meets

    def _meets(self, good: Good, places: Places, rules: Rules, named: Mapping[Stage, Named]) -> tuple[Meet, ...]:
        path = steps(good, places, rules)
        events_by_pair: dict[Pair, list[Event]] = {}

        def stop(country: str, peril: str, events: Iterable[Event]) -> None:
            for event in events:
                events_by_pair.setdefault((country, peril), []).append(event)

        for step in path:
            for country in self._behind(step, good, rules, named):
                stop(country, RESTRICTION, self._restrictions(step._replace(country=country), good, rules))
        rate = self.sources.hazards.collapse
        for position, part in collapses(path, rules):
            for country in self._behind(path[position], good, rules, named):
                stop(country, COLLAPSE, [("collapse", country, self.worlds.below(rate * part))])
        for _, country in self._lost.intersection(places):
            stop(country, COLLAPSE, [("collapse", country, self.worlds.count)])
        return tuple(Meet(pair, tuple(dict.fromkeys(events))) for pair, events in events_by_pair.items())

    def _behind(self, step: Step, good: Good, rules: Rules, named: Mapping[Stage, Named]) -> tuple[str, ...]:
        """Countries whose acts and collapses stop a step. In the adverse view an unnamed producer is hit with any named
        source of its stage. To follow the largest alone would let more unnamed share lower the upper end where the
        largest is the safer one (CHN 40, AUS 60). Where none is named it follows the likeliest producer to act."""
        if step.country != UNKNOWN_COUNTRY or not rules.unnamed_follows:
            return (step.country,)
        beside = named.get(step.stage, ()) or (self.sources.likeliest(good.element),)
        return (UNKNOWN_COUNTRY, *beside)

    def _restrictions(self, step: Step, good: Good, rules: Rules) -> list[Event]:
        """Events of the country's restriction that stop a step: a future act, and acts that are pending."""
        if not step.restrictable:
            return []
        country = step.country
        elements = good.elements(step.form)
        reach = self._reach(country)
        general = max(reach.general[self._element[element]] for element in elements)
        picked = bloc(step.towards)
        if step.towards is None and rules.any_destination:
            picked = ANY_BLOC
        limited = max(reach.with_limited[self._element[element]] for element in elements) if picked else general
        cover = reach.cover[COVER_FORM.get(step.form, step.form.value)]
        events: list[Event] = [("act", country, general, limited, picked or "", cover)]
        if rules.pending != "none":
            for act in self.sources.pending(country):
                if act.measure_id not in rules.spared and _reaches(act, step, good, elements, rules):
                    odds = act.adverse if rules.pending == "adverse" else act.central
                    events.append(("pending", act.measure_id, self.worlds.below(odds)))
        return events

    def _reach(self, country: str) -> Reach:
        reach = self._reaches.get(country)
        if reach is None:
            below, chances = self.worlds.below, self.sources.chances(country).tolist()
            more = 1.0 + self.sources.limited(country)
            cover = {form: below(chance) for form, chance in self.sources.cover(country).items()}
            reach = Reach(tuple(map(below, chances)), tuple(below(min(1.0, c * more)) for c in chances), cover)
            self._reaches[country] = reach
        return reach

    # Worlds of events

    def strikes(self, store: Store, meet: Meet) -> Bits:
        """Worlds in which a country and peril stop the path."""
        rows = [store.event_rows[self._event(store, event)] for event in meet.events]
        return rows[0] if len(rows) == 1 else np.bitwise_or.reduce(rows)

    def _event(self, store: Store, event: Event) -> int:
        """The number of an event."""
        number = store.events.get(event)
        return store.event(event, self._happens(event)) if number is None else number

    def _happens(self, event: Event) -> NDArray[np.bool_]:
        """In which worlds an event happens."""
        match event:
            case ("act", str(country), int(general), int(reach), str(picked), int(cover)):
                act, covers, destination, _ = self.worlds.columns(country)
                happens = act < general
                if reach > general:
                    happens |= (act >= general) & (act < reach) & self._picks(destination, picked)
                return happens & (covers < cover)
            case ("collapse", str(country), int(reach)):
                return self.worlds.columns(country).collapse < reach
            case ("pending", str(measure), int(reach)):
                return self.worlds.pending(measure) < reach
        raise ValueError(f"unknown event {event!r}")

    def _picks(self, destination: NDArray[np.unsignedinteger], picked: str) -> NDArray[np.bool_]:
        """In which worlds a limited act picks a destination."""
        if picked == ANY_BLOC:
            return np.ones(self.worlds.count, np.bool_)
        place = BLOCS.index(picked)
        low, high = (self.worlds.below((place + more) / len(BLOCS)) for more in (0, 1))
        return (destination >= low) & (destination < high)

    def _sources_of(self, meets: tuple[Meet, ...]) -> frozenset[str]:
        """Columns that decide whether a path is hit: countries, and ids of pending acts marked with ``!``."""
        return frozenset(
            f"!{event[1]}" if event[0] == "pending" else str(event[1]) for meet in meets for event in meet.events
        )


def _reaches(act: PendingAct, step: Step, good: Good, elements: frozenset[str], rules: Rules) -> bool:
    """Whether a pending act would stop a step."""
    if act.elements and not act.elements & elements:
        return False
    if act.forms and step.form.value not in act.forms:
        return False
    if act.end_uses and good.end_use not in act.end_uses:
        return False
    return not act.destinations or (rules.any_destination if step.towards is None else step.towards in act.destinations)
