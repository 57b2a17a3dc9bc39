"""Where else an element can come from at a stage: who makes it outside a country, what would hit that, and what is
planned.

Countries that make it are those of the evidence; a plan is listed beside them and never counts as supply before it has
produced. Each country's score is that of a product which buys all of the stage there, its own feeds among what can hit
it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import fsum

from service.risk.bom import Bom, Line, Source
from service.risk.bundle.kernel import Kernel
from service.risk.evidence.claims import Claim
from service.risk.explanation.words import DONE_AT, country_name, listed, percent
from service.risk.mix import UNKNOWN_COUNTRY
from service.risk.outlook.from_whom import lead_times
from service.risk.outlook.projects import Project, State, projects
from service.risk.outlook.what_if import Product
from service.risk.purchase.canonical import canonical_bom
from service.risk.source_shock.hazards import Hazards
from service.risk.supply_chain.origins import origins
from service.risk.supply_chain.places import DeclaredSource
from service.risk.vocabulary import CHAIN, ELEMENTS, STAGE_FORM, Stage

MOST_COUNTRIES, LEAST_SHARE, LEAST_FEED = 12, 0.001, 0.005
KG_PER_TONNE = 1000.0


@dataclass(frozen=True)
class UpstreamShare:
    """Share (0..1) of what a country's makers take in that passes another at an earlier stage."""

    stage: Stage
    country: str
    share: float


@dataclass(frozen=True)
class Maker:
    """A country that makes it. ``world_share`` (0..1) is central; ``shock_probability`` is that of an act or a collapse
    there within twelve months. ``score`` and ``interval`` are those of buying all of the stage there."""

    country: str
    world_share: float
    shock_probability: float
    score: float
    interval: tuple[float, float]
    feeds: tuple[UpstreamShare, ...]
    plants: tuple[Project, ...]
    figures: tuple[str, ...]


@dataclass(frozen=True)
class Alternatives:
    """The answer. ``planned`` have not produced; ``recyclers`` work scrap. ``lead_time`` are the documents' figures,
    ``dated`` projects, for any element, of which a source dates a decision or study and that haven't produced.
    ``stands_in`` says what is used where the evidence has no figure on the element at the stage."""

    element: str
    stage: Stage
    as_of: date
    by: date | None
    without: str
    lost_share: float
    makers: tuple[Maker, ...]
    left_out: tuple[str, ...]
    planned: tuple[Project, ...]
    recyclers: tuple[Project, ...]
    dated: tuple[Project, ...]
    lead_time: tuple[Claim, ...]
    stands_in: str = ""

    @property
    def world_share(self) -> float:
        """Share (0..1) of the world's output that is made outside the country. Plans add nothing to it."""
        return fsum(maker.world_share for maker in self.makers)


def alternatives(
    element: str, stage: Stage, without: str, buyer: str | None, kernel: Kernel, on: date, by: date | None = None
) -> Alternatives:
    """Sources of an element at a stage outside a country, as known on a day, and plans that state a start by ``by``."""
    supply = kernel.sourcing.supply(element, on, "central").makers[stage].shares
    shares = {c: share for c, share in supply.items() if c not in (without, UNKNOWN_COUNTRY) and share >= LEAST_SHARE}
    known = projects(kernel.evidence, on)
    every = [one for one in known if one.makes(element) and one.claim.geography != without]
    there = [one for one in every if str(stage) in one.claim.stage.split()]
    ranked = sorted(shares, key=lambda country: (-shares[country], country))
    stated = kernel.evidence.supply(element, stage, on)
    figures = stated.shares
    return Alternatives(
        element, stage, on, by, without,
        lost_share=supply.get(without, 0.0),
        makers=tuple(
            _maker(country, shares[country], element, stage, buyer, there, kernel, on,
                   figures[country].figures if country in figures else ())
            for country in ranked[:MOST_COUNTRIES]
        ),
        left_out=tuple(ranked[MOST_COUNTRIES:]),
        planned=tuple(one for one in there if not one.supplies and _stands_by(one, by)),
        recyclers=tuple(one for one in every if not one.claim.stage),
        dated=tuple(one for one in known if one.open_years(on) is not None),
        lead_time=lead_times(kernel, on),
        stands_in=stated.fallback,
    )  # fmt: skip


def _stands_by(project: Project, by: date | None) -> bool:
    """Whether a plan states a start by a day; without a day every plan is told."""
    return by is None or bool(project.starts and project.starts[-1] <= by.isoformat())


