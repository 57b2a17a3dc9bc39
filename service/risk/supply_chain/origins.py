"""The paths of a purchase: a country for every stage behind its form, with weights.

Built from the bought form upwards. What is declared at a stage goes first; elsewhere the next country's default sources
serve, and a separator's feed. A declaration keeps as much of the default as its shares allow. What a country has of
both stays on the paths where the default has it. Only the excess is spread, in proportion, over the paths that lost
theirs (``branches.fitted``). So the stages downstream keep their shares, a declaration equal to the default changes
nothing, and moving one per cent moves one per cent. An independent product of the stages' shares would pair Japan's
magnets with China's metal as soon as a line states what was assumed before.

A stage between two declared ones is where it fits both (``branches.likelier``). Malaysian oxide in Japanese magnets has
passed the metal makers that use such oxide, not China's, which use their own.

Branches below ``FLOOR`` are left out (``branches.grown``). Where that leaves more than ``MOST_PATHS`` the floor is
doubled until it doesn't.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from math import fsum
from typing import NamedTuple

import numpy as np

from service.risk.mix import DEFAULT_MIX, UNKNOWN_COUNTRY, Mix
from service.risk.supply_chain.behind import Lot, Part, put_together
from service.risk.supply_chain.branches import Row, Source, row_of
from service.risk.supply_chain.places import Assumption, Code, DeclaredSource, Place
from service.risk.supply_chain.provenance import Provenance, provenance
from service.risk.supply_chain.routes import DECIMALS, Flat, Gazetteer, Numbers, Paths, Routes
from service.risk.supply_chain.sourcing import Sourcing, Supply
from service.risk.supply_chain.tracing import TOGETHER, Job, Tracing
from service.risk.vocabulary import CHAIN, Form, Stage

UNION = "EU27"
OPEN = frozenset({UNION, UNKNOWN_COUNTRY, DEFAULT_MIX})
"""Declared in place of a country: what is known decides whom they mean."""

Declared = Mapping[Stage, Sequence[DeclaredSource]]


@dataclass
class Origins:
    """Paths whose weights sum to 1, heaviest first, and where they come from, worked out when asked for."""

    flat: Flat
    number: int
    """Its own among the purchases whose paths are ``flat``."""
    taken: Numbers
    """Routes of its paths, in the order of their numbers."""
    supply: Supply
    form: Form
    buyer: str | None
    stated: frozenset[Stage]
    doubts: tuple[Assumption, ...]
    """What stands in for declared sources."""

    @cached_property
    def paths(self) -> Paths:
        """The paths."""
        return self.flat.paths_of(self.number)

    @cached_property
    def _provenance(self) -> Provenance:
        return provenance(
            self.supply, _left_open(self.form, self.stated), self.buyer, self.flat.routes, self.taken.tobytes()
        )

    @property
    def defaults(self) -> tuple[str, ...]:
        """The rules that named sources, as ``stage:rule``."""
        return self._provenance.defaults

    @property
    def figures(self) -> tuple[str, ...]:
        """Ids of the figures behind the default sources."""
        return self._provenance.figures

    @property
    def assumed(self) -> tuple[Assumption, ...]:
        """What stands in where no published figure speaks."""
        return (*self.doubts, *self._provenance.assumed)


@cache
def _left_open(form: Form, stated: frozenset[Stage]) -> tuple[Stage, ...]:
    """The stages of a form that aren't stated."""
    return tuple(stage for stage in CHAIN[form] if stage not in stated)


class Asked(NamedTuple):
    """A purchase to be traced: ``form`` of ``element`` bought in ``buyer`` (alpha-3, ``None`` where not stated), from
    what is ``declared``."""

    element: str
    form: Form
    buyer: str | None
    declared: Declared


def origins(
    element: str,
    form: Form,
    buyer: str | None,
    on: date,
    sourcing: Sourcing,
    declared: Declared,
    view: str,
) -> Origins:
    """The paths behind one purchase on a day; see ``origins_of``."""
    return origins_of([Asked(element, form, buyer, declared)], (view,), on, sourcing).behind(0, view)


