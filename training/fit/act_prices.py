"""What world prices did after serious acts: ``python -m training.fit.act_prices`` writes the table that
``service/risk/outlook/hit_prices.py`` reads.

A row is a code and a year. Its ratio is the world price (matched unit values) of the year after over that of the year
before. Rows with ``measures`` are years in which a serious act for all buyers began. It is of a country that sold at
least a tenth of the code's world exports the year before. The other rows are the same codes' other years, which tell
how prices move anyway.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping

import polars as pl

from service.risk.outlook.durations import RECALLED
from service.risk.outlook.hit_prices import COLUMNS, TABLE
from service.risk.source_shock.acts import Acts, never_began
from training.data.collapses import LARGE_SHARE

RATIO_DECIMALS = 4
Prices = Mapping[str, Mapping[int, float]]
ExportShares = Mapping[tuple[str, str, int], float]


def act_years(acts: Acts, shares: ExportShares) -> dict[tuple[str, int], list[str]]:
    """Code and year -> ids of the serious acts of its large exporters that began then, for all buyers and uses."""
    begun: dict[tuple[str, int], list[str]] = defaultdict(list)
    for act in acts.all:
        one = act.measure
        if not act.serious or not act.general or one.effective is None:
            continue
        if never_began(one) or one.confidence == RECALLED:
            continue
        year = one.effective.year
        for code in sorted(one.hs92):
            if shares.get((code, act.country, year - 1), 0.0) >= LARGE_SHARE:
                begun[code, year].append(one.measure_id)
    return begun


def rows_of(acts: Acts, shares: ExportShares, prices: Prices) -> list[dict[str, str]]:
    """The table's rows, by code and year."""
    begun = act_years(acts, shares)
    rows = []
    for code in sorted({code for code, _ in begun}):
        index = prices.get(code, {})
        for year in sorted(index):
            before, after = index.get(year - 1), index.get(year + 1)
            if before and after:
                names = " ".join(sorted(set(begun.get((code, year), ()))))
                ratio = round(after / before, RATIO_DECIMALS)
                rows.append(dict(zip(COLUMNS, (code, str(year), f"{ratio}", names), strict=True)))
    return rows


def main() -> None:
    """Write the table."""
    from rich.console import Console

    from training.data import archive
    from training.data.workspace import Workspace
    from training.data.world_prices import price_indices
    from training.tables import minerals

    space = Workspace(archive.fetch(archive.cache_folder()), Console(stderr=True))
    acts = Acts(space.facts.register, minerals.codes_of(minerals.load()))
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows_of(acts, export_shares(space.exports), price_indices(space.flows)))


def export_shares(table: pl.DataFrame) -> ExportShares:
    """(code, exporter, year) -> share of world exports, of the table of ``exports``."""
    return {(code, who, year): share for code, who, year, share in table.select("k", "i", "t", "share").iter_rows()}


if __name__ == "__main__":
    main()
