"""From a purchase to the ``Exposure`` that the features read: the one assembly, for training rows and BOM hazards."""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache, partial

from service.risk.borders import Borders, levels_of
from service.risk.chain import UNCONTROLLED, Chain, Good, Step, path_exposure, structure_year, trace
from service.risk.evidence import Evidence
from service.risk.features import CONTROL_LEVELS, Exposure
from service.risk.market import (
    NAN,
    VOLATILITY_YEARS,
    BuyerMarket,
    PriceState,
    all_prices,
    buyer_market,
    mean_state,
    price_state,
    world_volume,
)
from service.risk.register import Register
from service.risk.stage_supply import Interval
from service.risk.supply import ELEMENTS, SCOPES, Form, Stage, hs92_code
from service.risk.tables import prices_id
from service.risk.trade import Mix, Trade

BORDERS_KEPT = 2_000
FOB_CHINA = "fob_china"
PRICE_BASIS = {"Sc": "ex_works_china"}
"""The one series that serves an element where it isn't FOB China; series are never mixed."""


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
        self.all_prices = cache(partial(all_prices, self.trade))

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
    if year is None:
        year = structure_year(on, facts.trade.last_year)

    def world(subject: str, stage: Stage, on: date) -> Mix | None:
        return facts.evidence.supply(subject, stage, on).mix(scenario) or None

    if chain is None:
        chain = trace(good, buyer, on, year, facts.trade, world, declared, without_country)
    controls, stage_controls, measures = _controls(chain, facts, on, end_use, scenario, without_measure)
    recycling = _static(facts, "eol_rir", good, on)
    saving = _static(facts, "demand_saving", good, on)
    index = _static(facts, "substitution_difficulty_class", good, on)
    price, price_source, through, price_figures = _price(good, on, facts)
    bought = good.stages[-1] if good.stages else None
    first = chain.steps[0] if chain.steps else None
    exposure = Exposure(
        mix=first.origins if first else {},
        governance=_governance(facts, first.origins if first else {}, year),
        export_shares=facts.trade.export_shares(good.code, year),
        stage_origins=tuple(step.origins for step in chain.steps),
        stage_worlds=tuple(step.world for step in chain.steps if step.world),
        market_size=None if bought in declared else facts.trade.market_size(good.code, buyer, year),
        controls=controls,
        recycling=recycling.at(scenario, worse="low") if recycling else NAN,
        saving=saving.at(scenario, worse="low") if saving else 0.0,
        substitution_difficulty=index.at(scenario) if index else NAN,
        price=price,
        all_prices=facts.all_prices(last_full_year(on)) if _within_trade(good, on, facts) else PriceState(),
        world_volume=world_volume(facts.trade, good.code, year),
        buyer_market=BuyerMarket() if bought in declared else buyer_market(facts.trade, good.code, buyer, year),
    )
    figures = [f for step in chain.steps if step.stage for f in _stage_figures(facts, good, step.stage, on)]
    figures += [f for interval in (recycling, saving, index) if interval for f in interval.figures]
    return Assembly(
        exposure, chain, year, measures, stage_controls, tuple(dict.fromkeys([*figures, *price_figures])),
        price_source, through,
    )  # fmt: skip


def _stage_figures(facts: Facts, good: Good, stage: Stage, on: date) -> tuple[str, ...]:
    return facts.evidence.supply(good.subject, stage, on).figures


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


def _controls(
    chain: Chain, facts: Facts, on: date, end_use: str | None, scenario: str, without: str | None
) -> tuple[tuple[float, ...], dict[Stage | None, float], tuple[tuple[str, float], ...]]:
    """Path exposure to the register, each stage's exposure to moderate or worse controls, and the measures met with the
    share of the chain's supply at their stage that each bears on."""
    met: dict[str, float] = {}
    weights = {chain.steps[0].stage: {chain.buyer: 1.0}} if chain.steps else {}
    for step, upstream in zip(chain.steps, chain.steps[1:], strict=False):
        weights[upstream.stage] = step.origins
    tables = {s.stage: facts.borders(s.good, s.stage, on, end_use, scenario) for s in chain.steps}

    def crossing(step: Step, seller: str, buyer: str) -> tuple[float, ...]:
        acting, levels = tables[step.stage].border(seller, buyer)
        if without and acting:
            acting = tuple(a for a in acting if a.measure_id != without)
            levels = levels_of(acting, on)
        if not acting:
            return UNCONTROLLED
        share = weights[step.stage][buyer] * step.sellers_of[buyer][seller]
        for act in acting:
            met[act.measure_id] = met.get(act.measure_id, 0.0) + share * act.breadth
        return levels if step is chain.steps[0] or step.stage is not Stage.MINING else _any_only(levels)

    exposure, by_stage = path_exposure(chain, crossing, len(CONTROL_LEVELS))
    moderate = CONTROL_LEVELS.index("moderate")
    measures = tuple(sorted((m, min(1.0, s)) for m, s in met.items()))
    return exposure, {stage: levels[moderate] for stage, levels in by_stage.items()}, measures


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