class Traces:
    """The paths behind purchases under some views, as ``flat`` arrays: the purchases under the first view, then under
    the next. What else is known of where one comes from is worked out when asked for."""

    def __init__(self, asked: Sequence[Asked], views: Sequence[str], on: date, sourcing: Sourcing) -> None:
        """As ``origins_of``."""
        self._asked, self._views = asked, views
        elements = dict.fromkeys(one.element for one in asked)
        self._supplies = {element: [sourcing.supply(element, on, view) for view in views] for element in elements}
        self._declared = _Declarations(sourcing.gazetteer)
        alike: dict[tuple[object, ...], int] = {}
        self._first = [
            alike.setdefault((one.element, one.form, one.buyer, id(one.declared)), n) for n, one in enumerate(asked)
        ]
        self._jobs: dict[int, Job] = {}
        self._behind: dict[tuple[int, str], Origins] = {}
        routes, many = sourcing.routes(), len(views) * len(asked)
        parts = put_together(self._lots(routes), routes, many)
        whole = {number: job for number, job in self._jobs.items() if not _of_lot(job)}
        self.flat = Flat.joined(routes, [*parts, *_grown(whole, routes)], many)

    def _lots(self, routes: Routes) -> list[Lot]:
        """The purchases that are put together; the others are kept as jobs."""
        many, lots = len(self._asked), dict[tuple[object, ...], Lot]()
        bought: dict[tuple[str, Form], _Bought] = {}
        for number, one in enumerate(self._asked):
            good = bought.get((one.element, one.form))
            if good is None:
                supplies = self._supplies[one.element]
                good = bought[one.element, one.form] = _Bought.of_form(one.form, supplies, routes)
            lot = lots.get((id(one.declared), one.form, one.buyer)) if good.complete else None
            if lot is None:
                declared = self._declared.read_once(one)
                if declared is None or not good.complete:
                    self._set_apart(number, one, good, lots, routes)
                    continue
                lot = lots[id(one.declared), one.form, one.buyer] = declared.lot(one.buyer)
            lot.jobs.extend(range(number, many * len(good.supplies), many))
            lot.supplies.extend(good.supplies)
            lot.rows.extend(good.rows)
        return [*lots.values()]

    def _set_apart(
        self, number: int, one: Asked, good: _Bought, lots: dict[tuple[object, ...], Lot], routes: Routes
    ) -> None:
        """A purchase that states several stages, or of which no maker is known at some stage."""
        declared = self._declared.read_once(one)
        for place, supply in enumerate(good.supplies):
            at = number + place * len(self._asked)
            if declared is not None and one.form in supply.complete:
                lot = declared.lot(one.buyer)
            else:
                job = self._jobs[at] = _job_of_stages(one, supply)
                if not _of_lot(job):
                    continue
                lot = Lot(job.stages, one.buyer, ((one.buyer, 1.0),), stated=False, recycles=False)
            lot.jobs.append(at)
            lot.supplies.append(supply)
            lot.rows.append(routes.pieces.row_code((supply.serial, lot.stages)))
            lots[at,] = lot

    def behind(self, number: int, view: str) -> Origins:
        """Where a purchase comes from under a view. Those alike but for what else is in the good share it."""
        number = self._first[number]
        origins = self._behind.get((number, view))
        if origins is None:
            place = self._views.index(view)
            at = number + place * len(self._asked)
            one, job = self._asked[number], self._jobs.get(at)
            supply = self._supplies[one.element][place]
            if job is not None:
                stated, doubts = _stated_alone(job), tuple(dict.fromkeys(job.doubts))
            else:
                declared = self._declared.read_once(one)
                assert declared is not None
                stated = declared.stated
                doubts = supply.unknown_makers(declared.stages[-1], declared.making) if stated else ()
            taken = self._taken[self.flat.starts[at] : self.flat.starts[at + 1]]
            origins = Origins(self.flat, at, taken, supply, one.form, one.buyer, stated, doubts)
            self._behind[number, view] = origins
        return origins

    @cached_property
    def _taken(self) -> Numbers:
        """The routes of each purchase in the order of their numbers."""
        flat = self.flat
        base = len(flat.routes)
        ordered: Numbers = np.sort(flat.owner * base + flat.numbers) % base
        return ordered

    def under(self, view: str, first: int | None = None) -> Flat:
        """The paths of all purchases under a view, or of the ``first`` ones."""
        begin = self._views.index(view) * len(self._asked)
        return self.flat.some(begin, begin + (len(self._asked) if first is None else first))


