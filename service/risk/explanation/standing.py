"""Where the acts around a product stand on its day: what is in force, announced, suspended, eased or unknown.

Standing is a fact beside the forecast: it never enters the score, but it can set the band. An act stands on a purchase
as far as the weight of the paths that meet it at a border.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from threading import Lock
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from service.risk.answer import PendingRisk, RegisterEntry, Standing
from service.risk.controls.measures import SEVERITIES, Measure, Span, Status
from service.risk.controls.register import Register
from service.risk.mix import UNKNOWN_COUNTRY
from service.risk.product.loss import Layout
from service.risk.source_shock.acts import is_serious, months_since
from service.risk.source_shock.path_store import Store
from service.risk.source_shock.source_hazards import PendingAct
from service.risk.source_shock.steps import CENTRAL, Good, Places, Step, steps
from service.risk.vocabulary import Stage, hs92_code

Numbers = NDArray[np.intp]
Floats = NDArray[np.float64]

ALREADY_HIT, UNDER_CONTROL, ANNOUNCED = "already_hit", "under_control", "announced"
HIT_MONTHS = 12
"""Months in force after which an act counts as standing control: exports don't come back by then."""
RECENT_MONTHS = 24
"""A relaxation is told for two years, and as long as it speaks of an act that stands."""


class MetAct(NamedTuple):
    """A measure around a product: ``country`` is the one in which the product meets it first, ``share`` (0..1) the need
    whose paths meet it, of the purchase that it bears on most."""

    measure: Measure
    span: Span
    country: str
    share: float


@dataclass(frozen=True)
class Met:
    """Measures around the purchases of a product, in the order of their ids. ``shares`` (measures, purchases) is the
    share (0..1) of need whose paths meet each. ``controlled`` is, by purchase, the share under a serious act in force
    or announced."""

    acts: tuple[MetAct, ...] = ()
    shares: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    controlled: Sequence[float] = ()

    def serious_by_purchase(self) -> list[tuple[str, ...]]:
        """Ids of the serious acts in force or announced around each purchase."""
        serious = [(act.measure.measure_id, row) for act, row in zip(self.acts, self.shares, strict=True)
                   if stands(act.measure, act.span)]  # fmt: skip
        ids: list[list[str]] = [[] for _ in self.controlled]
        for name, row in serious:
            for number in row.nonzero()[0].tolist():
                ids[number].append(name)
        return [*map(tuple, ids)]


class Around(NamedTuple):
    """What a route meets at its borders: ``measures`` by id with the country of the step, ``stands`` where a serious
    one does. ``sources`` (country, element, stage) are those that can be hit there."""

    measures: tuple[tuple[str, str], ...]
    stands: bool
    sources: frozenset[tuple[str, str, Stage]]


