"""Who sells what to the world: one row for every exporter, code and year. A row has the structure that forecasts read
and the changes that tell a collapse of exports.

Money is in thousand USD, quantities in tonnes. A ratio compares a year with the median of the three before it. ``rest``
columns of a flow are its exporter's sales without those to the flow's own buyer. So a buyer's falling demand isn't
taken for a supplier's failure.
"""

from __future__ import annotations

from typing import Any

import polars as pl

from training.data.world_prices import unit_value_changes, world_prices

BASE_YEARS = (1, 2, 3)
"""Years back that a ratio's median is taken over."""
FLOW = ["k", "i", "j", "t"]
EXPORTER = ["k", "i", "t"]


def _three_year_median(column: str) -> pl.Expr:
    return pl.concat_list(*(f"{column}_{n}" for n in BASE_YEARS)).list.median()


def _back(column: str, years: int) -> pl.Expr:
    """A column's value some years before, on a grid without gaps in years."""
    return pl.col(column).shift(years).over("k", "i", order_by="t")


def _grid(flows: pl.DataFrame) -> pl.DataFrame:
    """Exports and imports of every exporter and code seen, on every year of the archive, 0 where none was reported."""
    first, last = flows.select(pl.col("t").min().alias("a"), pl.col("t").max().alias("b")).row(0)
    years = pl.DataFrame({"t": list(range(first, last + 1))}, schema={"t": pl.Int64})
    sold = flows.group_by(EXPORTER).agg(pl.col("v").sum(), pl.col("q").sum())
    bought = flows.group_by("k", pl.col("j").alias("i"), "t").agg(pl.col("v").sum().alias("imports"))
    pairs = sold.select("k", "i").unique().join(years, how="cross")
    joined = pairs.join(sold, on=EXPORTER, how="left").join(bought, on=EXPORTER, how="left")
    return joined.with_columns(pl.col("v", "q", "imports").fill_null(0.0)).sort(EXPORTER)


def _structure(grid: pl.DataFrame) -> pl.DataFrame:
    """``share`` of world exports by value, its mean over three years, and net exports over three years as a share of
    exports. The last is negative for a net importer, and null without exports."""
    grid = grid.with_columns((pl.col("v") / pl.col("v").sum().over("k", "t")).fill_nan(0.0).alias("share"))

    def over_three(column: str) -> pl.Expr:
        return pl.sum_horizontal(column, _back(column, 1), _back(column, 2), ignore_nulls=False)

    return grid.with_columns(
        (over_three("share") / 3).alias("share_3y"),
        ((over_three("v") - over_three("imports")) / over_three("v")).fill_nan(None).alias("net_3y"),
    )


def exports(flows: pl.DataFrame) -> pl.DataFrame:
    """Exporter x code x year. Structure: ``v, q, imports, share, share_3y, net_3y``. Change: ``unit_value_change``
    (log, matched flows), ``world_change`` (log, the code's world price) and ``tonnes_ratio``. ``real_value_ratio`` is
    value over the world price index, ``others_ratio`` the real value of all other exporters. All are null where the
    data don't say."""
    prices = world_prices(flows)
    base_year = prices.group_by("k").agg(pl.col("t").min() - 1).with_columns(pl.lit(1.0).alias("index"))
    index = pl.concat([prices.select("k", "t", "index"), base_year])
    own = unit_value_changes(flows, ["k", "i"]).rename({"change": "unit_value_change"})
    world = prices.select("k", "t", pl.col("change").alias("world_change"))
    table = _structure(_grid(flows)).join(index, on=["k", "t"], how="left").join(world, on=["k", "t"], how="left")
    table = table.join(own, on=EXPORTER, how="left").sort(EXPORTER)
    table = table.with_columns((pl.col("v") / pl.col("index")).alias("real_value"))
    table = table.with_columns((pl.col("real_value").sum().over("k", "t") - pl.col("real_value")).alias("others"))
    names = {"q": "tonnes_ratio", "real_value": "real_value_ratio", "others": "others_ratio"}
    table = table.with_columns(_back(c, n).alias(f"{c}_{n}") for c in names for n in BASE_YEARS)
    return table.with_columns(_ratio(c).alias(name) for c, name in names.items())


def _ratio(column: str) -> pl.Expr:
    """This year over the median of the three before; null where that is none."""
    base = _three_year_median(column)
    return pl.when(base > 0).then(pl.col(column) / base)


def rest_of_exports(sources: pl.DataFrame, flows: pl.DataFrame, table: pl.DataFrame) -> pl.DataFrame:
    """For flows ``sources`` (columns ``k, i, j, t``) the exporter's other sales: ``rest`` (their share of its tonnes
    over the three years before), ``rest_tonnes_ratio`` and ``rest_real_value_ratio``. ``table`` is that of
    ``exports``."""
    out = sources
    for n in (0, *BASE_YEARS):
        mine = flows.select(
            "k", "i", "j", pl.col("t") + n, pl.col("v").alias(f"own_v_{n}"), pl.col("q").alias(f"own_q_{n}")
        )
        all_of = table.select("k", "i", pl.col("t") + n, *(pl.col(c).alias(f"{c}_{n}") for c in ("v", "q", "index")))
        out = out.join(mine, on=FLOW, how="left").join(all_of, on=EXPORTER, how="left")
    own = [pl.col(f"own_{c}_{n}").fill_null(0.0) for c in "vq" for n in (0, *BASE_YEARS)]
    out = out.with_columns(own)
    rest: dict[str, Any] = {}
    for n in (0, *BASE_YEARS):
        rest[f"tonnes_{n}"] = (pl.col(f"q_{n}") - pl.col(f"own_q_{n}")).clip(lower_bound=0.0)
        rest[f"real_{n}"] = (pl.col(f"v_{n}") - pl.col(f"own_v_{n}")).clip(lower_bound=0.0) / pl.col(f"index_{n}")
    out = out.with_columns(**rest)
    whole = pl.sum_horizontal(*(f"q_{n}" for n in BASE_YEARS))
    kept = pl.sum_horizontal(*(f"tonnes_{n}" for n in BASE_YEARS))
    named = {"rest_tonnes_ratio": ("tonnes", "tonnes_0"), "rest_real_value_ratio": ("real", "real_0")}
    return out.select(
        *sources.columns,
        pl.when(whole > 0).then(kept / whole).alias("rest"),
        *(
            pl.when(_three_year_median(c) > 0).then(pl.col(now) / _three_year_median(c)).alias(n)
            for n, (c, now) in named.items()
        ),
    )
