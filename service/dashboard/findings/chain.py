"""The ways of a product's material, by element and form: flows for a picture, and small panels of all elements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property
from math import fsum
from typing import Any

from service.dashboard.charts.sankey import OTHERS, Chance, Flow, Link, links_of
from service.dashboard.charts.scale import colour
from service.dashboard.findings import language
from service.risk.controls.measures import EU27
from service.risk.vocabulary import CHAIN, ELEMENTS, Form, Stage

BUYER = "buyer"
UNKNOWN_BUYER = "XX"
LEAST_TOLD = 0.005
"""Shares of the need below half a per cent are left out of sentences."""


@dataclass(frozen=True)
class Group:
    """All purchases of one element in one form. ``score`` is that of the likeliest to be hit."""

    element: str
    form: str
    purchases: tuple[Mapping[str, Any], ...]

    @property
    def key(self) -> str:
        """How an address names it."""
        return f"{self.element}-{self.form}"

    @property
    def name_in_words(self) -> str:
        """How a sentence names it."""
        return language.good(self.element, self.form)

    @cached_property
    def score(self) -> float:
        """The highest score of its purchases."""
        return max(float(purchase["score"]) for purchase in self.purchases)

    @cached_property
    def grams(self) -> float | None:
        """Mass of the element, where every purchase states one."""
        masses = [purchase["mass_g"] for purchase in self.purchases]
        return None if None in masses else fsum(masses)

    @cached_property
    def weights(self) -> list[float]:
        """What each purchase counts: its mass where all are known, else the same."""
        masses = [purchase["mass_g"] for purchase in self.purchases]
        known = None not in masses and fsum(masses) > 0
        return [mass / fsum(masses) for mass in masses] if known else [1 / len(masses)] * len(masses)

    @property
    def stages(self) -> tuple[str, ...]:
        """Stages that the good passes."""
        return tuple(str(stage) for stage in CHAIN[Form(self.form)])

    def shares(self, stage: str) -> list[tuple[str, float]]:
        """Countries at a stage with their share of the need (0..1), the largest first."""
        by_country: dict[str, list[float]] = {}
        for weight, purchase in zip(self.weights, self.purchases, strict=True):
            for row in purchase["supply"].get(stage, ()):
                central = row["share"][len(row["share"]) // 2]
                by_country.setdefault(row["country"], []).append(weight * central)
        rows = [(country, fsum(parts)) for country, parts in by_country.items()]
        return sorted(rows, key=lambda one: (one[0] == OTHERS, -one[1], one[0]))

    @property
    def figures(self) -> list[str]:
        """Ids of the figures behind it."""
        return list(dict.fromkeys(name for purchase in self.purchases for name in purchase["figures"]))


def groups_of(answer: Mapping[str, Any]) -> list[Group]:
    """The product's purchases by element and form, the likeliest to be hit first."""
    grouped: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for purchase in answer["hazards"]:
        grouped.setdefault((purchase["element"], purchase["form"]), []).append(purchase)
    groups = [Group(element, form, tuple(purchases)) for (element, form), purchases in grouped.items()]
    return sorted(groups, key=lambda one: (-round(one.score, 6), -len(one.stages), one.key))


@dataclass(frozen=True)
class Hit:
    """How likely what leaves a country is hit within the year: by an act of its own, by a collapse, by either."""

    restriction: float
    collapse: float

    @property
    def chance(self) -> float:
        """That one of the two happens; they are independent."""
        return self.restriction + self.collapse - self.restriction * self.collapse


def hits_of(answer: Mapping[str, Any]) -> dict[tuple[str, str], Hit]:
    """By country and element."""
    return {(row["country"], row["element"]): Hit(row["restriction"], row["collapse"]) for row in answer["sources"]}


def chances(answer: Mapping[str, Any], element: str, buyer: str | None) -> Chance:
    """What a step of the chain says of its chance. Inside the European Union no member's act stops a member."""
    hits = hits_of(answer)

    def chance(source: str, _stage: str, target: str) -> float | None:
        hit = hits.get((source, element))
        if hit is None:
            return None
        towards = buyer if target == BUYER else target
        union = language.alpha3(source) in EU27 and language.alpha3(towards or "") in EU27
        return hit.collapse if union else hit.chance

    return chance


