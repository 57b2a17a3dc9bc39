"""The world price of a good around a year, and over how many years a market is looked at. Unknown parts are ``nan``."""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping
from dataclasses import dataclass

NAN = math.nan
VOLATILITY_YEARS = 5
VOLUME_YEARS = 3


@dataclass(frozen=True)
class PriceState:
    """World price of the good around a year, as natural logs. They are the change on the year before, the gaps to the
    median of three years and to the mean of five, and the spread. The spread is the standard deviation of five years'
    changes."""

    trend: float = NAN
    deviation_3y: float = NAN
    deviation_5y: float = NAN
    volatility: float = NAN


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
