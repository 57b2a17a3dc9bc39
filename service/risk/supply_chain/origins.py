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
from functools import cached_property
from math import fsum
from typing import NamedTuple

import numpy as np

from service.risk.mix import DEFAULT_MIX, UNKNOWN_COUNTRY, Mix
from service.risk.supply_chain.behind import Lot, Part, put_together
from service.risk.supply_chain.branches import Row, Source, row_of
from service.risk.supply_chain.places import Assumption, Code, DeclaredSource, Place
from service.risk.supply_chain.provenance import Provenance, provenance
from service.risk.supply_chain.routes import DECIMALS, Flat, Gazetteer, Paths, Routes
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

    paths: Paths
    supply: Supply
    form: Form
    buyer: str | None
    stated: frozenset[Stage]
    doubts: tuple[Assumption, ...]
    """What stands in for declared sources."""

    @cached_property
    def _provenance(self) -> Provenance:
        chain = tuple(stage for stage in CHAIN[self.form] if stage not in self.stated)
        return provenance(self.supply, chain, self.buyer, self.paths.routes, np.sort(self.paths.numbers).tobytes())

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
        self._jobs: dict[int, Job] = {}
        self._behind: dict[int, Origins] = {}
        routes, many = sourcing.routes(), len(views) * len(asked)
        parts = put_together(self._lots(routes), routes, many)
        whole = {number: job for number, job in self._jobs.items() if not _of_lot(job)}
        self.flat = Flat.joined(routes, [*parts, *_grown(whole, routes)], many)

    def _lots(self, routes: Routes) -> list[Lot]:
        """The purchases that are put together; the others are kept as jobs."""
        many, lots, rows = len(self._asked), dict[tuple[object, ...], Lot](), _Rows(routes)
        for number, one in enumerate(self._asked):
            declared, supplies = self._declared.read_once(one), self._supplies[one.element]
            if declared is None or not all(one.form in supply.complete for supply in supplies):
                for place, supply in enumerate(supplies):
                    self._set_apart(number + place * many, one, supply, lots, rows)
                continue
            key = id(one.declared), one.form, one.buyer
            lot = lots.get(key)
            if lot is None:
                lot = lots[key] = declared.lot(one.buyer)
            lot.jobs.extend(range(number, many * len(supplies), many))
            lot.supplies.extend(supplies)
            lot.rows.extend(rows.of_all(one.element, lot.stages, supplies))
        return [*lots.values()]

    def _set_apart(
        self, number: int, one: Asked, supply: Supply, lots: dict[tuple[object, ...], Lot], rows: _Rows
    ) -> None:
        """A purchase that states several stages, or of which no maker is known at some stage."""
        declared = self._declared.read_once(one)
        if declared is not None and one.form in supply.complete:
            lot = declared.lot(one.buyer)
        else:
            job = self._jobs[number] = _job_of_stages(one, supply)
            if not _of_lot(job):
                return
            lot = Lot(job.stages, one.buyer, ((one.buyer, 1.0),), stated=False, recycles=False)
        lot.jobs.append(number)
        lot.supplies.append(supply)
        lot.rows.append(rows.of_one(lot.stages, supply))
        lots[number,] = lot

    def behind(self, number: int, view: str) -> Origins:
        """Where a purchase comes from under a view."""
        place = self._views.index(view)
        at = number + place * len(self._asked)
        if at not in self._behind:
            one, job = self._asked[number], self._jobs.get(at)
            supply = self._supplies[one.element][place]
            if job is not None:
                stated, doubts = _stated_alone(job), tuple(dict.fromkeys(job.doubts))
            else:
                declared = self._declared.read_once(one)
                assert declared is not None
                stated = declared.stated
                doubts = supply.unknown_makers(declared.stages[-1], declared.making) if stated else ()
            self._behind[at] = Origins(self.flat.paths_of(at), supply, one.form, one.buyer, stated, doubts)
        return self._behind[at]

    def under(self, view: str, first: int | None = None) -> Flat:
        """The paths of all purchases under a view, or of the ``first`` ones."""
        begin = self._views.index(view) * len(self._asked)
        return self.flat.some(begin, begin + (len(self._asked) if first is None else first))


class _Rows:
    """Numbers of who supplies some stages; those of an element under every view are looked up once."""

    def __init__(self, routes: Routes) -> None:
        self._routes = routes
        self._of: dict[tuple[str, tuple[Stage, ...]], list[int]] = {}

    def of_one(self, stages: tuple[Stage, ...], supply: Supply) -> int:
        return self._routes.pieces.row_code((supply.serial, stages))

    def of_all(self, element: str, stages: tuple[Stage, ...], supplies: Sequence[Supply]) -> list[int]:
        rows = self._of.get((element, stages))
        if rows is None:
            rows = self._of[element, stages] = [self.of_one(stages, supply) for supply in supplies]
        return rows


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
