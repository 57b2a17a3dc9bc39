"""The paths of a purchase: a country for every stage behind its form, with weights.

Built from the bought form upwards. What is declared at a stage goes first; elsewhere the next country's default sources
serve, and a separator's feed. A declaration keeps as much of the default as its shares allow: what a country has of
both stays on the paths where the default has it, and only the excess is spread, in proportion, over the paths that
lost theirs (``branches.fitted``). So the stages downstream keep their shares, a declaration equal to the default
changes nothing, and moving one per cent moves one per cent. An independent product of the stages' shares would pair
Japan's magnets with China's metal as soon as a line states what was assumed before.

A stage between two declared ones is where it fits both (``branches.likelier``): Malaysian oxide in Japanese magnets
has passed the metal makers that use such oxide, not China's, which use their own.

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

from service.risk.mix import DEFAULT_MIX, UNKNOWN_COUNTRY, Mix, normalised
from service.risk.supply_chain.branches import Branch, Ranked, Source, divided, fitted, grown, likelier, merged, ranked
from service.risk.supply_chain.places import Assumption, Code, DeclaredSource, Path, Place
from service.risk.supply_chain.provenance import Provenance, provenance
from service.risk.supply_chain.sourcing import Sourcing, Supply
from service.risk.vocabulary import CHAIN, Form, Stage

FLOOR = 0.005
MOST_PATHS = 60
HIGHEST_FLOOR = 0.5
UNION = "EU27"
SCRAP_FORMS = frozenset({Stage.METAL, Stage.MAGNET})
"""Bought forms that scrap may enter directly in the favourable view; of compounds the mine alone is spared."""


@dataclass
class Origins:
    """Paths whose weights sum to 1, heaviest first, and where they come from, worked out when asked for."""

    paths: tuple[Path, ...]
    supply: Supply
    form: Form
    buyer: str | None
    stated: frozenset[Stage]
    doubts: tuple[Assumption, ...]
    """What stands in for declared sources."""

    @cached_property
    def _provenance(self) -> Provenance:
        chain = tuple(stage for stage in CHAIN[self.form] if stage not in self.stated)
        return provenance(self.supply, chain, self.buyer, frozenset([path.places for path in self.paths]))

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


def origins(
    element: str,
    form: Form,
    buyer: str | None,
    on: date,
    sourcing: Sourcing,
    declared: Mapping[Stage, Sequence[DeclaredSource]],
    view: str,
) -> Origins:
    """The paths behind ``form`` of ``element`` bought in ``buyer`` (alpha-3, ``None`` where not stated) on a day under
    a view (``favourable``, ``central``, ``adverse``). Declared shares are scaled to 1
    at their stage; those of a stage that the form doesn't pass are left out. Where nothing is known of any stage there
    is one path with an unnamed source."""
    supply = sourcing.supply(element, on, view)
    doubts: list[Assumption] = []
    stated = {s: _stated(declared[s], s, supply, doubts) for s in CHAIN[form] if declared.get(s)}
    known = {stage: sources for stage, sources in stated.items() if sources}
    stages = [s for s in CHAIN[form] if s in known or supply.makers[s].shares]
    paths: tuple[Path, ...] = (Path(1.0, (Place(CHAIN[form][-1], UNKNOWN_COUNTRY),)),)
    if stages:
        purchase, floor = _Purchase(supply, stages, buyer, known), FLOOR
        while (found := purchase.paths(floor, None if floor >= HIGHEST_FLOOR else MOST_PATHS)) is None:
            floor *= 2
        paths = found
    whole = frozenset(s for s, sources in known.items() if Source(Place(s, DEFAULT_MIX)) not in sources)
    return Origins(paths, supply, form, buyer, whole, tuple(dict.fromkeys(doubts)))


@dataclass(frozen=True)
class _Purchase:
    """What a purchase's paths depend on: the ``stages`` with makers, upstream first, and what is ``stated``."""

    supply: Supply
    stages: Sequence[Stage]
    buyer: str | None
    stated: Mapping[Stage, Mapping[Source, float]]

    def paths(self, floor: float, most: int | None) -> tuple[Path, ...] | None:
        """The paths without branches below ``floor``; ``None`` where there are more than ``most``. No branch is lost on
        its way up, so too many of them at a stage are too many paths and needn't grow."""
        done: list[Branch] = []
        branches = [Branch(1.0)]
        for stage in reversed(self.stages):
            if stage is Stage.MINING and stage not in self.stated and len(self.stages) > 1:
                branches, scrap = divided(self._reworked(branches, floor), self.supply.recycled[0], floor)
                done += scrap
            branches, ended = grown(branches, self._choices(branches, stage), floor)
            done += ended
            if most is not None and stage is not self.stages[0] and len(branches) > most:
                return None
            if stage is self.stages[-1] and stage in SCRAP_FORMS:
                branches, scrap = divided(branches, self.supply.recycled[1], floor)
                done += scrap
        found = merged((*done, *branches))
        return found if most is None or len(found) <= most else None

    def _choices(self, branches: Sequence[Branch], stage: Stage) -> list[Ranked]:
        """Each branch's sources at a stage."""
        usual = [self.supply.sources(stage, b.places[0].country if b.places else self.buyer) for b in branches]
        weights = [branch.weight for branch in branches]
        if stage in self.stated:
            return fitted(weights, usual, self.stated[stage])
        at = self.stages.index(stage)
        above = next((s for s in reversed(self.stages[:at]) if s in self.stated), None)
        if above is None or not any(s in self.stated for s in self.stages[at + 1 :]):
            return usual
        known = {source for choice in usual for source, _ in choice}
        upstream = {source: self._upstream(source, self.stages.index(above), at) for source in known}
        return likelier(weights, usual, upstream, self.stated[above])

    def _upstream(self, source: Source, first: int, last: int) -> dict[Source, float]:
        """A source's usual sources at the stage ``first``, going up from the stage ``last``."""
        found = {source: 1.0}
        for stage in reversed(self.stages[first:last]):
            above: dict[Source, float] = defaultdict(float)
            for one, part in found.items():
                for further, share in self.supply.sources(stage, one.place.country):
                    above[further] += part * share
            found = above
        return found

    def _reworked(self, branches: Sequence[Branch], floor: float) -> list[Branch]:
        """Branches whose separator works on compounds from elsewhere, with the country that separated them first."""
        found: list[Branch] = []
        for branch in branches:
            feed = self.supply.feed(branch.places[0].country)
            if not feed.compounds:
                found.append(branch)
                continue
            own = fsum(feed.ore.values())
            if own > 0:
                found.append(Branch(branch.weight * own, branch.places))
            before = {Source(Place(Stage.SEPARATION, c)): s for c, s in normalised(feed.compounds).items()}
            found += grown([Branch(branch.weight * (1.0 - own), branch.places)], [ranked(before)], floor)[0]
        return found


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
    found: dict[Source, float] = defaultdict(float)
    for country, share, recycled in single:
        unnamed = country == UNKNOWN_COUNTRY
        if not unnamed and country != DEFAULT_MIX and country not in known and not recycled:
            doubts.append(Assumption(Code.DECLARED_UNKNOWN, stage, country))
        place = Place(stage, largest if unnamed and supply.view == "adverse" and largest else country)
        found[Source(place, recycled)] += share
    total = fsum(found.values())
    return {source: share / total for source, share in sorted(found.items()) if share > 0}


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