def links(answer: Mapping[str, Any], group: Group, buyer: str | None) -> list[Link]:
    """The steps of a group's chain, with shares of its need; the last lead to the buyer."""
    last = buyer or UNKNOWN_BUYER
    flows = []
    for weight, purchase in zip(group.weights, group.purchases, strict=True):
        for path in purchase["paths"]:
            places = tuple((stage, language.alpha2(country)) for stage, country in path["places"])
            flows.append(Flow(weight * path["weight"], (*places, (BUYER, last))))
        left = 1.0 - fsum(path["weight"] for path in purchase["paths"])
        if left > LEAST_TOLD:  # an answer holds the widest ways only
            others = tuple((stage, OTHERS) for stage in group.stages)
            flows.append(Flow(weight * left, (*others, (BUYER, last))))
    return links_of(flows, (*group.stages, BUYER), chances(answer, group.element, buyer))


def chain_finding(group: Group, links: Sequence[Link]) -> str:
    """One sentence: who stands at the narrowest stage."""
    ranked = [(share, stage, country) for stage in group.stages for country, share in group.shares(stage)[:1]]
    if not ranked:
        return "Nobody has published who makes it."
    share, stage, country = max(ranked, key=lambda one: round(one[0], 3))
    done = {"mining": "mined", "separation": "separated", "metal": "made into metal", "magnet": "made into magnets"}
    crossing = [link for link in links if link.crosses and link.chance is not None]
    words = f"{language.percent(share)} is {done[stage]} in {language.prose_country(country)}."
    if crossing:
        worst = max(crossing, key=lambda link: (link.chance or 0) * link.share)
        words += (
            f" What leaves {language.prose_country(worst.source)} as {leaves_as(worst, group)} is hit by a new shock "
            f"within twelve months with a chance of {language.chance(worst.chance or 0)}."
        )
    return words


def leaves_as(link: Link, group: Group) -> str:
    """In which form material leaves the stage where a link begins."""
    if link.towards_stage == BUYER:
        return language.FORMS.get(Form(group.form), group.form)
    return language.LEAVES_AS[Stage(link.stage)]


@dataclass(frozen=True)
class PanelRow:
    """The leading country of a stage in a panel."""

    stage: str
    country: str | None
    share: float
    chance: float | None
    tone: str


@dataclass(frozen=True)
class Panel:
    """One element: its score and the leading country of each stage; ``group`` is None where the product holds none."""

    element: str
    name: str
    group: Group | None
    rows: tuple[PanelRow, ...]


def panels_of(answer: Mapping[str, Any], groups: Sequence[Group], buyer: str | None) -> list[Panel]:
    """All sixteen elements, those of the product with their longest chain."""
    hits = hits_of(answer)
    panels = []
    for symbol, element in ELEMENTS.items():
        own = [group for group in groups if group.element == symbol]
        group = max(own, key=lambda one: (round(one.score, 6), len(one.stages)), default=None)
        abroad = {(link.stage, link.source) for link in links(answer, group, buyer) if link.crosses} if group else set()
        rows = tuple(_leading(group, stage, hits, abroad) for stage in group.stages) if group else ()
        panels.append(Panel(symbol, element.name, group, rows))
    return sorted(panels, key=lambda panel: panel.group is None)


def _leading(group: Group, stage: str, hits: Mapping[tuple[str, str], Hit], abroad: Set[tuple[str, str]]) -> PanelRow:
    """Who leads at a stage; without a chance where nothing of it crosses a border."""
    country, share = next(iter(group.shares(stage)), (None, 0.0))
    hit = hits.get((country or "", group.element)) if (stage, country) in abroad else None
    return PanelRow(stage, country, share, hit.chance if hit else None, colour(100 * hit.chance) if hit else "dom")
