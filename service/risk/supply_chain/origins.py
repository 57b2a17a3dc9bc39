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
from numpy.typing import NDArray

from service.risk.mix import DEFAULT_MIX, UNKNOWN_COUNTRY, Mix
from service.risk.supply_chain.branches import (
    Branches,
    Row,
    Source,
    codes_of,
    columns_of,
    divided,
    fitted,
    grown,
    heaviest_first,
    joined,
    likelier,
    merged,
    row_of,
    table_of,
)
from service.risk.supply_chain.places import Assumption, Code, DeclaredSource, Place
from service.risk.supply_chain.provenance import Provenance, provenance
from service.risk.supply_chain.routes import NOWHERE, Floats, Gazetteer, Numbers, Paths, Routes
from service.risk.supply_chain.sourcing import Sourcing, Supply
from service.risk.vocabulary import CHAIN, Form, Stage

FLOOR = 0.005
MOST_PATHS = 60
HIGHEST_FLOOR = 0.5
UNION = "EU27"
SCRAP_FORMS = frozenset({Stage.METAL, Stage.MAGNET})
"""Bought forms that scrap may enter directly in the favourable view; of compounds the mine alone is spared."""
TOGETHER = 400
"""Purchases traced at once: some ten thousand branches, a few megabytes."""

Declared = Mapping[Stage, Sequence[DeclaredSource]]
Chosen = NDArray[np.bool_]


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
    what is ``declared``. ``view`` is ``favourable``, ``central`` or ``adverse``."""

    element: str
    form: Form
    buyer: str | None
    declared: Declared
    view: str


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
    return origins_of([Asked(element, form, buyer, declared, view)], on, sourcing)[0]


def origins_of(asked: Sequence[Asked], on: date, sourcing: Sourcing) -> list[Origins]:
    """The paths behind purchases on a day. Declared shares are scaled to 1 at their stage; those of a stage that the
    form doesn't pass are left out. Where nothing is known of any stage there is one path with an unnamed source."""
    traced: list[Origins] = []
    routes = sourcing.routes()
    for begin in range(0, len(asked), TOGETHER):
        traced += _traced(asked[begin : begin + TOGETHER], on, sourcing, routes)
    return traced


def _traced(asked: Sequence[Asked], on: date, sourcing: Sourcing, routes: Routes) -> list[Origins]:
    supplies: dict[tuple[str, str], Supply] = {}
    declared: dict[tuple[int, Stage], _Plain | None] = {}
    jobs: list[_Job] = []
    for one in asked:
        key = one.element, one.view
        if key not in supplies:
            supplies[key] = sourcing.supply(one.element, on, one.view)
        jobs.append(_job(one, supplies[key], declared))
    traced = _Tracing(jobs, list(supplies.values()), sourcing).paths()
    _, first, same = np.unique(codes_of(traced.places), return_index=True, return_inverse=True)
    numbers = np.array(routes.numbers(traced.places[first].tolist()), np.intp)[same]
    ends = np.searchsorted(traced.job, np.arange(len(jobs) + 1))
    return [
        Origins(
            Paths(routes, numbers[begin:end], traced.weight[begin:end]),
            job.supply,
            one.form,
            one.buyer,
            frozenset(job.stated.keys() - job.left.keys() if job.left else job.stated),
            tuple(dict.fromkeys(job.doubts)) if job.doubts else (),
        )
        for one, job, begin, end in zip(asked, jobs, ends[:-1].tolist(), ends[1:].tolist(), strict=True)
    ]


class _Job(NamedTuple):
    """What a purchase's paths depend on: the ``stages`` with makers, upstream first, and what is ``stated``. Without
    any, its only path has an unnamed source at the ``last`` stage."""

    supply: Supply
    last: Stage
    stages: tuple[Stage, ...]
    buyer: str | None
    stated: Mapping[Stage, Row]
    left: Mapping[Stage, float]
    """By stage, the share of what is stated that is left to the default mix."""
    doubts: Sequence[Assumption]

    def between(self, stage: Stage) -> tuple[Stage, ...]:
        """From the next stated stage upstream to before ``stage``, which lies between two stated ones; else nothing."""
        at = self.stages.index(stage)
        above = next((n for n in reversed(range(at)) if self.stages[n] in self.stated), None)
        if above is None or not any(further in self.stated for further in self.stages[at + 1 :]):
            return ()
        return self.stages[above:at]


