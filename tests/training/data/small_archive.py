"""A small archive of trade: four years of twelve codes among thirty countries, with the churn of the real one."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import numpy as np
import polars as pl
import pycountry

CODES = (250310, 260112, 261210, 280530, 284610, 284690, 810310, 810510, 810710, 811211, 811230, 711290)
COUNTRIES = {int(c.numeric): c.alpha_3 for c in list(pycountry.countries)[:30]}
FIRST, LAST = 2021, 2024
GO_ON = 0.68
"""Share of flows that the next year sees again."""
NEXT = LAST + 1


def first_year(random: np.random.Generator) -> pl.DataFrame:
    """Flows of the first year."""
    numbers = sorted(COUNTRIES)
    pairs = [(i, j, k) for k in CODES for i in numbers for j in numbers if i != j and random.random() < 0.2]
    i, j, k = (list(column) for column in zip(*pairs, strict=True))
    tonnes = np.exp(random.normal(3.0, 1.5, len(pairs)))
    price = np.exp(random.normal(1.0, 0.5, len(pairs)))
    rows = {"t": [FIRST] * len(pairs), "i": i, "j": j, "k": k, "v": (tonnes * price).round(3), "q": tonnes.round(3)}
    return pl.DataFrame(rows)


def next_year(before: pl.DataFrame, year: int, random: np.random.Generator) -> pl.DataFrame:
    """Flows of a year after ``before``: most go on at other prices, the others are replaced by new ones."""
    staying = before.filter(pl.Series(random.random(len(before)) < GO_ON))
    fresh = first_year(random).join(before, on=["i", "j", "k"], how="anti").head(len(before) - len(staying))
    rows = pl.concat([staying, fresh])
    noise = [np.exp(random.normal(0.0, 0.3, len(rows))) for _ in range(2)]
    return rows.with_columns(
        pl.lit(year, pl.Int64).alias("t"),
        (pl.col("v") * pl.Series(noise[0])).round(3).clip(lower_bound=0.001),
        (pl.col("q") * pl.Series(noise[1])).round(3),
    )


def written(folder: Path) -> pl.DataFrame:
    """Write the archive's database into a folder; returns a plausible year after its last."""
    random = np.random.default_rng(7)
    years = [first_year(random)]
    for year in range(FIRST + 1, NEXT + 1):
        years.append(next_year(years[-1], year, random))
    with closing(sqlite3.connect(folder / "baci.db")) as db, db:
        db.execute("create table baci_trade (t, i, j, k, v, q)")
        db.executemany("insert into baci_trade values (?, ?, ?, ?, ?, ?)", pl.concat(years[:-1]).rows())
        db.execute("create table country_codes_V202401b (country_code, country_iso3)")
        db.executemany("insert into country_codes_V202401b values (?, ?)", COUNTRIES.items())
    return years[-1]