class Borders:
    """What every route met so far meets at its borders on a day. It hangs on the good and its places, never on a
    product, so each route is looked up once. Routes that meet the same share a number."""

    NAME = "borders"
    UNSEEN = -1

    def __init__(self, register: Register, on: date) -> None:
        self.kinds: list[Around] = []
        self.measures: dict[str, tuple[Measure, Span]] = {}
        self.names: list[str] = []
        """Ids of measures by number, and by kind the numbers of those that it meets."""
        self.numbers_met: list[Numbers] = []
        self._measure_numbers: dict[str, int] = {}
        self._register = register
        self._on = on
        self._numbers: dict[Around, int] = {}
        self._steps: dict[tuple[Good, Step], tuple[str, ...]] = {}
        self._of_route: Numbers = np.empty(0, np.intp)
        self._lock = Lock()

    @classmethod
    def kept(cls, store: Store, register: Register, on: date) -> Borders:
        """Those of a store, which holds the routes of one day."""
        borders: Borders = store.notes.setdefault(cls.NAME, cls(register, on))
        return borders

    def number_routes(self, store: Store, routes: Numbers) -> Numbers:
        """The number of what each route meets, its place in ``kinds``."""
        with self._lock:
            if len(self._of_route) < len(store.written):
                more = np.full(2 * len(store.written) - len(self._of_route), self.UNSEEN)
                self._of_route = np.concatenate([self._of_route, more])
            numbers = self._of_route[routes]
            new = routes[numbers == self.UNSEEN]
            for route in np.unique(new).tolist() if len(new) else ():
                around = self._around(*store.written[route])
                number = self._numbers.setdefault(around, len(self.kinds))
                if number == len(self.kinds):
                    self.numbers_met.append(np.array([self._number(name) for name, _ in around.measures], np.intp))
                    self.kinds.append(around)
                self._of_route[route] = number
            return self._of_route[routes] if len(new) else numbers

    def _number(self, name: str) -> int:
        """The number of a measure."""
        number = self._measure_numbers.setdefault(name, len(self.names))
        if number == len(self.names):
            self.names.append(name)
        return number

    def _around(self, good: Good, places: Places) -> Around:
        measures: dict[str, str] = {}
        sources = set()
        for step in steps(good, places, CENTRAL):
            if not step.domestic and step.country != UNKNOWN_COUNTRY:
                sources.add((step.country, good.element, step.stage))
            if step.restrictable:
                measures |= dict.fromkeys(self._acts(good, step), step.country)
        standing_there = any(stands(*self.measures[name]) for name in measures)
        return Around(tuple(measures.items()), standing_there, frozenset(sources))

    def _acts(self, good: Good, step: Step) -> tuple[str, ...]:
        """Ids of what bears on a step: routes share most of theirs."""
        names = self._steps.get((good, step))
        if names is None:
            acts = bearing(step, good, self._register, self._on)
            self.measures.update((pair[0].measure_id, pair) for pair in acts)
            names = self._steps[good, step] = tuple(pair[0].measure_id for pair in acts)
        return names


def met_by(layout: Layout, store: Store, register: Register, on: date) -> Met:
    """All measures announced and not ended that the purchases' paths meet at their borders."""
    borders = Borders.kept(store, register, on)
    kinds = borders.number_routes(store, layout.routes)
    present = np.bincount(kinds) > 0
    kind = (np.cumsum(present) - 1)[kinds]
    numbers = np.flatnonzero(present).tolist()
    around = [borders.kinds[number] for number in numbers]
    met = np.concatenate([borders.numbers_met[number] for number in numbers])
    names, place = _by_name(met, borders.names)
    path, at = _each(np.array([len(each.measures) for each in around], np.intp), kind)
    measure, many = place[met][at], len(layout.keep)
    cells = np.bincount(measure * many + layout.owner[path], layout.shares[path], len(names) * many)
    shares: Floats = cells.astype(np.float64).reshape(len(names), many)
    _, first = np.unique(measure, return_index=True)
    meets = [*chain.from_iterable(each.measures for each in around)]
    countries = [meets[n][1] for n in at[first].tolist()]
    largest = np.minimum(1.0, shares.max(axis=1, initial=0.0)).tolist()
    rows = zip(names, countries, largest, strict=True)
    acts = tuple(MetAct(*borders.measures[name], country, share) for name, country, share in rows)
    standing_there = np.array([each.stands for each in around])[kind]
    controlled = np.bincount(layout.owner, layout.shares * standing_there, many)
    return Met(acts, shares, np.minimum(1.0, controlled).tolist())


def _by_name(met: Numbers, names: Sequence[str]) -> tuple[list[str], Numbers]:
    """The ids of these measures in their order, and by number the place of each among them."""
    numbers = sorted(np.flatnonzero(np.bincount(met)).tolist(), key=names.__getitem__)
    place = np.zeros(len(names), np.intp)
    place[numbers] = np.arange(len(numbers))
    return [names[number] for number in numbers], place


def _each(sizes: Numbers, kind: Numbers) -> tuple[Numbers, Numbers]:
    """Paths, each as often as its kind has measures, in their order; and the places of these measures among those of
    all kinds, one kind after the other."""
    many = sizes[kind]
    path = np.repeat(np.arange(len(kind)), many)
    begins = (np.cumsum(sizes) - sizes)[kind] - (np.cumsum(many) - many)
    return path, begins[path] + np.arange(len(path))