def _maker(
    country: str, share: float, element: str, stage: Stage, buyer: str | None, there: list[Project], kernel: Kernel,
    on: date, figures: tuple[str, ...],
) -> Maker:  # fmt: skip
    line = Line("1", element=element, form=str(STAGE_FORM[stage]), supply=(Source(str(stage), country, Decimal(1)),))
    level = Product(canonical_bom(Bom(buyer, (line,), as_of=on), on), kernel, on).forecast
    plants = tuple(one for one in there if one.supplies and one.claim.geography == country)
    chance = shock_probability(kernel.hazards(on), country, element)
    feeds = _feeds(country, element, stage, buyer, kernel, on)
    return Maker(country, share, chance, level.score, level.interval, feeds, plants, figures)


def shock_probability(hazards: Hazards, country: str, element: str) -> float:
    """P(a serious act of the country names the element, or its exports collapse) within twelve months."""
    return 1.0 - (1.0 - hazards.find_hazard(country, element)) * (1.0 - hazards.collapse)


def _feeds(
    country: str, element: str, stage: Stage, buyer: str | None, kernel: Kernel, on: date
) -> tuple[UpstreamShare, ...]:
    """Where what the country's makers take in comes from, the largest first within a stage."""
    form = STAGE_FORM[stage]
    traced = origins(element, form, buyer, on, kernel.sourcing, {stage: [DeclaredSource(country, 1.0)]}, "central")
    weights: dict[tuple[Stage, str], list[float]] = {}
    for path in traced.paths:
        for at, where in path.places:
            if at is not stage:
                weights.setdefault((at, where), []).append(path.weight)
    feeds = [UpstreamShare(at, where, fsum(some)) for (at, where), some in weights.items()]
    order = {at: n for n, at in enumerate(CHAIN[form])}
    kept = [one for one in feeds if one.share >= LEAST_FEED]
    return tuple(sorted(kept, key=lambda one: (order[one.stage], -one.share, one.country)))


def times_need(project: Project, need_kg: float | None) -> float | None:
    """A plant's capacity over a buyer's yearly need, both in tonnes of what the plant's figure counts."""
    return None if not need_kg or not project.claim.closed else project.claim.centre * KG_PER_TONNE / need_kg


def sentences(of: Alternatives) -> tuple[str, ...]:
    """The answer told."""
    return (*_who(of), *_on_whom(of), *_planned(of), *_how_long(of))


def _who(of: Alternatives) -> Iterator[str]:
    name, without = ELEMENTS[of.element].name, country_name(of.without)
    if of.makers:
        first = [f"{country_name(one.country)} ({percent(one.world_share)})" for one in of.makers]
        share = percent(of.world_share)
        yield f"{share} of the world's {name} {DONE_AT[of.stage]} outside {without}: {listed(first, 5)}."
    else:
        yield f"No source of ours names a maker of {name} outside {without} at {of.stage}."
    if of.stands_in:
        yield f"{of.stands_in[:1].upper()}{of.stands_in[1:]}."


def _on_whom(of: Alternatives) -> Iterator[str]:
    """Which makers depend on the country all the same, those that do most first."""
    leaning = {
        one.country: max((feed.share for feed in one.feeds if feed.country == of.without), default=0.0)
        for one in of.makers
    }
    worst = sorted((country for country in leaning if leaning[country]), key=lambda c: (-leaning[c], c))
    if worst:
        told = [f"{country_name(country)} {percent(leaning[country])}" for country in worst]
        yield (
            f"Of what they take in, this much passes {country_name(of.without)} first by the default paths, which know "
            f"no plant's own mine or contracts: {listed(told, 6)}."
        )


def _planned(of: Alternatives) -> Iterator[str]:
    coming = [one for one in of.planned if one.state is not State.GIVEN_UP]
    if coming:
        many = f"{len(coming)} plants are" if len(coming) > 1 else "One plant is"
        whose = "theirs" if len(coming) > 1 else "its own"
        yield f"{many} planned, being built or commissioned. No output of {whose} is known, so none counts as supply."
    if doubtful := [one for one in coming if not one.verified]:
        many = f"{len(doubtful)} of them are" if len(doubtful) > 1 else "One of them is"
        many = "It is" if len(coming) == 1 else many
        yield f"{many} known from figures alone that nobody verified: {listed([one.name for one in doubtful], 6)}."


def _how_long(of: Alternatives) -> Iterator[str]:
    """The documents' time for new capacity, beside what the projects' own dates say."""
    ends = [(claim.low, claim.high) for claim in of.lead_time if claim.low is not None and claim.high is not None]
    if ends:
        low, high = min(low for low, _ in ends), max(high for _, high in ends)
        names = ", ".join(claim.claim_id for claim in of.lead_time)
        yield f"New capacity takes {low:g} to {high:g} years, a source document says ({names})."
    if of.dated:
        open_for = [f"{one.name} {one.open_years(of.as_of):.1f} years" for one in of.dated]
        yield (
            "The projects' own dates can't settle that. Not producing yet after a dated decision or study: "
            f"{listed(open_for, 5)}."
        )
