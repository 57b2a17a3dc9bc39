"""From a purchase to the ``Exposure`` that the features read: the one assembly, for training rows and BOM hazards."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from typing import NamedTuple

from service.risk.controls.register import Register
from service.risk.disruption.features import Exposure
from service.risk.disruption.good_background import Background, Backgrounds
from service.risk.evidence.claims import Evidence
from service.risk.evidence.market import NAN, BuyerMarket, buyer_market
from service.risk.evidence.trade import Trade
from service.risk.mix import Mix
from service.risk.supply_chain.borders import CONTROL_LEVELS, Borders, levels_of
from service.risk.supply_chain.chain import Chain, Good, Markets, Step, structure_year, trace
from service.risk.supply_chain.paths import UNCONTROLLED, Crossing, Nodes, Paths, path_exposure
from service.risk.vocabulary import Stage

BORDERS_KEPT, CASES_KEPT, GOVERNANCE_KEPT = 2_000, 64, 10_000
"""Tables of borders, of markets or buyers by case, and countries with their year, that are remembered."""


class Case(NamedTuple):
    """What a purchase is read under, whatever is bought: the day, the year of trade structure, the end use, the
    view, and what is left out."""

    on: date
    year: int
    end_use: str | None
    view: str
    without_country: str | None
    without_measure: str | None


@dataclass
class Facts:
    """All that a score is drawn from besides the model. ``governance[country][year]`` is political instability, 0..1.
    ``outcomes_through``: up to this year the panel's own price index is used, as in training."""

    evidence: Evidence
    register: Register
    trade: Trade
    governance: dict[str, dict[int, float]]
    outcomes_through: int

    def __post_init__(self) -> None:
        self.borders = lru_cache(maxsize=BORDERS_KEPT)(self._borders)
        self.markets = lru_cache(maxsize=CASES_KEPT)(self._markets)
        self.nodes = lru_cache(maxsize=CASES_KEPT)(self._nodes)
        self.governance_of = lru_cache(maxsize=GOVERNANCE_KEPT)(self._governance_of)
        self.newest_structure = self.trade.last_year
        self.backgrounds = Backgrounds(self.evidence, self.trade, self.outcomes_through)

    def structure_year(self, on: date) -> int:
        """Year of trade structure that serves a day."""
        return structure_year(on, self.newest_structure)

    def _markets(self, on: date, year: int, view: str) -> Markets:
        """A table of the markets that chains have met, filled by ``trace``."""
        return {}

    def _governance_of(self, country: str, year: int) -> tuple[int, float] | None:
        """Political instability that stands for ``year``, and its own year: the same, else the nearest earlier one,
        else the first one known; ``None`` where none is. Remembered by ``governance_of``."""
        by_year = self.governance.get(country)
        if not by_year:
            return None
        own = max((y for y in by_year if y <= year), default=min(by_year))
        return own, by_year[own]

    def _nodes(self, case: Case) -> dict[Hashable, Nodes]:
        """A table of the buyers that chains without declared supply upstream have met, filled by ``path_exposure``."""
        return {}

    def _borders(self, good: Good, stage: Stage | None, on: date, end_use: str | None, view: str) -> Borders:
        """A table of the borders that a good has met, filled by ``border``."""
        return Borders(self.register, good, stage, on, end_use, view)


@dataclass(frozen=True)
class Assembly:
    """An exposure with what explains it."""

    exposure: Exposure
    chain: Chain
    year: int
    paths: Paths
    figures: tuple[str, ...]
    price_source: str
    price_through: str

    @cached_property
    def measures(self) -> tuple[tuple[str, float], ...]:
        """Measures on the chain with the share of the buyer's supply that crosses each."""
        return self.paths.measures()

    @cached_property
    def stage_controls(self) -> Mapping[Stage | None, float]:
        """Each stage's own share of supply under a control of moderate severity or worse."""
        return self.paths.by_stage(CONTROL_LEVELS.index("moderate"))


def assemble(
    good: Good,
    buyer: str,
    on: date,
    facts: Facts,
    *,
    declared: Mapping[Stage, Mix] | None = None,
    end_use: str | None = None,
    view: str = "central",
    year: int | None = None,
    without_country: str | None = None,
) -> Assembly:
    """The exposure of one purchase on a date.

    ``year`` overrides the year of trade structure (hindcast); ``view`` is ``favourable``, ``central`` or
    ``adverse`` and picks the ends of the intervals; ``without_country`` is a counterfactual: the chain with one
    country's part in many small hands.
    """
    declared = dict(declared or {})
    year = facts.structure_year(on) if year is None else year
    case = Case(on, year, end_use, view, without_country, None)
    chain = _chain(good, buyer, facts, case, declared)
    paths = _paths(chain, facts, case, declared)
    here = facts.backgrounds.of(good, on, case.year)
    exposure = _exposure(good, buyer, facts, case, chain, paths, here, declared)
    return Assembly(
        exposure,
        chain,
        case.year,
        paths,
        facts.backgrounds.figures(good, on, case.year, tuple(step.stage for step in chain.steps)),
        here.price_source,
        here.price_through,
    )