class _Plain(NamedTuple):
    """Declared sources that mean the same whatever is known: shares as numbers, and the countries that aren't said to
    recycle."""

    row: Row
    making: Mapping[str, None]


def _job(one: Asked, supply: Supply, declared: dict[tuple[int, Stage], _Plain | None]) -> _Job:
    """``declared`` keeps what purchases of one line declare, by its identity."""
    doubts: list[Assumption] = []
    stated: dict[Stage, Row] = {}
    left: dict[Stage, float] = {}
    chain, gazetteer = CHAIN[one.form], supply.sourcing.gazetteer
    for stage, sources in one.declared.items():
        if stage not in chain or not sources:
            continue
        key = id(one.declared), stage
        if key not in declared:
            declared[key] = _plain(sources, stage, gazetteer)
        plain = declared[key]
        if plain is None:
            shares = _stated(sources, stage, supply, doubts)
            default = shares.pop(Source(Place(stage, DEFAULT_MIX)), 0.0)
            if shares or default:
                stated[stage] = row_of(shares, gazetteer)
            if default:
                left[stage] = default
            continue
        stated[stage] = plain.row
        known = supply.makers[stage].shares
        if not known.keys() >= plain.making.keys():
            doubts += [Assumption(Code.DECLARED_UNKNOWN, stage, one) for one in plain.making if one not in known]
    stages = chain if supply.made.issuperset(chain) else tuple(s for s in chain if s in stated or s in supply.made)
    return _Job(supply, chain[-1], stages, one.buyer, stated, left, doubts)


def _plain(sources: Sequence[DeclaredSource], stage: Stage, gazetteer: Gazetteer) -> _Plain | None:
    """Declared sources, scaled to 1; ``None`` where what is known decides whom they mean."""
    if any(one.country in (UNION, UNKNOWN_COUNTRY, DEFAULT_MIX) for one in sources):
        return None
    shares: dict[Source, float] = defaultdict(float)
    for country, share, recycled in sources:
        shares[Source(Place(stage, country), recycled)] += share
    total = fsum(shares.values())
    row = row_of({source: share / total for source, share in sorted(shares.items()) if share > 0}, gazetteer)
    return _Plain(row, dict.fromkeys(one.country for one in sources if not one.recycled))


