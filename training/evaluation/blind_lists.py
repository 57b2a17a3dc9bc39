"""Lists as they would have stood at the end of a year, with what happened in the next: hits, lift, effort and misses.

A pair is a country and a mineral; the highest forecast over the mineral's codes stands for it. An act announced before
the list is forecast at the rate at which announced acts had begun by then.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from sklearn.metrics import roc_auc_score

LISTS = 5
"""The newest years whose end a list is of."""
FIRST = (20, 60, 100)
QUIET_MONTHS = 120.0
"""A pair is quiet without a serious act of the country on the mineral for ten years: the hard problem."""
EFFORT = (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5)
"""Parts of the pairs, from the top, of which is told what part of the hits they hold."""


def measured(forecasts: pl.DataFrame) -> list[dict[str, Any]]:
    """One list for the end of each of the newest years, from forecasts of the tested rows."""
    ends = sorted(forecasts["year"].unique())[-LISTS:]
    told = pairs(with_announced(forecasts))
    return [
        {"end_of": year, **list_of(told.filter(pl.col("year") == year)), "quiet": list_of(_quiet(told, year))}
        for year in ends
    ]


def with_announced(forecasts: pl.DataFrame) -> pl.DataFrame:
    """Forecasts in which an announced act stands at the rate of announced acts so far, (hits + 1/2) / (n + 1). Hits are
    earlier pending rows with an event, n all earlier pending rows."""
    past = forecasts.filter(pl.col("pending")).select("year", "event")
    rates = {}
    for year in forecasts["year"].unique().to_list():
        earlier = past.filter(pl.col("year") < year)["event"]
        rates[year] = (float(earlier.sum()) + 0.5) / (len(earlier) + 1.0)
    rate = pl.col("year").replace_strict(rates, return_dtype=pl.Float64)
    return forecasts.with_columns(
        pl.when("pending").then(pl.max_horizontal("p", rate)).otherwise(pl.col("p")).alias("p")
    )


def pairs(forecasts: pl.DataFrame) -> pl.DataFrame:
    """One row for each country, mineral and year, highest forecast first."""
    return (
        forecasts.group_by("country", "mineral", "year")
        .agg(pl.col("p", "event", "any_act", "pending", "serious_age").max())
        .sort(["year", "p", "country", "mineral"], descending=[False, True, False, False])
    )


def _quiet(told: pl.DataFrame, year: int) -> pl.DataFrame:
    age = pl.col("serious_age").fill_nan(None).fill_null(np.inf)
    return told.filter((pl.col("year") == year) & (age >= QUIET_MONTHS))


def list_of(told: pl.DataFrame) -> dict[str, Any]:
    """What a list came to. ``first`` by length of list: hits and lift over drawing pairs at random. ``events`` by name
    with their place, ``limited`` those that reached some buyers or uses only. ``coverage``: part of the pairs looked
    at, part of the hits among them. ``auc`` is absent without a hit."""
    ranked = told.with_row_index("place", offset=1)
    hits = ranked.filter(pl.col("event"))
    size, count = len(ranked), len(hits)
    blind: dict[str, Any] = {
        "pairs": size,
        "hits": count,
        "expected": float(ranked["p"].sum()),
        "events": [_named(row) for row in hits.iter_rows(named=True)],
        "limited": [_named(row) for row in ranked.filter(pl.col("any_act") & ~pl.col("event")).iter_rows(named=True)],
        "top": [f"{row['country']} {row['mineral']}" for row in ranked.head(FIRST[0]).iter_rows(named=True)],
    }
    if not 0 < count < size:
        return blind
    places = hits["place"].to_numpy()
    blind["auc"] = float(roc_auc_score(ranked["event"].to_numpy(), -ranked["place"].to_numpy().astype(np.float64)))
    blind["first"] = {
        str(n): {"hits": int((places <= n).sum()), "lift": float((places <= n).sum() / n / (count / size))}
        for n in FIRST
    }
    blind["coverage"] = [[part, float((places <= part * size).mean())] for part in EFFORT]
    return blind


def _named(row: dict[str, Any]) -> dict[str, Any]:
    names = ("country", "mineral", "place", "p", "pending")
    return {name: row[name] for name in names}
