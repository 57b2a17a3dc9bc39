"""Purchases on their way from the bought form up to the mine, all of them at once, one stage after the other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from service.risk.mix import UNKNOWN_COUNTRY
from service.risk.supply_chain.branches import (
    Branches,
    Reach,
    Row,
    columns_of,
    divided,
    fitted,
    grown,
    heaviest_first,
    joined,
    likelier,
    merged,
    table_of,
)
from service.risk.supply_chain.places import Assumption, Place
from service.risk.supply_chain.routes import NOWHERE, Floats, Gazetteer, Numbers
from service.risk.supply_chain.sourcing import Supply
from service.risk.vocabulary import Stage

FLOOR = 0.005
MOST_PATHS = 60
HIGHEST_FLOOR = 0.5
WHOLE, LEAST_WHOLE = 1.0 / FLOOR, 1.0 / HIGHEST_FLOOR
"""How many times its floor a purchase weighs, and at least: with two branches it may have any number of paths."""
STAGES = tuple(Stage)
TOGETHER = 400
"""Purchases traced at once: some ten thousand branches, a few megabytes."""
SCRAP_FORMS = frozenset({Stage.METAL, Stage.MAGNET})
"""Bought forms that scrap may enter directly in the favourable view; of compounds the mine alone is spared."""

Chosen = NDArray[np.bool_]


class Job(NamedTuple):
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


class Tracing:
    """Purchases on their way from the bought form up to the mine, all of them at once, one stage after the other."""

    def __init__(self, jobs: Sequence[Job], gazetteer: Gazetteer, whole: Sequence[float] | None = None) -> None:
        """``whole`` says how many times its floor each weighs, ``WHOLE`` times where it doesn't."""
        self.jobs = jobs
        self.gazetteer = gazetteer
        self.supplies = list(dict.fromkeys(job.supply for job in jobs))
        position = {supply: n for n, supply in enumerate(self.supplies)}
        self.supply = np.array([position[job.supply] for job in jobs], np.intp)
        self.buyers = list(dict.fromkeys(job.buyer for job in jobs))
        place = {buyer: n for n, buyer in enumerate(self.buyers)}
        self.buyer = np.array([place[job.buyer] for job in jobs], np.intp)
        self.passes = {stage: np.array([stage in job.stages for job in jobs]) for stage in Stage}
        self.states = {stage: np.array([stage in job.stated for job in jobs]) for stage in Stage}
        self.several = np.array([len(job.stated) > 1 for job in jobs])
        self.reach = Reach.from_whole(np.full(len(jobs), WHOLE) if whole is None else np.array(whole))
        self.alive = np.zeros((len(jobs), len(Stage)), np.intp)
        """Branches of each at each stage that they go on from."""

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
            self.reach.whole[left] /= 2.0
        return heaviest_first(joined(done), self.gazetteer.ranks)

    def as_reached(self) -> Branches:
        """The paths of every purchase as far as each reaches, none of one with too many branches on the way."""
        return heaviest_first(merged(self._grown(np.arange(len(self.jobs))), len(self.jobs)), self.gazetteer.ranks)

    @property
    def _free(self) -> Chosen:
        """Purchases that may have any number of paths."""
        return self.reach.whole <= LEAST_WHOLE

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
            if stage is not Stage.MINING:
                alive = np.bincount(branches.job, minlength=len(self.jobs)) * self._goes_on(stage)
                self.alive[jobs, STAGES.index(stage)] = alive[jobs]
                over = (alive > MOST_PATHS) & ~self._free
                if over.any():
                    branches, done = branches.some(~over[branches.job]), [each.some(~over[each.job]) for each in done]
        return joined([*done, branches])

    def _goes_on(self, stage: Stage) -> Chosen:
        """Purchases with a stage upstream of this one."""
        further: Chosen = np.any([self.passes[s] for s in STAGES[: STAGES.index(stage)]], axis=0)
        return further

    def _scrapped(self, branches: Branches, stage: Stage) -> tuple[Branches, Branches]:
        """What scrap replaces of the bought form itself, where that leaves a stage."""
        parts = np.array([job.supply.recycled[1] if job.stages[-1:] == (stage,) else 0.0 for job in self.jobs])
        return divided(branches, parts[branches.job], self.reach)

    def _fed(self, branches: Branches) -> tuple[Branches, Branches]:
        """What goes on to the mine where nobody states it: the feed of separators less what scrap replaces of it."""
        default = ~self.states[Stage.MINING] & np.array([len(job.stages) > 1 for job in self.jobs])
        open_ = default[branches.job]
        if not open_.any():
            return branches, branches.some(open_)
        feed = self._reworked(branches.some(open_))
        parts = np.array([supply.recycled[0] for supply in self.supplies])[self.supply[feed.job]]
        feed, scrap = divided(feed, parts, self.reach)
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
        before, _ = grown(compounds_of, shares, columns, self.reach)
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
        return grown(branches, shares, columns, self.reach)

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
