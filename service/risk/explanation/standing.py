"""Where the acts around a product stand on its day: what is in force, announced, suspended, eased or unknown.

Standing is a fact beside the forecast: it never enters the score, but it can set the band. An act stands on a purchase
as far as the weight of the paths that meet it at a border.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
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

ALREADY_HIT, UNDER_CONTROL, ANNOUNCED = "already_hit", "under_control", "announced"
HIT_MONTHS = 12
"""Months in force after which an act counts as standing control: exports don't come back by then."""
RECENT_MONTHS = 24
"""A relaxation is told for two years, and as long as it speaks of an act that stands."""


@dataclass
class Met:
    """Measures around one purchase: id -> measure with its span, and the share (0..1) of need whose paths meet it.
    ``countries`` says in which country the product meets it first, ``controlled`` is the share under a serious act in
    force or announced."""

    measures: dict[str, tuple[Measure, Span]] = field(default_factory=dict)
    shares: Mapping[str, float] = field(default_factory=dict)
    countries: Mapping[str, str] = field(default_factory=dict)
    controlled: float = 0.0


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
            for route in np.unique(routes[self._of_route[routes] == self.UNSEEN]).tolist():
                around = self._around(*store.written[route])
                number = self._numbers.setdefault(around, len(self.kinds))
                if number == len(self.kinds):
                    self.kinds.append(around)
                self._of_route[route] = number
            return self._of_route[routes]

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


def met_by(layout: Layout, store: Store, register: Register, on: date) -> list[Met]:
    """By purchase, all measures announced and not ended that its paths meet at their borders."""
    borders = Borders.kept(store, register, on)
    kinds = borders.number_routes(store, layout.routes)
    present, kind = np.unique(kinds, return_inverse=True)
    around = [borders.kinds[number] for number in present.tolist()]
    many = len(layout.keep)
    by_name: dict[str, dict[int, str]] = {}
    for number, each in enumerate(around):
        for name, country in each.measures:
            by_name.setdefault(name, {})[number] = country
    shares: list[dict[str, float]] = [{} for _ in range(many)]
    countries: dict[str, str] = {}
    for name, meets in sorted(by_name.items()):
        met = np.zeros(len(around))
        met[list(meets)] = 1.0
        path = met[kind]
        column = np.bincount(layout.owner, layout.shares * path, many)
        for number in column.nonzero()[0].tolist():
            shares[number][name] = float(column[number])
        countries[name] = meets[int(kind[path.argmax()])]
    controlled = np.bincount(layout.owner, layout.shares * np.array([each.stands for each in around])[kind], many)
    return [
        Met({name: borders.measures[name] for name in own}, own, countries, part)
        for own, part in zip(shares, np.minimum(1.0, controlled).tolist(), strict=True)
    ]


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


def standing(parts: Sequence[Met], register: Register, on: date) -> tuple[Standing, ...]:
    """Serious acts in force or announced around a product, the largest share first. The share is that of the purchase
    that it bears on most."""
    by_act = [_standing(name, parts, register, on) for name in _names(parts)]
    told = [one for one in by_act if one is not None]
    return tuple(sorted(told, key=lambda s: (-round(s.share, 6), s.measure_id)))


def _names(parts: Sequence[Met]) -> list[str]:
    return sorted({name for part in parts for name in part.measures})


def _standing(name: str, parts: Sequence[Met], register: Register, on: date) -> Standing | None:
    measure, span = next(part.measures[name] for part in parts if name in part.measures)
    if not stands(measure, span):
        return None
    if span.status is Status.ANNOUNCED:
        state, since = ANNOUNCED, measure.effective
    else:
        since = _head_since(measure, span, register)
        state = ALREADY_HIT if since is not None and months_since(since, on) < HIT_MONTHS else UNDER_CONTROL
    eased = [register[other] for other in register.easing(measure, on, on)]
    eased_since = min((m.effective or m.announced or on for m in eased), default=None)
    return Standing(
        name, state, _country(parts, name), measure.severity, measure.instrument,
        tuple(sorted(measure.elements)), _largest(parts, name), since, eased_since,
    )  # fmt: skip


def _head_since(measure: Measure, span: Span, register: Register) -> date | None:
    """First day in force, that of the head of its chain for a renewal; a measure back from a suspension starts anew."""
    if span.since is None or not measure.renews or measure.back_from_suspension(span.since) == span.since:
        return span.since
    head = register[measure.renews]
    return min(span.since, head.effective) if head.effective else span.since


def _country(parts: Sequence[Met], name: str) -> str:
    return next(part.countries[name] for part in parts if name in part.measures)


def _largest(parts: Sequence[Met], name: str) -> float:
    return min(1.0, max(part.shares.get(name, 0.0) for part in parts))


def pending_risk(parts: Sequence[Met], pending: Sequence[PendingAct]) -> tuple[PendingRisk, ...]:
    """Acts around a product that may start within the window, the largest share first."""
    odds = {act.measure_id: act for act in pending}
    risks = []
    for name in _names(parts):
        if name not in odds:
            continue
        _, span = next(part.measures[name] for part in parts if name in part.measures)
        act = odds[name]
        risks.append(PendingRisk(name, str(span.status), _country(parts, name), _largest(parts, name),
                                 act.central, act.adverse, span.until))  # fmt: skip
    return tuple(sorted(risks, key=lambda one: (-round(one.share, 6), one.measure_id)))


def entries(parts: Sequence[Met], pending: Sequence[PendingAct], on: date) -> tuple[RegisterEntry, ...]:
    """Every measure around a product with what it counts for."""
    odds = {act.measure_id: act for act in pending}
    measures = {name: pair for part in parts for name, pair in part.measures.items()}
    return tuple(
        RegisterEntry(
            name,
            _country(parts, name),
            str(span.status),
            m.instrument,
            tuple(sorted(m.elements)),
            m.sign,
            m.severity,
            span.since,
            span.until,
            _counts(m, span, odds),
        )
        for name, (m, span) in sorted(measures.items())
        if _worth_telling(m, span, measures, on)
    )


def _counts(measure: Measure, span: Span, odds: Mapping[str, PendingAct]) -> str:
    act = odds.get(measure.measure_id)
    if act is not None and act.central > 0:
        return "score"
    if stands(measure, span):
        return "standing"
    return "upper_end" if act is not None and act.adverse > 0 else "nothing"


def _worth_telling(measure: Measure, span: Span, measures: Mapping[str, tuple[Measure, Span]], on: date) -> bool:
    """Leaves out what eased a control long ago that stands no more."""
    young = span.since is not None and months_since(span.since, on) < RECENT_MONTHS
    return measure.sign != "relaxation" or young or bool(measure.eases & measures.keys())


def unknown_and_suspended(parts: Sequence[Met]) -> Iterator[tuple[Measure, Span]]:
    """Measures around a product that are suspended or of unknown status, by id."""
    for name in _names(parts):
        measure, span = next(part.measures[name] for part in parts if name in part.measures)
        if measure.sign == "tightening" and span.status in (Status.SUSPENDED, Status.UNKNOWN):
            yield measure, span