class _Bought(NamedTuple):
    """An element in a form: who supplies it under each view, and the numbers of these. It is ``complete`` where makers
    are known at every stage under all of them."""

    supplies: Sequence[Supply]
    rows: Sequence[int]
    complete: bool

    @classmethod
    def of_form(cls, form: Form, supplies: Sequence[Supply], routes: Routes) -> _Bought:
        """Those of a form, of an element's supplies."""
        rows = [routes.pieces.row_code((supply.serial, CHAIN[form])) for supply in supplies]
        return cls(supplies, rows, all(form in supply.complete for supply in supplies))


def origins_of(asked: Sequence[Asked], views: Sequence[str], on: date, sourcing: Sourcing) -> Traces:
    """By view (``favourable``, ``central``, ``adverse``), the paths behind each purchase on a day. Declared shares are
    scaled to 1 at their stage; those of a stage that the form doesn't pass are left out. Where nothing is known of any
    stage there is one path with an unnamed source."""
    return Traces(asked, views, on, sourcing)


def _stated_alone(job: Job) -> frozenset[Stage]:
    """The stages of which nothing is left to the default mix."""
    return frozenset(job.stated.keys() - job.left.keys() if job.left else job.stated)


def _of_lot(job: Job) -> bool:
    """Whether a purchase can be put together. What is stated upstream fits its branches together: it grows as one."""
    return bool(job.stages) and not job.stated


def _grown(jobs: Mapping[int, Job], routes: Routes) -> list[Part]:
    """The paths of purchases that grow as one each, many beside each other."""
    parts: list[Part] = []
    numbers = np.array([*jobs], np.intp)
    every = [*jobs.values()]
    for begin in range(0, len(every), TOGETHER):
        grown = Tracing(every[begin : begin + TOGETHER], routes.gazetteer).paths()
        parts.append((numbers[begin + grown.job], routes.numbered(grown.places), grown.weight))
    return parts


class _Plain(NamedTuple):
    """Declared sources that mean the same whatever is known: ``shares`` by number, the largest first, and the countries
    that aren't said to recycle."""

    shares: Sequence[tuple[int, float]]
    making: tuple[str, ...]
    recycles: bool

    @property
    def row(self) -> Row:
        """The shares as numbers."""
        return Row(np.array([n for n, _ in self.shares], np.intp), np.array([share for _, share in self.shares]))


class _Stated(NamedTuple):
    """A purchase that states at most whom it is bought from, in countries: all of it that hangs on no element or view.
    ``sources`` are those of what is bought, if ``stated``; its ``stages`` are those of its form."""

    stages: tuple[Stage, ...]
    stated: frozenset[Stage] = frozenset()
    sources: Sequence[tuple[int, float]] = ()
    making: tuple[str, ...] = ()
    recycles: bool = False

    def lot(self, buyer: str | None) -> Lot:
        """A lot for purchases of this kind."""
        stated = bool(self.stated)
        return Lot(self.stages, buyer, self.sources if stated else ((buyer, 1.0),), stated, self.recycles)


