"""Fitting price pressure: a logistic regression on the world prices of all codes, and how much dearer a rare earth is
after a rise."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import polars as pl
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from service.risk.price_pressure.model import PricePressureModel
from training.data.price_years import PriceYears, exports_hhi, price_years
from training.data.world_prices import price_indices
from training.metrics.year_draws import drawn_together
from training.tables import claims

INVERSE_PENALTY = 0.1
"""scikit-learn's ``C`` on z-scores: some sixty events at the first vintages."""
LABEL_DELAY = 3
"""Years until a label is known: the price of the next year, in trade that comes two years later."""
LARGEST_RISE = 9.0
"""Rises beyond tenfold are counted as tenfold: on a yearly average they are units mixed up more often than prices."""
SERVED_GROUP = "rare_earth"
LEAST_YEARS = 3
"""Years with an event from which a group has a spread of its own."""

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


def fit(prices: PriceYears, known: Mask, group_of: Mapping[str, str]) -> PricePressureModel:
    """The model of the rows in ``known`` whose next price is in. Raises ``ValueError`` when none of them is an
    event."""
    used = known & ~np.isnan(prices.ratio)
    rows = prices.rows[used]
    mean, sd = np.nanmean(rows, axis=0), np.nanstd(rows, axis=0)
    scores = np.nan_to_num((rows - mean) / sd)
    estimator = LogisticRegression(C=INVERSE_PENALTY).fit(scores, prices.event[used])
    return PricePressureModel(estimator, mean, sd, mean_rise(prices, used, group_of))


def commodity_groups() -> dict[str, str]:
    """HS92 code -> its group of commodities."""
    return {code: commodity.group for code, commodity in claims.commodities().items()}


def served(flows: pl.DataFrame) -> PricePressureModel:
    """The model that serves: of every code and year of the archive's ``flows`` whose next price is in."""
    prices = price_years(price_indices(flows), exports_hhi(flows))
    return fit(prices, np.ones(len(prices.year), bool), commodity_groups())


def walk_forward(
    prices: PriceYears, years: Iterable[int], group_of: Mapping[str, str]
) -> dict[int, PricePressureModel]:
    """The model at the end of each year, from labels known then."""
    return {year: fit(prices, prices.year <= year - LABEL_DELAY, group_of) for year in years}


def mean_rise(prices: PriceYears, used: Mask, group_of: Mapping[str, str]) -> float:
    """Mean rise after an event of the rare earths. It is drawn towards the other groups' as far as their own years
    leave it uncertain (capped; years are the unit of sampling). It is that of all events where they have too few
    years."""
    event = used & (prices.event == 1)
    rise = np.minimum(prices.ratio[event] - 1.0, LARGEST_RISE)
    group, year = np.array([group_of[code] for code in prices.code[event]]), prices.year[event]
    names = [name for name in np.unique(group) if len(np.unique(year[group == name])) >= LEAST_YEARS]
    if SERVED_GROUP not in names:
        return float(rise.mean())
    means = np.array([rise[group == name].mean() for name in names])
    noise = np.array([_squared_error(rise[group == name], year[group == name]) for name in names])
    return float(drawn_together(means, noise)[names.index(SERVED_GROUP)])


def _squared_error(rise: Floats, year: NDArray[np.int64]) -> float:
    """Squared standard error of a mean, years as clusters."""
    _, position = np.unique(year, return_inverse=True)
    return float((np.bincount(position, rise - rise.mean()) ** 2).sum() / len(rise) ** 2)
