"""Years that the served bundle doesn't know: their outcomes, base rates and drift, judged before anything is fitted.

Forecasts of two bundles compare on years that both know. A new year is judged by itself. Each figure of it must lie
where the years held lie, or beyond them by no more than half of their range.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import polars as pl

from service.risk.bundle.track_record import Record
from service.risk.source_shock.features import NAMES, encode
from service.risk.source_shock.power import TRADE_LAG
from training.data import exporters
from training.data.collapses import collapsed, is_source
from training.data.price_years import PRICE_RISE
from training.data.workspace import Workspace
from training.fit.restriction import LEAST_SHARE
from training.metrics.stability import stability

FIRST_YEAR = 2000
"""Before, quantities were often not reported."""
SLACK = 0.5
"""Part of the range of the years held by which a new year may lie beyond them."""
LEAST_YEARS = 5
"""Fewer years have no range to speak of."""

ByYear = Mapping[int, float]


@dataclass(frozen=True)
class Figure:
    """A figure of every year, in words, and the years that are new."""

    what: str
    by_year: ByYear
    new: frozenset[int]

    def objections(self) -> Iterator[str]:
        """A sentence for each new year that lies too far from the years held."""
        held = [value for year, value in self.by_year.items() if year not in self.new]
        if len(held) < LEAST_YEARS:
            return
        low, high = min(held), max(held)
        slack = SLACK * (high - low)
        for year in sorted(self.new & self.by_year.keys()):
            value = self.by_year[year]
            if not low - slack <= value <= high + slack:
                range_held = f"the {len(held)} years held lie between {low:.3g} and {high:.3g}"
                yield f"{self.what} of {year}: {value:.3g}; {range_held}"


def objections(space: Workspace, served: Mapping[str, Any]) -> list[str]:
    """What the new years of trade hold against themselves, beside the bundle of the manifest ``served``. New are years
    after its last, and added years where its trade was another."""
    known = int(served["structure_through"])
    new = set(range(known + 1, space.last_year + 1))
    if served["trade_data"] != space.data_key():
        new |= {int(one["year"]) for one in space.added_years()}
    return [line for figure in figures(space, frozenset(new)) for line in figure.objections()] if new else []


def figures(space: Workspace, new: frozenset[int]) -> Iterator[Figure]:
    """Outcomes and base rates of every year of trade, then the drift of what the newest one makes of the features."""
    for what, by_year in outcomes(space.exports).items():
        yield Figure(what, by_year, new)
    yield from _drift(space, new)


def outcomes(table: pl.DataFrame) -> dict[str, dict[int, float]]:
    """Base rates by year of trade, over ``exports``: of sources as the year before knew them, and of world prices."""
    sources = table.filter(is_source()).select("k", "i", (pl.col("t") + 1).alias("t"))
    rows = table.with_columns(collapsed().alias("x")).join(sources, on=["k", "i", "t"], how="semi")
    of_sources = rows.group_by("t").agg(
        pl.col("x").mean().alias("share of sources whose exports collapse"),
        pl.col("tonnes_ratio").median().alias("median tonnes of a source over those of three years"),
        pl.col("real_value_ratio").median().alias("median real value of a source over that of three years"),
    )
    prices = table.group_by("k", "t").agg(pl.col("world_change").first()).group_by("t").agg(
        (pl.col("world_change") >= math.log(PRICE_RISE)).mean().alias("share of codes whose price rises by half"),
        pl.col("world_change").median().alias("median change of world prices, in log"),
        pl.col("world_change").abs().median().alias("median size of that change, in log"),
    )  # fmt: skip
    told = of_sources.join(prices, on="t").filter(pl.col("t") >= FIRST_YEAR).sort("t")
    return {
        name: {year: value for year, value in told.select("t", name).iter_rows() if value is not None}
        for name in told.columns if name != "t"
    }  # fmt: skip


def _drift(space: Workspace, new: frozenset[int]) -> Iterator[Figure]:
    """Stability of each feature from one origin to the next. The newest year of trade is read at the origin two years
    later, which may lie in the future. The register is then as it stands."""
    panel = exporters.read(space)
    rows = exporters.is_source(panel, LEAST_SHARE)
    newest = max(new)
    by_origin = {int(str(year)): _encoded(part) for (year,), part in rows.group_by("year")}
    for year in sorted({newest - 1, newest}):
        origin = year + TRADE_LAG
        by_origin[origin] = _encoded(exporters.is_source(exporters.of_day(space, date(origin, 12, 31)), LEAST_SHARE))
    for n, name in enumerate(NAMES):
        steps = {
            origin - TRADE_LAG: stability(by_origin[origin - 1][:, n], features[:, n])
            for origin, features in sorted(by_origin.items())
            if origin - 1 in by_origin
        }
        yield Figure(f"stability index of {name} against the year before,", steps, frozenset({newest}))


def _encoded(rows: pl.DataFrame) -> Any:
    return encode(exporters.sources(rows.sort(exporters.KEYS)))


def surprise(record: Record) -> dict[int, float]:
    """By year of the frozen forecasts: events that came less those expected, over the square root of those expected."""
    by_year = {}
    for year in np.unique(record.year).tolist():
        rows = record.where(record.year == year)
        expected = math.fsum(rows.forecast.tolist())
        by_year[year] = (float(rows.event.sum()) - expected) / math.sqrt(expected)
    return by_year


def own_years(served: Record, made: Record) -> list[str]:
    """What speaks against the forecasts of years that the served bundle's record doesn't have."""
    new = frozenset(np.unique(made.year).tolist()) - frozenset(np.unique(served.year).tolist())
    what = "restrictions that came less those forecast, over the root of those forecast,"
    return list(Figure(what, surprise(made), new).objections())
