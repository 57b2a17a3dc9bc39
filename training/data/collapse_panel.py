"""The panel that export collapses are learnt on: exporter x code x year. It has structure as known on 31 December of
the year and the label of the next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from service.risk.controls.measures import Measure, Status, members
from service.risk.source_shock.acts import TRADED
from service.risk.source_shock.collapse import Structure
from training.data.collapses import collapsed, is_source

STRUCTURE_LAG = 2
"""Years by which trade lags a forecast: exports of year t are known at the end of t + 2."""
FRESH = timedelta(days=730)
SMALLEST_EXPORTER = 0.001
"""Share of a code below which an exporter isn't kept at all."""
PENDING = timedelta(days=366)


@dataclass(frozen=True)
class CollapsePanel:
    """``rows`` are ``k, i, year, share_3y, net_3y`` (two years back), ``source`` (counts as a source, by that
    structure) and ``event``. An event is a collapse in year + 1, null where the trade isn't in yet. Rows are sorted by
    year, code and exporter. ``structure`` has the same rows."""

    rows: pl.DataFrame
    structure: Structure


def general(measures: Iterable[Measure]) -> list[Measure]:
    """Tightenings that bear on every buyer of a traded code: what a collapse of all exports can follow from."""
    return [
        m
        for m in measures
        if m.sign == "tightening"
        and m.train
        and m.hs_match in TRADED
        and m.effective is not None
        and not m.destinations
        and not m.end_uses
    ]


def control_ranks(measures: Iterable[Measure], on: date) -> dict[tuple[str, str], tuple[int, int]]:
    """(country, HS92 code) -> severity of the strictest general measure in force on a day, and of the strictest one
    that began within 24 months. One that is announced for the next 12 counts with these. All is as known on the day.
    Pairs without one are absent."""
    by_severity: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for measure in measures:
        status, began = measure.status(on, on), measure.effective or date.max
        in_force = status is Status.IN_FORCE
        fresh = (in_force and began > on - FRESH) or (status is Status.ANNOUNCED and began <= on + PENDING)
        for country in members(measure.jurisdiction):
            for code in measure.hs92 if in_force or fresh else ():
                ranks = by_severity[country, code]
                ranks[0] = max(ranks[0], measure.rank if in_force else 0)
                ranks[1] = max(ranks[1], measure.rank if fresh and not measure.renews else 0)
    return {pair: (ranks[0], ranks[1]) for pair, ranks in by_severity.items()}


def structure_of(rows: pl.DataFrame, measures: Iterable[Measure]) -> Structure:
    """What X reads of each of ``rows`` (columns ``k, i, year, share_3y``) on 31 December of its year."""
    acts = general(measures)
    by_year = {year: control_ranks(acts, date(year, 12, 31)) for year in rows["year"].unique()}
    keys = rows.select("k", "i", "year").rows()
    ranks = np.array([by_year[year].get((i, k), (0, 0)) for k, i, year in keys], np.float64).reshape(-1, 2)
    return Structure(rows["share_3y"].fill_null(0.0).to_numpy(), ranks[:, 0], ranks[:, 1])


def collapse_panel(table: pl.DataFrame, measures: Iterable[Measure]) -> CollapsePanel:
    """The panel of all exporters with 0.1 % of a code or more, from ``exports`` of the archive and the
    register."""
    structure = table.select("k", "i", (pl.col("t") + STRUCTURE_LAG).alias("year"), "share_3y", "net_3y")
    structure = structure.filter(pl.col("share_3y") >= SMALLEST_EXPORTER)
    labels = table.select("k", "i", (pl.col("t") - 1).alias("year"), collapsed().alias("event"))
    rows = structure.join(labels, on=["k", "i", "year"], how="left").with_columns(is_source().alias("source"))
    rows = rows.sort("year", "k", "i")
    return CollapsePanel(rows, structure_of(rows, measures))
