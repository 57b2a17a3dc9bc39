"""The table of scenarios, which lies beside the module that reads it: ``service/risk/outlook/scenarios.csv``.

Assumptions are no evidence and no bundle holds them, so that a row can be edited without another publication.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path

from service.risk.outlook.scenarios import (
    BUYER,
    CHANGES,
    COLUMNS,
    LARGEST,
    LONGEST_DELAY_DAYS,
    TABLE,
    TODAY,
    WITHHOLDING,
    Change,
)
from service.risk.vocabulary import Stage
from training.tables.cells import (
    COUNTRIES,
    check_day,
    check_filled,
    check_id,
    check_number,
    check_word,
    check_words,
    day,
    is_number,
)
from training.tables.csv_rows import Problem, TableRow, parse

NEEDS: dict[Change, tuple[str, ...]] = {
    Change.LOSS: ("country", "stage"),
    Change.IN_FORCE: ("country", "measures"),
    Change.BAN: ("country", "value"),
    Change.DELAY: ("country", "value"),
    Change.ODDS: ("country", "value"),
    Change.MOVED: ("country", "stage", "value"),
    Change.RECYCLED: ("stage", "value"),
    Change.SAVED: ("value",),
    Change.PRICE: ("value_low", "value_high"),
}
"""Columns that a change can't be carried out without."""
MAY_HAVE: dict[Change, tuple[str, ...]] = {Change.BAN: ("destinations", "end_uses")}
WHAT = ("country", "stage", "destinations", "end_uses", "measures", "value_low", "value", "value_high")
_USE = re.compile(r"[a-z_]+")


def check(measures: Collection[str], claims: Collection[str], path: Path = TABLE) -> list[Problem]:
    """Every complaint, given the ids of all measures and claims."""
    parsed = parse(path, COLUMNS)
    problems = list(parsed.problems)
    first: dict[str, TableRow] = {}
    withholding: dict[str, TableRow] = {}
    for row in parsed.rows:
        problems += [*_check_row(row), *check_words(row, "measures", measures), *check_words(row, "claims", claims)]
        head = first.setdefault(row["scenario"], row)
        for column in ("title", "starts", "ends"):
            if row[column] != head[column]:
                problems.append(row.problem(column, "differs within the scenario", f"write {head[column]!r}"))
        if row["change"] in WITHHOLDING and withholding.setdefault(row["scenario"], row) is not row:
            problems.append(row.problem("change", "a scenario withholds one part only", "make a scenario of its own"))
    return problems


def _check_row(row: TableRow) -> Iterator[Problem]:
    yield from check_id(row, "scenario")
    if row["scenario"] == TODAY:
        yield row.problem("scenario", "the forecast has no assumptions", "give it another name")
    yield from check_filled(row, ("title", "assumption", "set_by"), "say what is assumed, and who assumes it")
    yield from check_day(row, "set_on", needed=True)
    for column in ("starts", "ends"):
        yield from check_day(row, column)
    starts, ends = day(row, "starts"), day(row, "ends")
    if starts and ends and ends < starts:
        yield row.problem("ends", "lies before the start", "turn them round")
    yield from check_word(row, "change", list(CHANGES))
    if row["change"] in CHANGES:
        yield from _check_what(row, Change(row["change"]))


def _check_what(row: TableRow, change: Change) -> Iterator[Problem]:
    """The columns that the change needs, and no others."""
    needed = NEEDS[change]
    yield from check_filled(row, needed, f"{change}: {CHANGES[change]}")
    for column in WHAT:
        if row[column] and column not in (*needed, *MAY_HAVE.get(change, ())):
            yield row.problem(column, f"says nothing to {change}", "leave it blank")
    if row["country"] and not (change is Change.LOSS and row["country"] == LARGEST):
        yield from check_word(row, "country", COUNTRIES)
    if row["stage"]:
        yield from check_word(row, "stage", [str(stage) for stage in Stage])
    yield from check_words(row, "destinations", [*COUNTRIES, BUYER])
    for use in row["end_uses"].split():
        if not _USE.fullmatch(use):
            yield row.problem("end_uses", f"{use!r} is no end use", "write words in small letters, such as military")
    for column in ("value_low", "value", "value_high"):
        yield from check_number(row, column)
        if is_number(row[column]):
            yield from _check_size(row, column, change)
    if (
        is_number(row["value_low"])
        and is_number(row["value_high"])
        and float(row["value_high"]) < float(row["value_low"])
    ):
        yield row.problem("value_high", "is below the low end", "turn them round")


def _check_size(row: TableRow, column: str, change: Change) -> Iterator[Problem]:
    most = {Change.DELAY: float(LONGEST_DELAY_DAYS), Change.ODDS: float("inf"), Change.PRICE: float("inf")}.get(
        change, 1.0
    )
    if not 0.0 < float(row[column]) <= most:
        fix = {Change.DELAY: "write days, at most a year's", Change.ODDS: "write a factor above 0",
               Change.PRICE: "write a share above 0"}  # fmt: skip
        yield row.problem(column, f"{row[column]} is out of range", fix.get(change, "write a share above 0, at most 1"))
