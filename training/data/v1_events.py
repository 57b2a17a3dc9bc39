"""Cells and their outcome: one row for every importer x HS code x year, and whether ``supply-disruption/v1`` came.

A cell needs imports of 1 M USD with a quantity in year t and quantities in two of t-2..t. That is fixed by what is
known at t. The event compares t+1 with the median of t-2..t. Either the average unit value of the suppliers that also
deliver in t+1 stands 50 % or more above. Or the volume falls 40 % or more below, while that unit value doesn't fall on
the year before. A unit value that can't be observed counts as one that doesn't fall. Then those suppliers hold less
than half of the value of t.
"""

from __future__ import annotations

import polars as pl

MINIMUM_VALUE = 1_000.0
"""Imports that make a cell, thousand USD."""
MINIMUM_HISTORY = 2
PRICE_RISE = 1.5
VOLUME_LEFT = 0.6
MINIMUM_MATCHED = 0.5
CELL = ["k", "j", "t"]


def _lagged(frame: pl.DataFrame, keys: list[str], lags: tuple[int, ...], columns: tuple[str, ...]) -> pl.DataFrame:
    """``frame`` with each column's value of t - lag beside it, as ``column_lag`` (``column_next`` for lag -1)."""
    out = frame
    for lag in lags:
        suffix = "next" if lag == -1 else str(lag)
        shifted = frame.select(
            *keys, (pl.col("t") + lag).alias("t"), *(pl.col(c).alias(f"{c}_{suffix}") for c in columns)
        )
        out = out.join(shifted, on=[*keys, "t"], how="left")
    return out


def candidate_cells(flows: pl.DataFrame) -> pl.DataFrame:
    """All importer x code x years with the reason why a row is no cell (``""`` for cells). Columns ``k, j, t, v, q``,
    history ``v_1, q_1, v_2, q_2``, next year's volume ``q_next`` (0 where nothing came)."""
    measured = flows.filter(pl.col("q") > 0)
    totals = measured.group_by("k", "j", "t").agg(pl.col("v").sum(), pl.col("q").sum())
    cells = _lagged(totals, ["k", "j"], (1, 2), ("v", "q"))
    nxt = totals.select("k", "j", (pl.col("t") - 1).alias("t"), pl.col("q").alias("q_next"))
    cells = cells.join(nxt, on=CELL, how="left").with_columns(pl.col("q_next").fill_null(0.0))
    history = 1 + pl.col("q_1").is_not_null().cast(pl.Int8) + pl.col("q_2").is_not_null().cast(pl.Int8)
    reason = (
        pl.when(pl.col("v") < MINIMUM_VALUE)
        .then(pl.lit("imports below 1 M USD"))
        .when(history < MINIMUM_HISTORY)
        .then(pl.lit("quantities in fewer than two of three years"))
        .otherwise(pl.lit(""))
    )
    return cells.with_columns(reason.alias("reason")).sort("t", "k", "j")


def outcomes(flows: pl.DataFrame, cells: pl.DataFrame, last_year: int) -> pl.DataFrame:
    """``cells`` with ``price_ratio`` (to the median), ``price_change`` (on the year before), ``price_observed``,
    ``volume_ratio`` and ``event`` (1, 0, -1 unknown). ``provisional`` says that t+1 is the archive's newest year."""
    measured = flows.filter(pl.col("q") > 0).select("k", "j", "i", "t", "v", "q")
    history = _lagged(measured, ["k", "j", "i"], (1, 2, -1), ("v", "q")).filter(pl.col("q_next").is_not_null())
    suppliers = (
        history.with_columns(pl.col("v_1", "q_1", "v_2", "q_2").fill_null(0.0))
        .group_by(CELL)
        .agg(
            pl.col("v").sum().alias("matched"),
            (pl.col("v_next").sum() / pl.col("q_next").sum()).alias("u_next"),
            (pl.col("v").sum() / pl.col("q").sum()).alias("u"),
            (pl.col("v_1").sum() / pl.col("q_1").sum()).fill_nan(None).alias("u_1"),
            (pl.col("v_2").sum() / pl.col("q_2").sum()).fill_nan(None).alias("u_2"),
        )
    )
    joined = cells.join(suppliers, on=CELL, how="left").with_columns(
        (pl.col("matched").fill_null(0.0) / pl.col("v") >= MINIMUM_MATCHED).alias("price_observed"),
        (pl.col("q_next") / pl.concat_list("q", "q_1", "q_2").list.drop_nulls().list.median()).alias("volume_ratio"),
        (pl.col("u_next") / pl.concat_list("u", "u_1", "u_2").list.drop_nulls().list.median()).alias("price_ratio"),
        (pl.col("u_next") / pl.col("u")).alias("price_change"),
    )
    rise = pl.col("price_observed") & (pl.col("price_ratio") >= PRICE_RISE)
    collapse = (pl.col("volume_ratio") <= VOLUME_LEFT) & (~pl.col("price_observed") | (pl.col("price_change") >= 1.0))
    event = (rise.fill_null(False) | collapse.fill_null(False)).cast(pl.Int8)
    return joined.with_columns(
        pl.when(pl.col("t") < last_year).then(event).otherwise(-1).alias("event"),
        (pl.col("t") + 1 == last_year).alias("provisional"),
    ).sort("t", "k", "j")
