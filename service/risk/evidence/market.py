"""The state of a market around a year: the world price of a good, the prices of all goods, the world's volume, and the
buyer country's own imports. Unknown parts are ``nan``."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields

from service.risk.evidence.trade import Trade

NAN = math.nan
VOLATILITY_YEARS = 5
VOLUME_YEARS = 3


@dataclass(frozen=True)
class PriceState:
    """World price of the good around a year, as natural logs: change on the year before, gap to the median of three
    years and to the mean of five, and the standard deviation of five years' changes."""

    trend: float = NAN
    deviation_3y: float = NAN
    deviation_5y: float = NAN
    volatility: float = NAN


@dataclass(frozen=True)
class WorldVolume:
    """World imports of the good in tonnes: natural log of the gap to the median of three years."""

    deviation_3y: float = NAN


@dataclass(frozen=True)
class BuyerMarket:
    """The buyer country's imports of the good. ``unit_value_level`` is the log of their unit value over the world's.
    ``suppliers`` is the log of their number. The volatilities are root mean squares of the yearly log changes of five
    years, that of the unit value net of the world price's."""

    unit_value_level: float = NAN
    suppliers: float = NAN
    volume_volatility: float = NAN
    unit_value_volatility: float = NAN


def price_state(prices: Mapping[int, float], year: int) -> PriceState:
    """Trend, deviations and volatility of a yearly series at ``year``."""
    now = prices.get(year)
    if not now or now <= 0:
        return PriceState()
    before = prices.get(year - 1)
    three = [prices[y] for y in range(year - 2, year + 1) if prices.get(y)]
    five = [prices[y] for y in range(year - 4, year + 1) if prices.get(y)]
    changes = [
        math.log(prices[y] / prices[y - 1]) for y in range(year - 4, year + 1) if prices.get(y) and prices.get(y - 1)
    ]
    return PriceState(
        trend=math.log(now / before) if before else NAN,
        deviation_3y=math.log(now / statistics.median(three)) if len(three) > 1 else NAN,
        deviation_5y=math.log(now / statistics.fmean(five)) if len(five) > 1 else NAN,
        volatility=statistics.stdev(changes) if len(changes) > 1 else NAN,
    )


def mean_state(states: Iterable[PriceState]) -> PriceState:
    """Mean of each part over the states that know it."""
    found = list(states)

    def mean(name: str) -> float:
        known = [value for value in (getattr(s, name) for s in found) if not math.isnan(value)]
        return statistics.fmean(known) if known else NAN

    return PriceState(*(mean(f.name) for f in fields(PriceState)))


def all_prices(trade: Trade, year: int) -> PriceState:
    """Mean price state of all goods whose price index is held at ``year``."""
    return mean_state(price_state(trade.price_index[code], year) for code in sorted(trade.price_index))


def world_volume(trade: Trade, code: str, year: int) -> WorldVolume:
    """World imports of ``code`` around ``year``."""
    three = [t for y in range(year - VOLUME_YEARS + 1, year + 1) if (t := trade.world(code, y)[1])]
    now = trade.world(code, year)[1]
    return WorldVolume(math.log(now / statistics.median(three))) if now and len(three) > 1 else WorldVolume()


def buyer_market(trade: Trade, code: str, buyer: str, year: int) -> BuyerMarket:
    """Imports of ``code`` by ``buyer`` in the five years to ``year``; all unknown where ``year`` has none."""
    span = range(year - VOLATILITY_YEARS + 1, year + 1)
    tonnes = {y: math.log(t) for y in span if (t := trade.tonnes(code, buyer, y))}
    if year not in tonnes:
        return BuyerMarket()
    value = {y: math.log(v) - tonnes[y] for y in tonnes if (v := trade.market_size(code, buyer, y))}
    index = trade.prices(code)
    net = {y: value[y] - math.log(index[y]) for y in value if index.get(y)}
    world_value, world_tonnes = trade.world(code, year)
    return BuyerMarket(
        unit_value_level=value[year] - math.log(world_value / world_tonnes) if year in value else NAN,
        suppliers=math.log(len(trade.import_mix(code, buyer, year)) or NAN),
        volume_volatility=_yearly_change(tonnes),
        unit_value_volatility=_yearly_change(net),
    )


def _yearly_change(series: Mapping[int, float]) -> float:
    """Root mean square of the changes between successive years."""
    changes = [series[y] - series[y - 1] for y in series if y - 1 in series]
    return math.sqrt(statistics.fmean(c * c for c in changes)) if changes else NAN
