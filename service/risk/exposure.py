"""From a purchase to the ``Exposure`` that the features read: the one assembly, for training rows and BOM hazards."""

from __future__ import annotations

import math
import statistics
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache, partial
from typing import NamedTuple

from service.risk.borders import Borders, levels_of
from service.risk.chain import Chain, Good, Markets, Step, structure_year, trace
from service.risk.evidence import Evidence
from service.risk.features import CONTROL_LEVELS, Exposure
from service.risk.market import (
    NAN,
    VOLATILITY_YEARS,
    BuyerMarket,
    PriceState,
    WorldVolume,
    all_prices,
    buyer_market,
    mean_state,
    price_state,
    world_volume,
)
from service.risk.paths import UNCONTROLLED, Crossing, Nodes, Paths, path_exposure
from service.risk.register import Register
from service.risk.stage_supply import Interval
from service.risk.supply import ELEMENTS, SCOPES, Form, Stage, hs92_code
from service.risk.tables import prices_id
from service.risk.trade import Mix, Trade

BORDERS_KEPT, CASES_KEPT, GOODS_KEPT = 2_000, 64, 4_000
"""Tables of borders, of markets or buyers by case, and goods with their day, that are remembered."""
FOB_CHINA = "fob_china"
PRICE_BASIS = {"Sc": "ex_works_china"}
"""The one series that serves an element where it isn't FOB China; series are never mixed."""


class Case(NamedTuple):
    """What a purchase is read under, whatever is bought: the day, the year of trade structure, the end use, the
    scenario, and what is left out."""

    on: date
    year: int
    end_use: str | None
    scenario: str
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
        self.background = lru_cache(maxsize=GOODS_KEPT)(partial(_background, self))
        self.all_prices = cache(partial(all_prices, self.trade))

    def _markets(self, on: date, year: int, scenario: str) -> Markets:
        """A table of the markets that chains have met, filled by ``trace``."""
        return {}

    def _nodes(self, case: Case) -> dict[Hashable, Nodes]:
        """A table of the buyers that chains without declared supply upstream have met, filled by ``path_exposure``."""
        return {}

    def _borders(self, good: Good, stage: Stage | None, on: date, end_use: str | None, scenario: str) -> Borders:
        """A table of the borders that a good has met, filled by ``border``."""
        return Borders(self.register, good, stage, on, end_use, scenario)


@dataclass(frozen=True)
class Assembly:
    """An exposure with what explains it."""

    exposure: Exposure
    chain: Chain
    year: int
    measures: tuple[tuple[str, float], ...]
    """Measures on the chain with the share of the buyer's supply that crosses each."""
    stage_controls: Mapping[Stage | None, float]
    figures: tuple[str, ...]
    price_source: str
    price_through: str


def assemble(
    good: Good,
    buyer: str,
    on: date,
    facts: Facts,
    *,
    declared: Mapping[Stage, Mix] | None = None,
    end_use: str | None = None,
    scenario: str = "central",
    year: int | None = None,
    without_measure: str | None = None,
    without_country: str | None = None,
    chain: Chain | None = None,
) -> Assembly:
    """The exposure of one purchase on a date.

    ``year`` overrides the year of trade structure (hindcast); ``scenario`` is ``favourable``, ``central`` or
    ``adverse`` and picks the ends of the intervals; ``without_measure`` and ``without_country`` are counterfactuals:
    the register without one measure, the chain with one country's part in many small hands. ``chain`` spares the
    tracing where it is known already.
    """
    declared = dict(declared or {})
    case = Case(
        on, structure_year(on, facts.trade.last_year) if year is None else year,
        end_use, scenario, without_country, without_measure,
    )  # fmt: skip
    chain = chain or _chain(good, buyer, facts, case, declared)
    paths = _paths(chain, facts, case, declared)
    here = facts.background(good, on, case.year)
    first = chain.steps[0].origins if chain.steps else {}
    default = not good.stages or good.stages[-1] not in declared
    exposure = Exposure(
        mix=first,
        governance=_governance(facts, first, case.year),
        export_shares=facts.trade.export_shares(good.code, case.year),
        stage_origins=tuple(step.origins for step in chain.steps),
        stage_worlds=tuple(step.world for step in chain.steps if step.world),
        market_size=facts.trade.market_size(good.code, buyer, case.year) if default else None,
        controls=paths.exposure,
        recycling=here.recycling.at(scenario, worse="low") if here.recycling else NAN,
        saving=here.saving.at(scenario, worse="low") if here.saving else 0.0,
        substitution_difficulty=here.difficulty.at(scenario) if here.difficulty else NAN,
        price=here.price,
        all_prices=here.all_prices,
        world_volume=here.world_volume,
        buyer_market=buyer_market(facts.trade, good.code, buyer, case.year) if default else BuyerMarket(),
    )
    moderate = CONTROL_LEVELS.index("moderate")
    return Assembly(
        exposure,
        chain,
        case.year,
        tuple(sorted((measure, min(1.0, share)) for measure, share in paths.measures.items())),
        {stage: levels[moderate] for stage, levels in paths.by_stage.items()},
        _figures(chain, good, facts, on, here),
        here.price_source,
        here.price_through,
    )


def _chain(good: Good, buyer: str, facts: Facts, case: Case, declared: dict[Stage, Mix]) -> Chain:
    def world(subject: str, stage: Stage, on: date) -> Mix | None:
        return facts.evidence.supply(subject, stage, on).mix(case.scenario) or None

    kept = facts.markets(case.on, case.year, case.scenario) if good.stages else None
    return trace(good, buyer, case.on, case.year, facts.trade, world, declared, case.without_country, kept)


