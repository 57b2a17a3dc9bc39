"""Who makes what at a stage: intervals of country shares, places within a country, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from service.risk.evidence.gaps import FALLBACK, Gap
from service.risk.evidence.trade import Mix, normalised
from service.risk.supply_chain.chain import UNKNOWN_COUNTRY
from service.risk.vocabulary import Stage

SCENARIOS = ("favourable", "central", "adverse")


@dataclass(frozen=True)
class Interval:
    """Low, central and high value of a quantity with the claims behind it; the first figure gave the centre."""

    low: float
    central: float
    high: float
    figures: tuple[str, ...]

    def at(self, scenario: str, *, worse: str = "high") -> float:
        """The value in a scenario; ``worse`` says which end is the adverse one."""
        if scenario == "central":
            return self.central
        adverse, favourable = (self.high, self.low) if worse == "high" else (self.low, self.high)
        return adverse if scenario == "adverse" else favourable


class StandsIn(StrEnum):
    """Why a country's figure isn't about quite the same thing as that of the largest country."""

    GROUP_FIGURE = "group_figure"
    EARLIER_PERIOD = "earlier_period"


@dataclass(frozen=True)
class Stated:
    """A country's share as its sources state it. ``scope`` and period (ISO dates, blank where open) are those of the
    figure that gave the centre; ``breadth`` counts the elements in the scope."""

    interval: Interval
    scope: str
    breadth: int
    valid_from: str
    valid_to: str

    def stands_in(self, leader: Stated) -> StandsIn | None:
        """What keeps the figure from standing beside the leader's as it is: more elements, or a time before."""
        if self.breadth > leader.breadth:
            return StandsIn.GROUP_FIGURE
        return StandsIn.EARLIER_PERIOD if self.valid_to and self.valid_to < leader.valid_from else None


@dataclass(frozen=True)
class Share(Interval):
    """A country's share of one split of the world: ``central`` is what ``StageSupply.mix`` gives.

    ``stated`` is the interval as the sources have it, ``scope`` and period those of the figure in the centre.
    """

    stated: Interval
    scope: str
    valid_from: str
    valid_to: str
    stands_in: StandsIn | None = None


def split(stated: Mapping[str, Stated]) -> dict[str, Share]:
    """Country shares whose central values sum to at most 1.

    The largest share stands as stated. Where the others' exceed what it leaves, they share that out in their stated
    proportions. A figure that only stands in (``StandsIn``) may be as low as 0: a share of all rare earths doesn't
    show that a plant separates the element asked about, nor a share of another time that it still does.
    """
    if not stated:
        return {}
    first = leader_of({country: s.interval for country, s in stated.items()})
    named = sum(s.interval.central for country, s in stated.items() if country != first)
    fit = min(1.0, (1.0 - stated[first].interval.central) / named) if named else 1.0
    return {c: _share(s, stated[first], 1.0 if c == first else fit) for c, s in stated.items()}


def _share(one: Stated, leader: Stated, fit: float) -> Share:
    mark, whole = one.stands_in(leader), one.interval
    central = whole.central * fit
    low = 0.0 if mark else min(whole.low, central)
    return Share(low, central, whole.high, whole.figures, whole, one.scope, one.valid_from, one.valid_to, mark)


def leader_of(shares: Mapping[str, Interval]) -> str:
    """The country with the largest central share, the first by code of equal ones."""
    return max(sorted(shares), key=lambda country: shares[country].central)


@dataclass(frozen=True)
class Place:
    """A place's part of its own country's output at a stage; ``scope`` says of which elements together."""

    name: str
    scope: str
    share: Interval


@dataclass(frozen=True)
class StageSupply:
    """Country shares of the world's output at a stage, as intervals; empty when no source names any.

    ``within`` holds shares of a country's output by place, never mixed with country shares. ``gap`` says what the
    evidence lacks and ``fallback`` what stands in for it.
    """

    stage: Stage
    shares: Mapping[str, Share]
    within: Mapping[str, tuple[Place, ...]] = field(default_factory=dict)
    gap: Gap | None = None

    @property
    def fallback(self) -> str:
        """What is used in place of what is missing; blank without a gap."""
        return FALLBACK[self.gap] if self.gap else ""

    def mix(self, scenario: str) -> Mix:
        """One consistent split of the world, empty without shares. The largest country takes its low, central or high
        share and the others keep their stated proportions; what no source names goes to ``ZZZ``."""
        if not self.shares:
            return {}
        stated = {country: share.stated for country, share in self.shares.items()}
        leader = leader_of(stated)
        share = stated[leader]
        top = min(1.0, share.at(scenario))
        others = {c: i.central for c, i in stated.items() if c != leader and i.central > 0}
        room = max(0.0, 1.0 - share.central)
        named = sum(others.values())
        if named < room:
            others[UNKNOWN_COUNTRY] = room - named
        return normalised({leader: top, **{c: s * (1.0 - top) for c, s in normalised(others).items()}})

    @property
    def figures(self) -> tuple[str, ...]:
        """Every claim behind the shares."""
        return tuple(f for country in sorted(self.shares) for f in self.shares[country].figures)