class _Declarations:
    """What purchases of one request declare, by its identity and the form: those of a line declare the same."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._known: dict[tuple[int, Form], _Stated | None] = {}

    def read_once(self, one: Asked) -> _Stated | None:
        """What is stated; ``None`` where more is, or what is known decides whom it means."""
        key = id(one.declared), one.form
        if key not in self._known:
            self._known[key] = self._read(one)
        return self._known[key]

    def _read(self, one: Asked) -> _Stated | None:
        stages = CHAIN[one.form]
        stated = {stage: sources for stage, sources in one.declared.items() if stage in stages and sources}
        if not stated:
            return _Stated(stages)
        plain = _plain(stated[stages[-1]], stages[-1], self._gazetteer) if stated.keys() == {stages[-1]} else None
        return plain and _Stated(stages, frozenset(stated), plain.shares, plain.making, plain.recycles)


def _job_of_stages(one: Asked, supply: Supply) -> Job:
    """The same where several stages are stated, or where what is known decides what that means."""
    doubts: list[Assumption] = []
    stated: dict[Stage, Row] = {}
    left: dict[Stage, float] = {}
    chain, gazetteer = CHAIN[one.form], supply.sourcing.gazetteer
    for stage, sources in one.declared.items():
        if stage not in chain or not sources:
            continue
        plain = _plain(sources, stage, gazetteer)
        if plain is not None:
            stated[stage] = plain.row
            doubts += supply.unknown_makers(stage, plain.making)
            continue
        shares = _stated(sources, stage, supply, doubts)
        default = shares.pop(Source(Place(stage, DEFAULT_MIX)), 0.0)
        if shares or default:
            stated[stage] = row_of(shares, gazetteer)
        if default:
            left[stage] = default
    stages = tuple(stage for stage in chain if stage in stated or stage in supply.made)
    return Job(supply, chain[-1], stages, one.buyer, stated, left, doubts)


def _plain(sources: Sequence[DeclaredSource], stage: Stage, gazetteer: Gazetteer) -> _Plain | None:
    """Declared sources, scaled to 1; ``None`` where what is known decides whom they mean."""
    shares: dict[tuple[str, bool], float] = {}
    for country, share, recycled in sources:
        if country in OPEN:
            return None
        shares[country, recycled] = shares.get((country, recycled), 0.0) + share
    total = fsum(shares.values())
    numbered = [
        (2 * gazetteer.number(Place(stage, country)) + recycled, share / total)
        for (country, recycled), share in sorted(shares.items())
        if share > 0
    ]
    numbered.sort(key=lambda one: -round(one[1], DECIMALS))
    making = tuple(dict.fromkeys([one.country for one in sources if not one.recycled]))
    return _Plain(numbered, making, len(making) < len(shares))


def _stated(
    sources: Sequence[DeclaredSource], stage: Stage, supply: Supply, doubts: list[Assumption]
) -> dict[Source, float]:
    """Declared sources with shares that sum to 1: the Union as its members, unnamed ones as the view has them. What is
    left to the default mix is left out where that is empty."""
    if not supply.makers[stage].shares:
        sources = [one for one in sources if one.country != DEFAULT_MIX]
    single = [
        DeclaredSource(country, one.share * part, one.recycled)
        for one in sources
        for country, part in _members(one.country, stage, supply, doubts).items()
    ]
    known = supply.makers[stage].shares
    largest = _largest(single) or _largest([DeclaredSource(c, s) for c, s in known.items()])
    by_source: dict[Source, float] = defaultdict(float)
    for country, share, recycled in single:
        unnamed = country == UNKNOWN_COUNTRY
        if not unnamed and country != DEFAULT_MIX and country not in known and not recycled:
            doubts.append(Assumption(Code.DECLARED_UNKNOWN, stage, country))
        place = Place(stage, largest if unnamed and supply.view == "adverse" and largest else country)
        by_source[Source(place, recycled)] += share
    total = fsum(by_source.values())
    return {source: share / total for source, share in sorted(by_source.items()) if share > 0}


def _largest(sources: Sequence[DeclaredSource]) -> str:
    """The named country with the largest share, the first by code of equal ones; blank without one."""
    total: dict[str, float] = defaultdict(float)
    for one in sources:
        if one.country not in (UNKNOWN_COUNTRY, DEFAULT_MIX):
            total[one.country] += one.share
    return max(sorted(total), key=lambda country: total[country]) if total else ""


def _members(country: str, stage: Stage, supply: Supply, doubts: list[Assumption]) -> Mix:
    """A declared country as it is; the European Union as its members by production."""
    if country != UNION:
        return {country: 1.0}
    if members := supply.members(stage):
        return members
    doubts.append(Assumption(Code.NO_MEMBER_KNOWN, stage, UNION))
    return {UNKNOWN_COUNTRY: 1.0}