@dataclass(frozen=True)
class Background:
    """What an exposure takes from the good, the day and the year of trade structure alone; intervals are ``None`` and
    prices ``nan`` where nothing is known. ``figures`` are the claims behind it, ``price_figures`` those behind prices."""

    recycling: Interval | None
    saving: Interval | None
    difficulty: Interval | None
    price: PriceState
    price_source: str
    price_through: str
    price_figures: tuple[str, ...]
    all_prices: PriceState
    world_volume: WorldVolume

    @property
    def figures(self) -> Iterator[str]:
        """Claims behind the intervals."""
        return (f for i in (self.recycling, self.saving, self.difficulty) if i for f in i.figures)


def _background(facts: Facts, good: Good, on: date, year: int) -> Background:
    """``Facts.background``, unremembered."""
    return Background(
        _static(facts, "eol_rir", good, on),
        _static(facts, "demand_saving", good, on),
        _static(facts, "substitution_difficulty_class", good, on),
        *_price(good, on, facts),
        facts.all_prices(_last_full_year(on)) if _within_trade(good, on, facts) else PriceState(),
        world_volume(facts.trade, good.code, year),
    )


def _figures(chain: Chain, good: Good, facts: Facts, on: date, here: Background) -> tuple[str, ...]:
    """Claims behind an exposure, each once."""
    stages = (facts.evidence.supply(good.subject, step.stage, on).figures for step in chain.steps if step.stage)
    return tuple(dict.fromkeys([*(f for figures in stages for f in figures), *here.figures, *here.price_figures]))


def _static(facts: Facts, quantity: str, good: Good, on: date) -> Interval | None:
    """A figure about the element; for a code of many elements without a figure of its own, their mean."""
    form = str(good.form) if good.form else ""
    own = facts.evidence.value(quantity, good.subject, on, form)
    if own or good.element or good.commodity != "REE":
        return own
    members = [facts.evidence.value(quantity, symbol, on, form) for symbol in sorted(ELEMENTS) if symbol != "Ce"]
    known = [interval for interval in members if interval]
    if not known:
        return None
    return Interval(
        statistics.fmean(i.low for i in known),
        statistics.fmean(i.central for i in known),
        statistics.fmean(i.high for i in known),
        tuple(dict.fromkeys(f for i in known for f in i.figures)),
    )


def _governance(facts: Facts, mix: Mix, year: int) -> dict[str, float]:
    """Governance of the countries in a mix, each in its ``governance_year``."""
    return {c: by_year[governance_year(by_year, year)] for c in mix if (by_year := facts.governance.get(c))}


def governance_year(by_year: Mapping[int, float], year: int) -> int:
    """The year of a country's governance that stands for ``year``: itself, else the nearest earlier one, else the first
    one known."""
    return max((y for y in by_year if y <= year), default=min(by_year))


def _paths(chain: Chain, facts: Facts, case: Case, declared: Mapping[Stage, Mix]) -> Paths:
    """Path exposure to the register, each stage's exposure, and the measures met."""
    tables = {s.stage: facts.borders(s.good, s.stage, case.on, case.end_use, case.scenario) for s in chain.steps}
    known = facts.nodes(case) if len(chain.steps) > 1 else {}

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
        behind = tuple(step.stage for step in chain.steps[depth:])
        if depth == 0 or not declared.keys().isdisjoint(behind):
            return {}
        below = chain.steps[depth - 1]
        return known.setdefault((below.good.subject, below.good.code, below.stage, chain.steps[depth].good, behind), {})

    return path_exposure(chain, crossing, len(CONTROL_LEVELS), kept)


def _any_only(levels: tuple[float, ...]) -> tuple[float, ...]:
    """A control on ore met by the separators behind a purchase: it counts as a control, not at its severity, because
    no label was ever seen with ore in its chain."""
    return tuple(share if level == "any" else 0.0 for level, share in zip(CONTROL_LEVELS, levels, strict=True))


def last_full_year(on: date) -> int:
    """The newest year that has ended on a day."""
    return on.year if (on.month, on.day) == (12, 31) else on.year - 1


def _within_trade(good: Good, on: date, facts: Facts) -> bool:
    """Whether prices on a day are those of trade, as in training, rather than published series."""
    return on.year <= facts.outcomes_through or good.form is None


def _price(good: Good, on: date, facts: Facts) -> tuple[PriceState, str, str, tuple[str, ...]]:
    """Price state, its source, the last period in it, and the claims behind it.

    Inside the years of the outcomes: the code's matched-flow index, as in training, of the last full year (magnets and
    ores, whose trade isn't held, take that of the element's compounds). After them:
    the element's published series (a code of many elements: the mean of its elements' states).
    """
    if _within_trade(good, on, facts):
        year = last_full_year(on)
        code = good.code if facts.trade.prices(good.code) or not good.element else hs92_code(good.element, Form.OXIDE)
        state = price_state(facts.trade.prices(code), year)
        if math.isnan(state.trend):
            return PriceState(), "", "", ()
        return state, "trade_unit_values", str(year), (prices_id(code, year),)
    symbols = [good.element] if good.element else sorted(SCOPES["REE"] - {"Ce"})
    found = [
        s for s in (facts.evidence.prices(symbol, PRICE_BASIS.get(symbol, FOB_CHINA), on) for symbol in symbols) if s
    ]
    if not found:
        return PriceState(), "", "", ()
    states = [price_state({point.year: point.value for point in series}, series[-1].year) for series in found]

    state = mean_state(states)
    figures = tuple(claim for series in found for point in series[-VOLATILITY_YEARS - 1 :] for claim in point.claims)
    return state, "published_prices", max(series[-1].through for series in found), figures
