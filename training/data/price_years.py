"""World prices of codes by year: the state at its end, and what came in the next."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from service.risk.evidence.market import price_state
from service.risk.mix import SHARE_DECIMALS
from service.risk.price_pressure.features import STRUCTURE_LAG, MarketState, row_of

PRICE_RISE = 1.5
FIRST_YEAR = 1999
"""The archive's price indices begin in 1995: a volatility needs some changes."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class PriceYears:
    """Arrays of equal length: HS92 ``code``, ``year``, ``rows`` (features at its end) and ``ratio``. The ratio is the
    price of the next year over its own, ``nan`` where that isn't in yet."""

    code: NDArray[np.str_]
    year: NDArray[np.int64]
    rows: Floats
    ratio: Floats

    @property
    def event(self) -> NDArray[np.int64]:
        """1 where the price rose by half or more, else 0."""
        return np.asarray(self.ratio >= PRICE_RISE, np.int64)


def price_years(
    indices: Mapping[str, Mapping[int, float]], concentration: Mapping[tuple[str, int], float]
) -> PriceYears:
    """All codes and years of ``price_indices`` from ``FIRST_YEAR`` on whose state is known, sorted by code and year;
    ``concentration`` is that of ``exports_hhi``."""
    kept, rows = [], []
    for code in sorted(indices):
        for year in sorted(indices[code]):
            price = price_state(indices[code], year)
            if year >= FIRST_YEAR and not math.isnan(price.trend) and not math.isnan(price.volatility):
                kept.append((code, year))
                rows.append(row_of(MarketState(price, concentration.get((code, year - STRUCTURE_LAG), math.nan)))[0])
    ratio = [indices[code].get(year + 1, math.nan) / indices[code][year] for code, year in kept]
    codes, years = np.array([code for code, _ in kept], np.str_), np.array([year for _, year in kept], np.int64)
    return PriceYears(codes, years, np.array(rows), np.array(ratio))


def exports_hhi(flows: pl.DataFrame) -> dict[tuple[str, int], float]:
    """(code, year) -> Herfindahl index of world exports by value, of flows with a quantity."""
    sold = flows.filter(pl.col("q") > 0).group_by("k", "t", "i").agg(pl.col("v").sum())
    shares = sold.with_columns((pl.col("v") / pl.col("v").sum().over("k", "t")).alias("s"))
    hhi = shares.group_by("k", "t").agg((pl.col("s") ** 2).sum()).sort("k", "t")
    # threads add up in any order: rounded, so that the same trade gives the same bundle
    return {(code, year): round(value, SHARE_DECIMALS) for code, year, value in hhi.iter_rows()}
