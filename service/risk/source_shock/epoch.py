"""What every country does in every world, on the hazards of one day.

An epoch turns hazards into thresholds on the worlds' ranks. For each path it has met, it keeps the worlds in which the
path is hit. A path's worlds depend on its places and its good, never on the product it stands in, so the next product
finds them ready. The store is bounded: when it is full it is emptied before the next product, never within one.

Nested acts: one number per country and world decides both whether it acts and how far the act reaches. So an act that
names a rarely named element names the often named ones too. The same holds for the forms that an act covers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from threading import Lock
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from service.risk.mix import UNKNOWN_COUNTRY
from service.risk.source_shock.alternatives import WorldWeights
from service.risk.source_shock.path_store import (
    FOLLOWS,
    UNSEEN,
    Bits,
    Event,
    Meet,
    Meets,
    Pair,
    RouteTable,
    Store,
)
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

Named = tuple[str, ...]
"""Countries named at a stage of a purchase."""


class ActReach(NamedTuple):
    """A country's thresholds on the worlds' ranks: its acts by element, with those limited to some destinations, and
    the forms they cover."""

    general: tuple[int, ...]
    with_limited: tuple[int, ...]
    cover: dict[str, int]


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
        self._reaches: dict[str, ActReach] = {}
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
            path_numbers = column[routes]
            if not len(path_numbers) or path_numbers.min() >= 0:  # most often all of them are known
                return path_numbers
            for route in np.unique(routes[path_numbers == UNSEEN]).tolist():
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

    def _reach(self, country: str) -> ActReach:
        reach = self._reaches.get(country)
        if reach is None:
            below, chances = self.worlds.below, self.sources.chances(country).tolist()
            more = 1.0 + self.sources.limited(country)
            cover = {form: below(chance) for form, chance in self.sources.cover(country).items()}
            reach = ActReach(tuple(map(below, chances)), tuple(below(min(1.0, c * more)) for c in chances), cover)
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