def without_measure(
    measure: str,
    assembly: Assembly,
    facts: Facts,
    on: date,
    declared: Mapping[Stage, Mix] | None = None,
    end_use: str | None = None,
) -> Assembly:
    """A central assembly under the register without one measure: a counterfactual that differs in its paths and
    controls alone. Day, declared mixes and end use are those that it was assembled with."""
    paths = _paths(assembly.chain, facts, Case(on, assembly.year, end_use, "central", None, measure), declared or {})
    return replace(assembly, exposure=replace(assembly.exposure, controls=paths.exposure), paths=paths)


def _exposure(
    good: Good,
    buyer: str,
    facts: Facts,
    case: Case,
    chain: Chain,
    paths: Paths,
    here: Background,
    declared: Mapping[Stage, Mix],
) -> Exposure:
    """What the features read; a bought form that the line declares isn't the buyer country's own market."""
    first = chain.steps[0].origins if chain.steps else {}
    default = not good.stages or good.stages[-1] not in declared
    return Exposure(
        mix=first,
        governance=_governance(facts, first, case.year),
        export_shares=facts.trade.export_shares(good.code, case.year),
        stage_origins=tuple(step.origins for step in chain.steps),
        stage_worlds=tuple(step.world for step in chain.steps if step.world),
        market_size=facts.trade.market_size(good.code, buyer, case.year) if default else None,
        controls=paths.exposure,
        recycling=here.recycling.at(case.view, worse="low") if here.recycling else NAN,
        saving=here.saving.at(case.view, worse="low") if here.saving else 0.0,
        substitution_difficulty=here.difficulty.at(case.view) if here.difficulty else NAN,
        price=here.price,
        all_prices=here.all_prices,
        world_volume=here.world_volume,
        buyer_market=buyer_market(facts.trade, good.code, buyer, case.year) if default else BuyerMarket(),
    )


def _chain(good: Good, buyer: str, facts: Facts, case: Case, declared: dict[Stage, Mix]) -> Chain:
    def world(subject: str, stage: Stage, on: date) -> Mix | None:
        return facts.evidence.supply(subject, stage, on).mix(case.view) or None

    kept = facts.markets(case.on, case.year, case.view) if good.stages else None
    return trace(good, buyer, case.on, case.year, facts.trade, world, declared, case.without_country, kept)


def _governance(facts: Facts, mix: Mix, year: int) -> dict[str, float]:
    """Governance of the countries in a mix, each of the year that stands for ``year``."""
    return {c: found[1] for c in mix if (found := facts.governance_of(c, year)) is not None}


def _paths(chain: Chain, facts: Facts, case: Case, declared: Mapping[Stage, Mix]) -> Paths:
    """Path exposure to the register, each stage's exposure, and the measures met."""
    tables = {s.stage: facts.borders(s.good, s.stage, case.on, case.end_use, case.view) for s in chain.steps}
    known = facts.nodes(case) if len(chain.steps) > 1 else {}
    stages = tuple(step.stage for step in chain.steps)

    def crossing(step: Step, seller: str, buyer: str) -> Crossing:
        acting, levels = tables[step.stage].border(seller, buyer)
        if case.without_measure and acting:
            acting = tuple(a for a in acting if a.measure_id != case.without_measure)
            levels = levels_of(acting, case.on)
        if not acting:
            return UNCONTROLLED
        whole = step is chain.steps[0] or step.stage is not Stage.MINING
        return Crossing(levels if whole else _any_only(levels), tuple((a.measure_id, a.breadth) for a in acting))

    def kept(depth: int) -> Nodes:
        behind = stages[depth:]
        if depth == 0 or not declared.keys().isdisjoint(behind):
            return {}
        below = chain.steps[depth - 1]
        return known.setdefault((below.good.subject, below.good.code, below.stage, chain.steps[depth].good, behind), {})

    return path_exposure(chain, crossing, len(CONTROL_LEVELS), kept)


def _any_only(levels: tuple[float, ...]) -> tuple[float, ...]:
    """A control on ore met by the separators behind a purchase: it counts as a control, not at its severity, because
    no label was ever seen with ore in its chain."""
    return tuple(share if level == "any" else 0.0 for level, share in zip(CONTROL_LEVELS, levels, strict=True))
