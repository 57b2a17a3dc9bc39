"""Trade flows laid out as the look-up tables that a bundle holds."""

from __future__ import annotations

from collections.abc import Collection

import polars as pl

from service.risk.evidence.trade import Trade
from service.risk.mix import SHARE_DECIMALS
from service.risk.vocabulary import LABELLED_CODES
from training.data.world_prices import price_indices

RARE_EARTH_CODES = tuple(sorted(LABELLED_CODES))
CELL = ["k", "j", "t"]


def trade_of(flows: pl.DataFrame, codes: Collection[str] = RARE_EARTH_CODES) -> Trade:
    """The tables of some codes. Shares are of value, ``quantities`` of tonnes."""
    measured = flows.filter((pl.col("q") > 0) & pl.col("k").is_in(list(codes)))
    prices = price_indices(measured)
    imports, quantities = _import_mixes(measured, "v"), _import_mixes(measured, "q")
    world = measured.group_by("k", "t", "i").agg(pl.col("v").sum())
    world = world.with_columns((pl.col("v") / pl.col("v").sum().over("k", "t")).round(SHARE_DECIMALS).alias("s"))
    exports: dict[str, dict[int, dict[str, float]]] = {}
    for k, t, i, s in world.filter(pl.col("s") > 0).sort("k", "t", "i").select("k", "t", "i", "s").iter_rows():
        exports.setdefault(k, {}).setdefault(t, {})[i] = s
    totals = measured.group_by("k", "t", "j").agg(pl.col("v", "q").sum().round(3)).sort("k", "t", "j")
    sizes: dict[str, dict[int, dict[str, float]]] = {}
    tonnes: dict[str, dict[int, dict[str, float]]] = {}
    for k, t, j, v, q in totals.iter_rows():
        sizes.setdefault(k, {}).setdefault(t, {})[j] = v
        tonnes.setdefault(k, {}).setdefault(t, {})[j] = q
    return Trade(imports, exports, sizes, prices, tonnes, quantities)


def _import_mixes(measured: pl.DataFrame, column: str) -> dict[str, dict[int, dict[str, dict[str, float]]]]:
    """Code -> year -> importer -> exporter's share of the importer's total of a column."""
    shares = measured.with_columns((pl.col(column) / pl.col(column).sum().over(CELL)).round(SHARE_DECIMALS).alias("s"))
    mixes: dict[str, dict[int, dict[str, dict[str, float]]]] = {}
    for k, j, t, i, s in (
        shares.filter(pl.col("s") > 0).sort("k", "t", "j", "i").select("k", "j", "t", "i", "s").iter_rows()
    ):
        mixes.setdefault(k, {}).setdefault(t, {}).setdefault(j, {})[i] = s
    return mixes
