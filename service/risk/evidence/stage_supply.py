"""Who makes what at a stage: intervals of country shares, places within a country, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from math import fsum

from service.risk.intervals import Interval
from service.risk.mix import UNKNOWN_COUNTRY, Mix, normalised
from service.risk.vocabulary import SCOPES, Stage, elements_of, named


class Gap(StrEnum):
    """What the evidence lacks about one element at one stage on a date."""

    NOTHING_PUBLISHED = "nothing_published"
    BY_PRODUCT = "by_product"
    GROUP_FIGURE = "group_figure"
    NO_MAGNET_ELEMENT = "no_magnet_element"
    NO_SUCH_STAGE = "no_such_stage"


FALLBACK = {
    Gap.NOTHING_PUBLISHED: (
        "no figure was published by then: exporters' shares of world trade in the stage's good stand in where that "
        "trade is held (oxides, compounds, metals), else the stage is passed over as if bought one stage further up"
    ),
    Gap.BY_PRODUCT: (
        "no figure on the mine: scandium is a by-product, which statistics of rare earth mining exclude and the EU "
        "assesses from separation on; the stage is passed over, so whoever separates it stands for its origin"
    ),
    Gap.GROUP_FIGURE: "no figure on the element or its group: the figures on all rare earths together stand in",
    Gap.NO_MAGNET_ELEMENT: (
        "no magnet element: the figures on magnets in general stand in, for a line that is bought as a magnet"
    ),
    Gap.NO_SUCH_STAGE: "scandium goes into no magnet: nothing stands in, and the stage is passed over",
}
"""What the chain behind a purchase uses instead (``chain.trace``)."""
BY_PRODUCTS = frozenset({"Sc"})
RARE_EARTH_STAGES = frozenset({Stage.MINING, Stage.SEPARATION})
"""Statistics of these stages on all rare earths don't speak of by-products of other mines. The USGS leaves most
scandium out (Mineral Commodity Summaries 2026, Rare Earths, headnote). The EU (2023) gives it shares of its own, at
separation only."""
NO_MAGNETS = frozenset({"Sc"})
"""Elements of which no magnet is made: scandium goes into aluminium alloys and fuel cells (USGS, Mineral Commodity
Summaries, Scandium, domestic production and use)."""
MAGNET_ELEMENTS = SCOPES["MAGNET_REE"] | {"Sm"}
WIDEST_GROUP = len(SCOPES["HREE"])
"""A figure on more elements than the light or the heavy group tells no element apart."""
WITHIN = {
    "baotou_share_of_china_separation": ("CHN", "Baotou"),
    "bayan_obo_share_of_china_mining_quota": ("CHN", "Bayan Obo"),
}
"""Quantity -> country and place: shares of a country's own output, never of the world's."""


class StandsIn(StrEnum):
    """Why a country's figure isn't about quite the same thing as that of the largest country."""

    GROUP_FIGURE = "group_figure"
    EARLIER_PERIOD = "earlier_period"


@dataclass(frozen=True)
class StatedCountryShare:
    """A country's share as its sources state it. ``scope`` and period (ISO dates, blank where open) are those of the
    figure that gave the centre; ``breadth`` counts the elements in the scope."""

    interval: Interval
    scope: str
    breadth: int
    valid_from: str
    valid_to: str

    def stands_in(self, leader: StatedCountryShare) -> StandsIn | None:
        """What keeps the figure from standing beside the leader's as it is: more elements, or a time before."""
        if self.breadth > leader.breadth:
            return StandsIn.GROUP_FIGURE
        return StandsIn.EARLIER_PERIOD if self.valid_to and self.valid_to < leader.valid_from else None


@dataclass(frozen=True)
class FittedShare(Interval):
    """A country's share of one split of the world: ``central`` is what ``StageSupply.mix`` gives.

    ``stated`` is the interval as the sources have it, ``scope`` and period those of the figure in the centre.
    """

    stated: Interval
    scope: str
    valid_from: str
    valid_to: str
    stands_in: StandsIn | None = None


