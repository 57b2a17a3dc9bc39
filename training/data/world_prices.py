"""World prices of traded codes: changes of matched flows, and indices chained from them."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

EXTREME_LOG_CHANGE = 3.0
"""Yearly unit-value changes beyond e^3 on one flow are units mixed up; an index leaves them out."""
PRICE_DECIMALS = 9


def unit_value_changes(flows: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Log change of unit value on the year before, by the columns ``by`` (``k``; ``k`` and ``i``) and year ``t``, as
    ``change``. It is the mean over flows seen with a quantity in both years, weighted by the geometric mean of their
    values. That is a matched-model index (ILO et al. 2004, Export and Import Price Index Manual, ch. 8). Flows that
    change by more than e^3 are left out; where none is left there is no row. ``flows`` has the columns of
    ``read_flows``."""
    measured = flows.filter(pl.col("q") > 0).select("k", "i", "j", "t", "v", "q")
    before = measured.select("k", "i", "j", pl.col("t") + 1, pl.col("v").alias("v_1"), pl.col("q").alias("q_1"))
    change = ((pl.col("v") / pl.col("q")) / (pl.col("v_1") / pl.col("q_1"))).log()
    matched = (
        measured.join(before, on=["k", "i", "j", "t"])
        .with_columns(change.alias("change"), (pl.col("v") * pl.col("v_1")).sqrt().alias("weight"))
        .filter(pl.col("change").abs() < EXTREME_LOG_CHANGE)
        .sort("k", "t", "j", "i")
    )
    mean = (pl.col("change") * pl.col("weight")).sum() / pl.col("weight").sum()
    return matched.group_by(*by, "t", maintain_order=True).agg(mean.alias("change")).sort(*by, "t")


def world_prices(flows: pl.DataFrame) -> pl.DataFrame:
    """World price of every code and year: ``k, t, change`` (log, on the year before) and ``index`` (chained; 1 in the
    year before the first change)."""
    changes = unit_value_changes(flows, ["k"])
    return changes.with_columns(pl.col("change").cum_sum().over("k", order_by="t").exp().alias("index"))


def price_indices(flows: pl.DataFrame) -> dict[str, dict[int, float]]:
    """Code -> year -> world price, chained, 1 in the year before the first change; years without one are absent."""
    indices: dict[str, dict[int, float]] = {}
    for code, year, level in world_prices(flows).select("k", "t", "index").iter_rows():
        indices.setdefault(code, {year - 1: 1.0})[year] = round(level, PRICE_DECIMALS)
    return indices
