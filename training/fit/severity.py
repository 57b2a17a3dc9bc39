"""How bad a disruption is when it happens: rises of price and losses of volume among the events of the training years.

The rise is next year's unit value of the suppliers in common over this year's, less one: what a buyer who knows today's
price would pay more. (The event itself compares with the median of three years.) An event by volume alone has a rise
too, mostly a small one; where its unit value couldn't be observed, it takes the mean rise of those where it could.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from training.data.disruption_panel import PRICE_RISE, Panel
from training.fit.disruption_model import FIRST_TEST_YEAR, LAST_TEST_YEAR, known_rows
from training.metrics.year_draws import drawn_together

Floats = NDArray[np.float64]
LARGEST_RISE = 9.0
"""Rises beyond tenfold are counted as tenfold: on a yearly average they are units mixed up more often than prices."""
QUANTILES = (0.1, 0.5, 0.9)
SERVED_GROUP = "rare_earth"


@dataclass(frozen=True)
class Severity:
    """What follows an event, relative to the year before. ``mean_rise`` is the mean rise of price over all events
    (capped), ``mean_rise_sd`` its standard error with years as the unit of sampling; ``rise`` and ``volume_lost`` are
    the 10, 50 and 90 % points among events by price and among events by volume; ``by_price`` is the part of the
    first."""

    events: int
    by_price: float
    mean_rise: float
    mean_rise_sd: float
    rise: tuple[float, ...]
    volume_lost: tuple[float, ...]


def _rises(events: pl.DataFrame) -> Floats:
    """Capped rise of every event, those of unobserved price at the mean of the other events by volume."""
    observed = events["price_observed"].to_numpy()
    rise = np.clip(events["price_change"].fill_null(1.0).fill_nan(1.0).to_numpy() - 1.0, 0.0, LARGEST_RISE)
    known = rise[observed & ~_by_price(events)]
    return np.where(observed, rise, known.mean() if len(known) else 0.0)


def _by_price(events: pl.DataFrame) -> NDArray[np.bool_]:
    return (events["price_observed"] & (events["price_ratio"] >= PRICE_RISE)).fill_null(False).to_numpy()


def of_events(events: pl.DataFrame) -> Severity:
    """Severity among rows of the panel that are events (columns ``t, price_observed, price_ratio,
    price_change, volume_ratio``).

    Raises ``ValueError`` without any.
    """
    if events.height == 0:
        raise ValueError("no event to learn severity from")
    rises, by_price, year = _rises(events), _by_price(events), events["t"].to_numpy()
    mean = float(rises.mean())
    sums = np.array([(rises - mean)[year == y].sum() for y in np.unique(year)])
    lost = 1.0 - events["volume_ratio"].to_numpy()[~by_price]
    return Severity(
        events.height,
        float(by_price.mean()),
        mean,
        float(np.sqrt((sums**2).sum()) / events.height),
        _points(rises[by_price]),
        _points(lost),
    )


def _points(values: Floats) -> tuple[float, ...]:
    return tuple(np.quantile(values, QUANTILES).tolist()) if len(values) else ()


def pooled(by_group: Mapping[str, Severity]) -> dict[str, float]:
    """Mean rise of each group, drawn towards the groups' common mean as far as its own years leave it uncertain."""
    names = sorted(by_group)
    mean = np.array([by_group[name].mean_rise for name in names])
    noise = np.array([by_group[name].mean_rise_sd ** 2 for name in names])
    return dict(zip(names, drawn_together(mean, noise).tolist(), strict=True))


def estimate(panel: Panel, known: NDArray[np.bool_], group_of: Mapping[str, str]) -> dict[str, Any]:
    """Severity for serving, from the rows in ``known``: that of the rare earths with their mean rise pooled with the
    other commodity groups' (``served_rise``), beside all commodities together. Plain data for the manifest."""
    events = panel.cells.filter(pl.Series(known & (panel.event == 1)))
    events = events.with_columns(pl.col("k").replace_strict(dict(group_of)).alias("group"))
    by_group = {str(name): of_events(rows) for (name,), rows in events.sort("group").group_by("group")}
    if SERVED_GROUP not in by_group:
        raise ValueError(f"no event of the {SERVED_GROUP} group among the known rows")
    return {
        "served_rise": pooled(by_group)[SERVED_GROUP],
        "largest_rise": LARGEST_RISE,
        "rare_earths": asdict(by_group[SERVED_GROUP]),
        "all": asdict(of_events(events)),
    }


def track_record(panel: Panel, vintage: str, group_of: Mapping[str, str]) -> list[dict[str, float]]:
    """Mean rise of the rare earths' events by year, as it would have been served and as it came: ``year, events,
    served, rare_earths_alone, all_commodities, came``. Years without an event are left out."""
    rare = panel.rare_earth & (panel.event == 1)
    rows = []
    for year in range(FIRST_TEST_YEAR, LAST_TEST_YEAR + 1):
        now = panel.cells.filter(pl.Series(rare & (panel.year == year)))
        if now.height == 0:
            continue
        known = estimate(panel, known_rows(panel, year, vintage), group_of)
        rows.append(
            {
                "year": year,
                "events": now.height,
                "served": known["served_rise"],
                "rare_earths_alone": known["rare_earths"]["mean_rise"],
                "all_commodities": known["all"]["mean_rise"],
                "came": float(_rises(now).mean()),
            }
        )
    return rows
