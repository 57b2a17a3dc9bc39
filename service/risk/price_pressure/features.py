"""What price pressure is read from: the state of the world price of an element's form, the same for every buyer."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from service.risk.evidence.claims import Evidence
from service.risk.evidence.market import VOLATILITY_YEARS, PriceState, price_state
from service.risk.evidence.price_series import series_of
from service.risk.evidence.table_figures import prices_id
from service.risk.evidence.trade import Trade
from service.risk.mix import herfindahl
from service.risk.vocabulary import Form, hs92_code

LEAST_VOLATILITY, MOST_VOLATILITY = 0.03, 1.0
"""In log. Beyond them an index of unit values is a unit mixed up more often than a market."""
MOST_TREND = 0.7
"""A doubling or a halving in a year."""
STRUCTURE_LAG = 2
"""Years by which trade lags a forecast."""


@dataclass(frozen=True)
class MarketState:
    """A world market at the end of a year. ``concentration`` is the Herfindahl index (0..1) of world exports of its
    code two years before (``nan`` where they aren't held)."""

    price: PriceState
    concentration: float


@dataclass(frozen=True)
class Market:
    """A state as known on a day. ``through`` is the last period of the price in it: a day of a published series, or a
    year of trade. ``figures`` are the claims behind it."""

    state: MarketState
    through: str
    figures: tuple[str, ...]


def volatility(state: MarketState) -> float:
    """Natural log of the standard deviation of the last five yearly log changes of the world price, within 0.03 and 1:
    what swings, rises by half more often. Training: the matched-flow unit-value index of an HS92 code (BACI). Serving:
    the element's published price series where it is as new, else the index of its code."""
    return math.log(min(max(state.price.volatility, LEAST_VOLATILITY), MOST_VOLATILITY))


def trend(state: MarketState) -> float:
    """Log change of the world price on the year before, within -0.7 and 0.7: rises go on more often than they turn.
    Sources as ``volatility``."""
    return min(max(state.price.trend, -MOST_TREND), MOST_TREND)


def concentration(state: MarketState) -> float:
    """Herfindahl index of world exports of the code, two years back: one seller's decision moves the price. Training
    and serving: BACI; unknown for forms whose trade isn't held."""
    return state.concentration


FEATURES: tuple[Callable[[MarketState], float], ...] = (volatility, trend, concentration)
NAMES = tuple(feature.__name__ for feature in FEATURES)


def row_of(state: MarketState) -> NDArray[np.float64]:
    """Features of a state, shape (1, features), in the order of ``FEATURES``; unknown is ``nan``."""
    return np.array([[feature(state) for feature in FEATURES]])


def market(evidence: Evidence, trade: Trade, element: str, form: Form, on: date) -> Market | None:
    """The market of an element's form as known on a day; ``None`` where its price isn't.

    The element's own published series serves where its newest year is as new as the unit values of its code. These take
    over before it begins. Ores and magnets, whose trade isn't held, take the compounds' code.
    """
    own = hs92_code(element, form)
    code = own if trade.prices(own) else hs92_code(element, Form.OXIDE)
    index = {year: level for year, level in trade.prices(code).items() if year <= _last_full_year(on)}
    series = evidence.prices(element, series_of(element), on)
    if series and series[-1].year >= max(index, default=0):
        price = price_state({point.year: point.value for point in series}, series[-1].year)
        figures = tuple(claim for point in series[-VOLATILITY_YEARS - 1 :] for claim in point.claims)
        through = series[-1].through
    elif index:
        price, through = price_state(index, max(index)), str(max(index))
        figures = (prices_id(code, max(index)),)
    else:
        return None
    if math.isnan(price.trend) or math.isnan(price.volatility):
        return None
    return Market(MarketState(price, exports_hhi(trade, code, on)), through, tuple(dict.fromkeys(figures)))


def exports_hhi(trade: Trade, code: str, on: date) -> float:
    """Herfindahl index of world exports of a code, as known on a day; ``nan`` where none are held."""
    year = min(_last_full_year(on) - STRUCTURE_LAG, trade.last_year or 0)
    shares = trade.export_shares(code, year)
    return herfindahl(shares) if shares else math.nan


def _last_full_year(on: date) -> int:
    return on.year if (on.month, on.day) == (12, 31) else on.year - 1
