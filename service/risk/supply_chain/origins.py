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
from itertools import pairwise
from math import fsum
from typing import NamedTuple

import numpy as np

from service.risk.mix import DEFAULT_MIX, UNKNOWN_COUNTRY, Mix
from service.risk.supply_chain.behind import put_together
from service.risk.supply_chain.branches import Row, Source, row_of
from service.risk.supply_chain.places import Assumption, Code, DeclaredSource, Place
from service.risk.supply_chain.provenance import Provenance, provenance
from service.risk.supply_chain.routes import DECIMALS, Gazetteer, Paths, Routes
from service.risk.supply_chain.sourcing import Sourcing, Supply
from service.risk.supply_chain.tracing import TOGETHER, Job, Tracing
from service.risk.vocabulary import CHAIN, Form, Stage

UNION = "EU27"
OPEN = frozenset({UNION, UNKNOWN_COUNTRY, DEFAULT_MIX})
"""Declared in place of a country: what is known decides whom they mean."""
NO_ROW = Row(np.empty(0, np.intp), np.empty(0))
NOTHING_LEFT: Mapping[Stage, float] = {}

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
    return origins_of([Asked(element, form, buyer, declared)], (view,), on, sourcing)[0][view]


def origins_of(
    asked: Sequence[Asked], views: Sequence[str], on: date, sourcing: Sourcing
) -> list[Mapping[str, Origins]]:
    """By view (``favourable``, ``central``, ``adverse``), the paths behind each purchase on a day. Declared shares are
    scaled to 1 at their stage; those of a stage that the form doesn't pass are left out. Where nothing is known of any
    stage there is one path with an unnamed source."""
    elements = dict.fromkeys(one.element for one in asked)
    supplies = {element: [sourcing.supply(element, on, view) for view in views] for element in elements}
    declared = _Declarations(sourcing.gazetteer)
    jobs: list[Job] = []
    for one in asked:
        said = declared.read_once(one)
        jobs += [_job(one, said, supply) for supply in supplies[one.element]]
    paths = iter(zip(jobs, _paths_of(jobs, sourcing.routes()), strict=True))
    return [{view: _origins(one, *next(paths)) for view in views} for one in asked]


def _origins(one: Asked, job: Job, paths: Paths) -> Origins:
    doubts = tuple(dict.fromkeys(job.doubts)) if job.doubts else ()
    return Origins(paths, job.supply, one.form, one.buyer, _stated_alone(job), doubts)


def _stated_alone(job: Job) -> frozenset[Stage]:
    """The stages of which nothing is left to the default mix."""
    return frozenset(job.stated.keys() - job.left.keys() if job.left else job.stated)


def _paths_of(jobs: Sequence[Job], routes: Routes) -> list[Paths]:
    """The paths of every purchase. What is stated upstream fits the branches of a purchase together: it grows as one,
    others are put together from what stands behind their sources."""
    whole = [n for n, job in enumerate(jobs) if _fits(job)]
    if not whole:
        return put_together(jobs, routes)
    paths = dict(zip(whole, _grown([jobs[n] for n in whole], routes), strict=True))
    parts = [n for n in range(len(jobs)) if n not in paths]
    paths |= zip(parts, put_together([jobs[n] for n in parts], routes), strict=True)
    return [paths[n] for n in range(len(jobs))]


def _fits(job: Job) -> bool:
    """Whether a purchase's branches hang on each other."""
    return not job.stages or (job.bought is None and bool(job.stated))


def _grown(jobs: Sequence[Job], routes: Routes) -> list[Paths]:
    """The paths of purchases that grow as one each, many beside each other."""
    paths: list[Paths] = []
    for begin in range(0, len(jobs), TOGETHER):
        some = jobs[begin : begin + TOGETHER]
        grown = Tracing(some, routes.gazetteer).paths()
        numbers = routes.numbered(grown.places)
        ends = np.searchsorted(grown.job, np.arange(len(some) + 1)).tolist()
        paths += [Paths(routes, numbers[b:e], grown.weight[b:e]) for b, e in pairwise(ends)]
    return paths


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


class _Said(NamedTuple):
    """A purchase that states at most whom it is bought from, in countries: all of it that hangs on no element or view.
    Its ``stages`` are those of its form."""

    stages: tuple[Stage, ...]
    stated: Mapping[Stage, Row]
    bought: Sequence[tuple[int, float]] | None
    making: tuple[str, ...]
    recycles: bool


class _Declarations:
    """What purchases of one request declare, by its identity and the form: those of a line declare the same."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._said: dict[tuple[int, Form], _Said | None] = {}

    def read_once(self, one: Asked) -> _Said | None:
        """What is said; ``None`` where more is, or what is known decides whom it means."""
        key = id(one.declared), one.form
        if key not in self._said:
            self._said[key] = self._read(one)
        return self._said[key]

    def _read(self, one: Asked) -> _Said | None:
        stages = CHAIN[one.form]
        stated = {stage: sources for stage, sources in one.declared.items() if stage in stages and sources}
        if not stated:
            return _Said(stages, {}, None, (), False)
        plain = _plain(stated[stages[-1]], stages[-1], self._gazetteer) if stated.keys() == {stages[-1]} else None
        return plain and _Said(stages, dict.fromkeys(stated, NO_ROW), plain.shares, plain.making, plain.recycles)


def _job(one: Asked, said: _Said | None, supply: Supply) -> Job:
    """What a purchase's paths depend on under a view."""
    if said is None or one.form not in supply.complete:
        return _job_of_stages(one, supply)
    doubts = supply.unknown_makers(said.stages[-1], said.making)
    return Job(
        supply, said.stages[-1], said.stages, one.buyer, said.stated, NOTHING_LEFT, doubts, said.bought, said.recycles
    )


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
