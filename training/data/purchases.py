"""Purchases on history: what every importer bought of every code in a year, by source, and which sources were hit in
the next one.

The mix is that of the year before, as a buyer knows its own: trade statistics come two years late, invoices don't. Hits
are judged without the buyer's own flows, so that nobody is hit by buying less.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from training.data.collapses import collapsed_for_buyer, judged_apart
from training.data.exports import EXPORTER, FLOW, rest_of_exports

MINIMUM_IMPORTS = 1_000.0
"""Imports that make a purchase, thousand USD."""
SMALLEST_SOURCE = 0.02
"""Smaller sources are left out: together they decide no purchase."""
NAMED_SHARE = 0.8
"""Share of a purchase that its sources must cover."""
FIRST_YEAR = 2001

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Purchases:
    """``rows``: code ``k``, importer ``j``, year ``t``, sorted; base year is t - 1. The arrays have the shape
    (purchases, most sources), largest source first, padded with share 0. ``country`` is alpha-3, blank where padded.
    ``share`` is that of the purchase; what is missing to 1 is unnamed. ``restricted`` and ``collapsed`` are of year t;
    ``apart`` was judged without the buyer's own flows."""

    rows: pl.DataFrame
    country: NDArray[np.str_]
    share: Floats
    restricted: Bools
    collapsed: Bools
    apart: Bools

    @property
    def lost(self) -> Floats:
        """Share of each purchase whose source was hit in year t."""
        return np.asarray((self.share * (self.restricted | self.collapsed)).sum(axis=1), np.float64)

    @property
    def lost_apart(self) -> Floats:
        """The same, collapses counted only where the buyer's own flows don't enter."""
        return np.asarray((self.share * (self.restricted | (self.collapsed & self.apart))).sum(axis=1), np.float64)

    @property
    def base_year(self) -> NDArray[np.int64]:
        """Year at whose end the forecast is made."""
        return np.asarray(self.rows["t"].to_numpy() - 1, np.int64)

    def is_code(self, codes: Collection[str]) -> Bools:
        """Purchases of some codes."""
        return self.rows["k"].is_in(sorted(codes)).to_numpy()


def sources(flows: pl.DataFrame, last_year: int) -> pl.DataFrame:
    """Sources of every purchase of years ``FIRST_YEAR`` to ``last_year``: ``k, i, j, t`` and ``share``, by the value of
    measured flows in t - 1."""
    measured = flows.filter(pl.col("q") > 0).select("k", "i", "j", (pl.col("t") + 1).alias("t"), "v")
    measured = measured.filter(pl.col("t").is_between(FIRST_YEAR, last_year))
    purchase = ["k", "j", "t"]
    total = pl.col("v").sum().over(purchase)
    return (
        measured.with_columns((pl.col("v") / total).alias("share"))
        .filter((total >= MINIMUM_IMPORTS) & (pl.col("v") >= SMALLEST_SOURCE * total))
        .filter(pl.col("share").sum().over(purchase) >= NAMED_SHARE)
        .select(*FLOW, "share")
    )


def purchases(flows: pl.DataFrame, table: pl.DataFrame, restricted: pl.DataFrame) -> Purchases:
    """Every purchase of the archive's ``flows`` with its hits; ``table`` is that of ``exports``, ``restricted`` that of
    ``restricted_flows``."""
    bought = sources(flows, int(flows["t"].max()))  # type: ignore[arg-type]
    changes = ("tonnes_ratio", "real_value_ratio", "others_ratio", "unit_value_change", "world_change")
    hit = restricted.select(*FLOW, pl.lit(value=True).alias("restricted"))
    flows_with_rest = (
        rest_of_exports(bought, flows, table)
        .join(table.select(*EXPORTER, *changes), on=EXPORTER, how="left")
        .join(hit, on=FLOW, how="left")
        .with_columns(
            collapsed_for_buyer().alias("collapsed"),
            judged_apart().alias("apart"),
            pl.col("restricted").fill_null(value=False),
        )
    )
    return _padded(flows_with_rest.sort(["t", "k", "j", "share", "i"], descending=[False, False, False, True, False]))


def _padded(flows: pl.DataFrame) -> Purchases:
    """One row a purchase, sources side by side; ``flows`` is sorted by purchase, largest source first."""
    lists = flows.group_by("t", "k", "j", maintain_order=True).agg("i")
    sizes = lists["i"].list.len().to_numpy()
    here = np.arange(sizes.max()) < sizes[:, None]
    return Purchases(
        lists.select("k", "j", "t"),
        _laid_out(here, flows["i"].to_numpy().astype("U3")),
        _laid_out(here, flows["share"].to_numpy()),
        _laid_out(here, flows["restricted"].to_numpy()),
        _laid_out(here, flows["collapsed"].to_numpy()),
        _laid_out(here, flows["apart"].to_numpy()),
    )


def _laid_out(here: Bools, values: NDArray[Any]) -> NDArray[Any]:
    """Values row after row in the places ``here``, zero or blank elsewhere."""
    out = np.zeros(here.shape, values.dtype)
    out[here] = values
    return out
