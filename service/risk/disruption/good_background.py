"""What a purchase's exposure takes from the good and the day alone, whoever buys it: the state of its market, how well
it is recycled and replaced, and the claims behind that."""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache, partial

from service.risk.evidence.claims import Evidence
from service.risk.evidence.market import (
    VOLATILITY_YEARS,
    PriceState,
    WorldVolume,
    all_prices,
    mean_state,
    price_state,
    world_volume,
)
from service.risk.evidence.table_figures import prices_id
from service.risk.evidence.trade import Trade
from service.risk.intervals import Interval
from service.risk.supply_chain.chain import Good
from service.risk.vocabulary import ELEMENTS, SCOPES, Form, Stage, hs92_code

KEPT = 4_096
FOB_CHINA = "fob_china"
OTHER_SERIES = {"Sc": "ex_works_china"}


def series_of(element: str) -> str:
    """The one price series (``basis``) that serves an element; series are never mixed."""
    return OTHER_SERIES.get(element, FOB_CHINA)


@dataclass(frozen=True)
class Background:
    """What an exposure takes from the good, the day and the year of trade structure alone; intervals are ``None`` and
    prices ``nan`` where nothing is known. ``price_figures`` are the claims behind prices."""

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
    def figures(self) -> tuple[str, ...]:
        """Claims behind it, those behind prices last."""
        known = (i.figures for i in (self.recycling, self.saving, self.difficulty) if i)
        return (*(figure for figures in known for figure in figures), *self.price_figures)


class Backgrounds:
    """Backgrounds by good, day and year of trade structure; those met before are remembered."""

    def __init__(self, evidence: Evidence, trade: Trade, outcomes_through: int) -> None:
        """Up to the year ``outcomes_through`` prices are those of trade, as in training."""
        self.evidence, self.trade, self.outcomes_through = evidence, trade, outcomes_through
        self.of = lru_cache(maxsize=KEPT)(self._of)
        self.figures = lru_cache(maxsize=KEPT)(self._figures)
        self.all_prices = cache(partial(all_prices, trade))

    def _of(self, good: Good, on: date, year: int) -> Background:
        """The background of a good on a day, with trade structure of ``year``. Remembered by ``of``."""
        return Background(
            _static(self.evidence, "eol_rir", good, on),
            _static(self.evidence, "demand_saving", good, on),
            _static(self.evidence, "substitution_difficulty_class", good, on),
            *self._price(good, on),
            self.all_prices(last_full_year(on)) if self._within_trade(good, on) else PriceState(),
            world_volume(self.trade, good.code, year),
        )

    def _figures(self, good: Good, on: date, year: int, stages: tuple[Stage | None, ...]) -> tuple[str, ...]:
        """Claims behind a good's supply at some stages and its background, each once. Remembered by ``figures``."""
        supplies = (self.evidence.supply(good.subject, stage, on).figures for stage in stages if stage)
        found = (*(figure for figures in supplies for figure in figures), *self.of(good, on, year).figures)
        return tuple(dict.fromkeys(found))

    def _within_trade(self, good: Good, on: date) -> bool:
        """Whether prices on a day are those of trade, as in training, rather than published series."""
        return on.year <= self.outcomes_through or good.form is None

    def _price(self, good: Good, on: date) -> tuple[PriceState, str, str, tuple[str, ...]]:
        """Price state, its source, the last period in it, and the claims behind it.

        Inside the years of the outcomes: the code's matched-flow index, as in training, of the last full year (magnets
        and ores, whose trade isn't held, take that of the element's compounds). After them: the element's published
        series (a code of many elements: the mean of its elements' states).
        """
        if self._within_trade(good, on):
            year = last_full_year(on)
            own = good.element is None or self.trade.prices(good.code)
            code = good.code if own else hs92_code(good.element or "", Form.OXIDE)
            state = price_state(self.trade.prices(code), year)
            if math.isnan(state.trend):
                return PriceState(), "", "", ()
            return state, "trade_unit_values", str(year), (prices_id(code, year),)
        symbols = [good.element] if good.element else sorted(SCOPES["REE"] - {"Ce"})
        found = [s for s in (self.evidence.prices(symbol, series_of(symbol), on) for symbol in symbols) if s]
        if not found:
            return PriceState(), "", "", ()
        states = [price_state({point.year: point.value for point in series}, series[-1].year) for series in found]
        state = mean_state(states)
        points = (point for series in found for point in series[-VOLATILITY_YEARS - 1 :])
        figures = tuple(claim for point in points for claim in point.claims)
        return state, "published_prices", max(series[-1].through for series in found), figures


def _static(evidence: Evidence, quantity: str, good: Good, on: date) -> Interval | None:
    """A figure about the element; for a code of many elements without a figure of its own, their mean."""
    form = str(good.form) if good.form else ""
    own = evidence.value(quantity, good.subject, on, form)
    if own or good.element or good.commodity != "REE":
        return own
    members = [evidence.value(quantity, symbol, on, form) for symbol in sorted(ELEMENTS) if symbol != "Ce"]
    known = [interval for interval in members if interval]
    if not known:
        return None
    return Interval(
        statistics.fmean(i.low for i in known),
        statistics.fmean(i.central for i in known),
        statistics.fmean(i.high for i in known),
        tuple(dict.fromkeys(f for i in known for f in i.figures)),
    )


def last_full_year(on: date) -> int:
    """The newest year that has ended on a day."""
    return on.year if (on.month, on.day) == (12, 31) else on.year - 1
