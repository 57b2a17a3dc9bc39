"""X, an export collapse for reasons of supply. A country's sales of a code fall by two fifths against its own last
three years, in tonnes and in real value. Nothing says that its buyers wanted less.

Tonnes alone won't do: a quantity reported in another unit collapses on paper (DR Congo's cobalt in 2016). Real value
alone won't do either: it follows the exporter's own price. A fall with a falling price is demand, unless the other
exporters sold on and the exporter's price held against the world's.
"""

from __future__ import annotations

import polars as pl

from training.data.exporters import DISSOLVED, HUBS

TONNES_LEFT = 0.6
REAL_VALUE_LEFT = 0.7
OTHERS_LEFT = 0.9
"""Of the other exporters' real value: below it the whole market fell."""
PRICE_SLACK = 0.05
"""How far an exporter's unit value may lag the world's, in log, before its fall is put down to demand."""
MINIMUM_REST = 0.2
"""A supplier is judged without a buyer's own purchases where the rest is at least this share of its tonnes."""
MINIMUM_SHARE = 0.03
"""Share of a code's world exports from which an exporter is a source whose collapse is learnt from."""
NET_IMPORTER = -0.5
"""Net exports as a share of exports, below which a country re-exports rather than makes ..."""
LARGE_SHARE = 0.10
"""... unless it holds this share: China has imported more of 2846.90 than it exported since 2020 and still makes it."""


def supply_side() -> pl.Expr:
    """Whether an exporter's fall isn't demand. Its matched unit value didn't fall (or can't be seen), or the others
    sold on while its price held against the world's. Over the columns of ``exports``."""
    own_price = pl.col("unit_value_change").fill_null(0.0) >= 0
    others_sold = pl.col("others_ratio") >= OTHERS_LEFT
    price_held = pl.col("unit_value_change") >= pl.col("world_change") - PRICE_SLACK
    return own_price | (others_sold & price_held)


def collapsed(tonnes_ratio: str = "tonnes_ratio", real_value_ratio: str = "real_value_ratio") -> pl.Expr:
    """The label X over the columns of ``exports``; false where a ratio can't be taken."""
    fell = (pl.col(tonnes_ratio) <= TONNES_LEFT) & (pl.col(real_value_ratio) <= REAL_VALUE_LEFT)
    return (fell & supply_side()).fill_null(False)


def judged_apart() -> pl.Expr:
    """Whether a supplier's other sales are large enough to judge it without the buyer's own purchases."""
    return (pl.col("rest") >= MINIMUM_REST).fill_null(value=False)


def collapsed_for_buyer() -> pl.Expr:
    """The label for one buyer, over the columns of ``exports`` and ``rest_of_exports``. It is judged without its own
    flows where the rest is large enough to judge by. Hubs never collapse."""
    without = collapsed("rest_tonnes_ratio", "rest_real_value_ratio")
    judged = pl.when(judged_apart()).then(without).otherwise(collapsed())
    return judged & ~pl.col("i").is_in(sorted(HUBS | DISSOLVED))


def is_source() -> pl.Expr:
    """Whether an exporter counts as a source of a code, over its structure of that row (``share_3y``, ``net_3y``)."""
    makes = (pl.col("net_3y") >= NET_IMPORTER) | (pl.col("share_3y") >= LARGE_SHARE)
    return (pl.col("share_3y") >= MINIMUM_SHARE) & makes.fill_null(False) & ~pl.col("i").is_in(sorted(HUBS | DISSOLVED))
