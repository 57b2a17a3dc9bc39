"""How long collapses of exports last, from trade: ``python -m training.fit.collapse_durations`` writes the table
that ``service/risk/outlook/durations.py`` reads.

A spell begins in a year that counts as a collapse, of an exporter that was a source of the code the year before. It
ends in the first year whose tonnes reach the threshold of a collapse again, against the median of the three years
before the spell. A spell without such a year is censored at the archive's last. Years are what trade is counted in, so
no spell is shorter than one.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator

import polars as pl

from service.risk.outlook.durations import COLLAPSES, COLUMNS
from training.data.collapses import TONNES_LEFT, collapsed, is_source


def spells(table: pl.DataFrame) -> list[tuple[int, bool]]:
    """Years of each spell and whether its end was seen, of the columns of ``exports``."""
    rows = table.sort("k", "i", "t").with_columns(
        collapsed().alias("event"), is_source().shift(1).over("k", "i").fill_null(False).alias("source")
    )
    base = pl.concat_list(*(pl.col("q").shift(n).over("k", "i") for n in (1, 2, 3))).list.median()
    rows = rows.with_columns(base.alias("base"))
    every: list[tuple[int, bool]] = []
    for _, group in rows.group_by("k", "i", maintain_order=True):
        every += _spells(group.select("t", "q", "base", "event", "source").rows())
    return every


def _spells(years: list[tuple[int, float, float | None, bool, bool]]) -> Iterator[tuple[int, bool]]:
    """The spells of one exporter and code; none begins while another lasts."""
    begun: tuple[int, float] | None = None
    for year, tonnes, base, event, source in years:
        if begun is None:
            if event and source and base:
                begun = year, TONNES_LEFT * base
        elif tonnes > begun[1]:
            yield year - begun[0], True
            begun = None
    if begun is not None:
        yield years[-1][0] - begun[0] + 1, False


def rows_of(table: pl.DataFrame) -> list[dict[str, int]]:
    """By years, how many spells ended then and how many were censored then."""
    counted = Counter(spells(table))
    lengths = sorted({years for years, _ in counted})
    return [{"years": n, "ended": counted[n, True], "censored": counted[n, False]} for n in lengths]


def main() -> None:
    """Write the table."""
    from rich.console import Console

    from training.data import archive
    from training.data.workspace import Workspace

    space = Workspace(archive.fetch(archive.cache_folder()), Console(stderr=True))
    with COLLAPSES.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows_of(space.exports))


if __name__ == "__main__":
    main()