def bearing(step: Step, good: Good, register: Register, on: date) -> tuple[tuple[Measure, Span], ...]:
    """What the country of a step has announced on the good that reaches the next country and hasn't ended."""
    if not step.restrictable or not register.issues(step.country):
        return ()
    return register.bearing(
        step.country,
        on,
        hs92=hs92_code(good.element, step.form),
        element=good.element,
        form=step.form,
        destination=step.towards or "",
        end_use=good.end_use,
        also=good.elements(step.form) - {good.element},
    )


def stands(measure: Measure, span: Span) -> bool:
    """Whether an act is serious and in force, or announced for a day to come."""
    return (
        measure.sign == "tightening"
        and measure.rank >= SEVERITIES["moderate"]
        and is_serious(measure)
        and span.status in (Status.IN_FORCE, Status.ANNOUNCED)
    )


def standing(met: Met, register: Register, on: date) -> tuple[Standing, ...]:
    """Serious acts in force or announced around a product, the largest share first. The share is that of the purchase
    that it bears on most."""
    by_act = [_standing(act, register, on) for act in met.acts if stands(act.measure, act.span)]
    return tuple(sorted(by_act, key=lambda s: (-round(s.share, 6), s.measure_id)))


def _standing(act: MetAct, register: Register, on: date) -> Standing:
    measure, span, country, share = act
    if span.status is Status.ANNOUNCED:
        state, since = ANNOUNCED, measure.effective
    else:
        since = _head_since(measure, span, register)
        state = ALREADY_HIT if since is not None and months_since(since, on) < HIT_MONTHS else UNDER_CONTROL
    eased = [register[other] for other in register.easing(measure, on, on)]
    eased_since = min((m.effective or m.announced or on for m in eased), default=None)
    return Standing(
        measure.measure_id, state, country, measure.severity, measure.instrument,
        tuple(sorted(measure.elements)), share, since, eased_since,
    )  # fmt: skip


def _head_since(measure: Measure, span: Span, register: Register) -> date | None:
    """First day in force, that of the head of its chain for a renewal; a measure back from a suspension starts anew."""
    if span.since is None or not measure.renews or measure.back_from_suspension(span.since) == span.since:
        return span.since
    head = register[measure.renews]
    return min(span.since, head.effective) if head.effective else span.since


def pending_risk(met: Met, pending: Sequence[PendingAct]) -> tuple[PendingRisk, ...]:
    """Acts around a product that may start within the window, the largest share first."""
    odds = {act.measure_id: act for act in pending}
    risks = []
    for measure, span, country, share in met.acts:
        name = measure.measure_id
        if name in odds:
            act = odds[name]
            risks.append(PendingRisk(name, str(span.status), country, share, act.central, act.adverse, span.until))
    return tuple(sorted(risks, key=lambda one: (-round(one.share, 6), one.measure_id)))


def entries(met: Met, pending: Sequence[PendingAct], on: date) -> tuple[RegisterEntry, ...]:
    """Every measure around a product with what it counts for."""
    odds = {act.measure_id: act for act in pending}
    around = frozenset(act.measure.measure_id for act in met.acts)
    return tuple(
        RegisterEntry(
            m.measure_id,
            country,
            str(span.status),
            m.instrument,
            tuple(sorted(m.elements)),
            m.sign,
            m.severity,
            span.since,
            span.until,
            _counts(m, span, odds),
        )
        for m, span, country, _ in met.acts
        if _worth_telling(m, span, around, on)
    )


def _counts(measure: Measure, span: Span, odds: Mapping[str, PendingAct]) -> str:
    act = odds.get(measure.measure_id)
    if act is not None and act.central > 0:
        return "score"
    if stands(measure, span):
        return "standing"
    return "upper_end" if act is not None and act.adverse > 0 else "nothing"


def _worth_telling(measure: Measure, span: Span, around: frozenset[str], on: date) -> bool:
    """Leaves out what eased a control long ago that stands no more."""
    young = span.since is not None and months_since(span.since, on) < RECENT_MONTHS
    return measure.sign != "relaxation" or young or bool(measure.eases & around)


def unknown_and_suspended(met: Met) -> Iterator[tuple[Measure, Span]]:
    """Measures around a product that are suspended or of unknown status, by id."""
    for measure, span, _, _ in met.acts:
        if measure.sign == "tightening" and span.status in (Status.SUSPENDED, Status.UNKNOWN):
            yield measure, span