def split(stated: Mapping[str, StatedCountryShare]) -> dict[str, FittedShare]:
    """Country shares whose central values sum to at most 1.

    The largest share stands as stated. Where the others' exceed what it leaves, they share that out in their stated
    proportions. A figure that only stands in (``StandsIn``) may be as low as 0. A share of all rare earths doesn't show
    that a plant separates the element asked about. A share of another time doesn't show that it still does.
    """
    if not stated:
        return {}
    first = leader_of({country: s.interval for country, s in stated.items()})
    named = fsum(s.interval.central for country, s in stated.items() if country != first)
    fit = min(1.0, (1.0 - stated[first].interval.central) / named) if named else 1.0
    return {c: _share(s, stated[first], 1.0 if c == first else fit) for c, s in stated.items()}


def _share(one: StatedCountryShare, leader: StatedCountryShare, fit: float) -> FittedShare:
    mark, whole = one.stands_in(leader), one.interval
    central = whole.central * fit
    low = 0.0 if mark else min(whole.low, central)
    return FittedShare(low, central, whole.high, whole.figures, whole, one.scope, one.valid_from, one.valid_to, mark)


def leader_of(shares: Mapping[str, Interval]) -> str:
    """The country with the largest central share, the first by code of equal ones."""
    return max(sorted(shares), key=lambda country: shares[country].central)


@dataclass(frozen=True)
class PlacePart:
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
    shares: Mapping[str, FittedShare]
    within: Mapping[str, tuple[PlacePart, ...]] = field(default_factory=dict)
    gap: Gap | None = None

    @property
    def fallback(self) -> str:
        """What is used in place of what is missing; blank without a gap."""
        return FALLBACK[self.gap] if self.gap else ""

    def mix(self, view: str) -> Mix:
        """One consistent split of the world, empty without shares. The largest country takes its low, central or high
        share and the others keep their stated proportions; what no source names goes to ``ZZZ``."""
        if not self.shares:
            return {}
        stated = {country: share.stated for country, share in self.shares.items()}
        leader = leader_of(stated)
        share = stated[leader]
        top = min(1.0, share.at(view))
        others = {c: i.central for c, i in stated.items() if c != leader and i.central > 0}
        room = max(0.0, 1.0 - share.central)
        named = fsum(others.values())
        if named < room:
            others[UNKNOWN_COUNTRY] = room - named
        return normalised({leader: top, **{c: s * (1.0 - top) for c, s in normalised(others).items()}})

    @property
    def figures(self) -> tuple[str, ...]:
        """Every claim behind the shares."""
        return tuple(f for country in sorted(self.shares) for f in self.shares[country].figures)


def speaks_of(scope: str, subject: str, stage: Stage) -> bool:
    """Whether a country share of a scope says something about a subject (symbol, ``REE`` or a commodity) at a stage.

    A share of all rare earths mined or separated says nothing about a by-product of other mines. One of magnets says
    nothing about an element of which none is made.
    """
    words = named(scope)
    if subject == scope or subject in words:
        return True
    if (stage in RARE_EARTH_STAGES and subject in BY_PRODUCTS) or (stage is Stage.MAGNET and subject in NO_MAGNETS):
        return False
    return subject in elements_of(" ".join(w for w in words if w in SCOPES))


def gap_of(scopes: Iterable[str], subject: str, stage: Stage) -> Gap | None:
    """What is missing when the figures heard have these scopes. It is ``None`` when one of them is about the element or
    its group, or when the subject isn't a single element."""
    heard = list(scopes)
    if not heard and stage is Stage.MAGNET and subject in NO_MAGNETS:
        return Gap.NO_SUCH_STAGE
    if not heard:
        return Gap.BY_PRODUCT if stage is Stage.MINING and subject in BY_PRODUCTS else Gap.NOTHING_PUBLISHED
    if subject not in SCOPES["REE"]:
        return None
    if stage is Stage.MAGNET and subject not in MAGNET_ELEMENTS:
        return Gap.NO_MAGNET_ELEMENT
    narrow = any(len(elements_of(scope)) <= WIDEST_GROUP for scope in heard)
    return None if narrow else Gap.GROUP_FIGURE