class _Tracing:
    """Purchases on their way from the bought form up to the mine, all of them at once, one stage after the other."""

    def __init__(self, jobs: Sequence[_Job], supplies: Sequence[Supply], sourcing: Sourcing) -> None:
        self.jobs = jobs
        self.supplies = supplies
        self.gazetteer = sourcing.gazetteer
        position = {id(supply): n for n, supply in enumerate(supplies)}
        self.supply = np.array([position[id(job.supply)] for job in jobs], np.intp)
        self.buyers = list(dict.fromkeys(job.buyer for job in jobs))
        place = {buyer: n for n, buyer in enumerate(self.buyers)}
        self.buyer = np.array([place[job.buyer] for job in jobs], np.intp)
        self.passes = {stage: np.array([stage in job.stages for job in jobs]) for stage in Stage}
        self.states = {stage: np.array([stage in job.stated for job in jobs]) for stage in Stage}
        self.several = np.array([len(job.stated) > 1 for job in jobs])
        self.floor = np.full(len(jobs), FLOOR)

    def paths(self) -> Branches:
        """The paths of every purchase, heaviest first. Where there are more than ``MOST_PATHS`` of one, its floor is
        doubled until there aren't."""
        done = [self._without_makers()]
        left = np.flatnonzero(np.any([self.passes[stage] for stage in Stage], axis=0))
        while len(left):
            whole = merged(self._grown(left), len(self.jobs))
            many = np.bincount(whole.job, minlength=len(self.jobs))
            fits = (many > 0) & ((many <= MOST_PATHS) | self._free)
            done.append(whole.some(fits[whole.job]))
            left = left[~fits[left]]
            self.floor[left] *= 2.0
        return heaviest_first(joined(done), self.gazetteer.ranks)

    @property
    def _free(self) -> Chosen:
        """Purchases that may have any number of paths."""
        return self.floor >= HIGHEST_FLOOR

    def _without_makers(self) -> Branches:
        """The one path of a purchase of which nothing is known."""
        jobs = np.array([n for n, job in enumerate(self.jobs) if not job.stages], np.intp)
        places = [self.gazetteer.number(Place(self.jobs[n].last, UNKNOWN_COUNTRY)) for n in jobs.tolist()]
        return Branches.roots(jobs).at(np.arange(len(jobs)), np.array(places, np.intp), np.ones(len(jobs)))

    def _grown(self, jobs: Numbers) -> Branches:
        """The paths of some purchases without branches below their floors. No branch is lost on its way up, so too many
        of them at a stage are too many paths. That purchase needn't grow, and has none."""
        branches, done = Branches.roots(jobs), []
        for stage in reversed(Stage):
            here = self.passes[stage][branches.job]
            if not here.any():
                continue
            growing, later = branches.some(here), branches.some(~here)
            if stage is Stage.MINING:
                growing, scrap = self._fed(growing)
                done.append(scrap)
            longer, ended = self._longer(growing, stage)
            done.append(ended)
            if stage in SCRAP_FORMS:
                longer, scrap = self._scrapped(longer, stage)
                done.append(scrap)
            branches = joined([longer, later])
            many = np.bincount(branches.job, minlength=len(self.jobs)) > MOST_PATHS
            if stage is not Stage.MINING and many.any():
                over = many & ~self._free & self._goes_on(stage)
                branches, done = branches.some(~over[branches.job]), [each.some(~over[each.job]) for each in done]
        return joined([*done, branches])

    def _goes_on(self, stage: Stage) -> Chosen:
        """Purchases with a stage upstream of this one."""
        further: Chosen = np.any([self.passes[s] for s in list(Stage)[: list(Stage).index(stage)]], axis=0)
        return further

    def _scrapped(self, branches: Branches, stage: Stage) -> tuple[Branches, Branches]:
        """What scrap replaces of the bought form itself, where that leaves a stage."""
        parts = np.array([job.supply.recycled[1] if job.stages[-1:] == (stage,) else 0.0 for job in self.jobs])
        return divided(branches, parts[branches.job], self.floor[branches.job])

    def _fed(self, branches: Branches) -> tuple[Branches, Branches]:
        """What goes on to the mine where nobody states it: the feed of separators less what scrap replaces of it."""
        default = ~self.states[Stage.MINING] & np.array([len(job.stages) > 1 for job in self.jobs])
        open_ = default[branches.job]
        if not open_.any():
            return branches, branches.some(open_)
        feed = self._reworked(branches.some(open_))
        parts = np.array([supply.recycled[0] for supply in self.supplies])[self.supply[feed.job]]
        feed, scrap = divided(feed, parts, self.floor[feed.job])
        return joined([branches.some(~open_), feed]), scrap

    def _reworked(self, branches: Branches) -> Branches:
        """Branches whose separator works on compounds from elsewhere, with the country that separated them first."""
        asked, same = self._distinct(branches)
        feeds = [supply.feed_row(country) for supply, country in asked]
        works = np.array([compounds is not None for _, compounds in feeds])[same]
        if not works.any():
            return branches
        rows = [compounds for _, compounds in feeds if compounds is not None]
        columns = columns_of(rows, self.gazetteer)
        empty = Row(np.empty(0, np.intp), np.empty(0))
        shares = table_of([compounds or empty for _, compounds in feeds], columns)[:, same[works]]
        some, own = branches.some(works), np.array([ore for ore, _ in feeds])[same[works]]
        ore = some._replace(weight=some.weight * own).some(own > 0.0)
        compounds_of = some._replace(weight=some.weight * (1.0 - own))
        before, _ = grown(compounds_of, shares, columns, self.floor[some.job])
        return joined([branches.some(~works), ore, before])

    def _distinct(self, branches: Branches) -> tuple[list[tuple[Supply, str | None]], Numbers]:
        """The distinct suppliers' tables and countries that the branches ask next, and which of these each branch asks.
        It is the country of the last place, or the buyer's where there is none."""
        front = branches.places[:, 0]
        asks = np.where(front == NOWHERE, self.buyer[branches.job], front + len(self.buyers))
        base = len(self.buyers) + len(self.gazetteer.places)
        keys, same = np.unique(self.supply[branches.job] * base + asks, return_inverse=True)
        countries = [*self.buyers, *(place.country for place in self.gazetteer.places)]
        return [(self.supplies[key // base], countries[key % base]) for key in keys.tolist()], same

    def _longer(self, branches: Branches, stage: Stage) -> tuple[Branches, Branches]:
        """The branches with the sources of a stage, and those that end there."""
        asked, same = self._distinct(branches)
        rows = [supply.row(stage, country) for supply, country in asked]
        given = np.unique(branches.job[self.states[stage][branches.job]]).tolist()
        columns = columns_of([*rows, *(self.jobs[job].stated[stage] for job in given)], self.gazetteer)
        shares = table_of(rows, columns)[:, same]
        if given:
            at = np.flatnonzero(self.states[stage][branches.job])
            stated, left = self._stated_table(given, stage, columns), self._left(given, stage)
            shares[:, at] = fitted(branches.some(at), shares[:, at], stated, left)
        self._make_likelier(branches, stage, columns, shares)
        return grown(branches, shares, columns, self.floor[branches.job])

    def _stated_table(self, jobs: Sequence[int], stage: Stage, columns: Numbers) -> Floats:
        """Stated shares (sources, purchases); nothing for a purchase that isn't among ``jobs``."""
        table = np.zeros((len(columns), len(self.jobs)))
        table[:, jobs] = table_of([self.jobs[job].stated[stage] for job in jobs], columns)
        return table

    def _left(self, jobs: Sequence[int], stage: Stage) -> Floats:
        """By purchase, the share of what is stated that is left to the default mix."""
        left = np.zeros(len(self.jobs))
        left[jobs] = [self.jobs[job].left.get(stage, 0.0) for job in jobs]
        return left

    def _make_likelier(self, branches: Branches, stage: Stage, columns: Numbers, shares: Floats) -> None:
        """Change the shares at a stage between two stated ones in place: purchases of one supply and the same stages
        between at once."""
        groups: dict[tuple[int, tuple[Stage, ...]], list[int]] = defaultdict(list)
        for job in np.unique(branches.job[self.several[branches.job]]).tolist():
            if stage not in self.jobs[job].stated and (between := self.jobs[job].between(stage)):
                groups[int(self.supply[job]), between].append(job)
        for (number, between), jobs in groups.items():
            at = np.flatnonzero(np.isin(branches.job, jobs))
            used = np.flatnonzero(shares[:, at].any(axis=1))
            countries = [self.gazetteer.places[place].country for place in (columns[used] >> 1).tolist()]
            rows = [self.supplies[number].upstream(country, between) for country in countries]
            above = columns_of([*rows, *(self.jobs[job].stated[between[0]] for job in jobs)], self.gazetteer)
            stated = self._stated_table(jobs, between[0], above)
            cells = np.ix_(used, at)
            left = self._left(jobs, between[0])
            shares[cells] = likelier(branches.some(at), shares[cells], table_of(rows, above), stated, left)


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
