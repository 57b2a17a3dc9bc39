"""What claims may not say together: the same figure twice, prices of overlapping periods, shares above the whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from service.risk.evidence.claims import SUPERSEDED
from training.tables.cells import day, is_number
from training.tables.csv_rows import Problem, TableRow

PRICES = ("price", "mixture_price", "concentrate_price")
SHARES = ("stage_share", "import_share_of_buyer")
ROUNDING = 0.01
"""Shares printed as whole percents add up to no more than this above 1."""
_SERIES = ("quantity", "scope", "form", "basis", "geography", "unit", "attributed_to")
_WHOLE = ("quantity", "scope", "stage", "form", "basis", "valid_from", "valid_to", "document", "nature")


def between(claims: Sequence[TableRow]) -> Iterator[Problem]:
    """Problems that only show when rows are read together."""
    yield from _same_figure(claims)
    yield from _overlapping_prices(claims)
    shares = [row for row in claims if row["quantity"] in SHARES and SUPERSEDED not in row["flag"]]
    yield from _two_readings(shares)
    yield from _shares_above_1(shares)
    yield from _circles(claims)


def _grouped(rows: Iterable[TableRow], columns: Sequence[str]) -> list[list[TableRow]]:
    groups: dict[tuple[str, ...], list[TableRow]] = defaultdict(list)
    for row in rows:
        groups[tuple(row[c] for c in columns)].append(row)
    return [group for group in groups.values() if len(group) > 1]


def _same_figure(claims: Sequence[TableRow]) -> Iterator[Problem]:
    if not claims:
        return
    for first, *others in _grouped(claims, [c for c in claims[0].cells if c != "claim_id"]):
        for row in others:
            place = f"{first.file}:{first.number}"
            yield row.problem("claim_id", f"says the same as {place} in every column", "remove one of the two")


def _overlapping_prices(claims: Sequence[TableRow]) -> Iterator[Problem]:
    """One assessor's figures of one series. A longer average may come out after the shorter ones that it covers."""
    live = [row for row in claims if row["quantity"] in PRICES and SUPERSEDED not in row["flag"]]
    prices = [row for row in live if day(row, "valid_from") and day(row, "valid_to")]
    for group in _grouped(prices, _SERIES):
        ordered = sorted(group, key=lambda r: (r["valid_from"], r["valid_to"]))
        for position, first in enumerate(ordered):
            for row in ordered[position + 1 :]:
                if row["valid_from"] > first["valid_to"]:
                    break
                if not _later_average(first, row):
                    yield _overlap(*sorted((first, row), key=lambda r: (r.file, r.number)))


def _later_average(one: TableRow, other: TableRow) -> bool:
    long, short = sorted((one, other), key=_days, reverse=True)
    covers = long["valid_from"] <= short["valid_from"] and short["valid_to"] <= long["valid_to"]
    return covers and _days(long) > _days(short) and long["published"] > short["published"]


def _days(row: TableRow) -> int:
    start, end = day(row, "valid_from"), day(row, "valid_to")
    assert start
    assert end
    return (end - start).days + 1


def _overlap(first: TableRow, row: TableRow) -> Problem:
    words = f"overlaps {first.file}:{first.number} of the same series, {first['valid_from']} to {first['valid_to']}"
    return row.problem("valid_from", words, f"give each period once, or flag the older row {SUPERSEDED}<claim_id>")


def _two_readings(shares: Sequence[TableRow]) -> Iterator[Problem]:
    """One document's shares of one country in one whole are two only where they are flagged as such."""
    for first, *others in _grouped(shares, (*_WHOLE, "geography", "attributed_to")):
        for row in others:
            told = f"conflicts:{first['claim_id']}" in row["flag"] or f"conflicts:{row['claim_id']}" in first["flag"]
            if not told:
                words = f"{first.file}:{first.number} gives another share of the same whole"
                yield row.problem("geography", words, f"keep one, or flag it conflicts:{first['claim_id']}")


def _shares_above_1(shares: Sequence[TableRow]) -> Iterator[Problem]:
    """Countries' shares of one whole in one document; of two readings of a country the smaller counts."""
    for group in _grouped(shares, _WHOLE):
        by_country: dict[str, float] = {}
        for row in group:
            stated = next((row[c] for c in ("value_low", "value") if is_number(row[c])), "0")
            by_country[row["geography"]] = min(by_country.get(row["geography"], 1.0), float(stated))
        total = sum(by_country.values())
        if total > 1 + ROUNDING:
            rows = ", ".join(str(row.number) for row in group[:-1])
            words = f"adds up to {total:.3f} with the shares of the same whole in rows {rows}"
            yield group[-1].problem("value", words, "check the shares, the scope and the period")


def _circles(claims: Sequence[TableRow]) -> Iterator[Problem]:
    """A claim that is superseded, step by step, by itself."""
    after = {row["claim_id"]: _next(row) for row in claims}
    for row in claims:
        path = [row["claim_id"]]
        while (target := after.get(path[-1], "")) and target not in path:
            path.append(target)
        if target == row["claim_id"] and len(path) > 1:
            chain = " -> ".join([*path, target])
            yield row.problem("flag", f"superseded in a circle: {chain}", "let the newest claim supersede the others")


def _next(row: TableRow) -> str:
    flags = [flag.removeprefix(SUPERSEDED) for flag in row["flag"].split(";") if flag.startswith(SUPERSEDED)]
    return flags[0] if flags else ""
