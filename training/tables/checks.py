"""When each measure of the register was last looked up: ``checks.csv``, a row for every time that somebody did.

A measure stands in the register as its source told it; that it still stands so is known from the day of its last check.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from pathlib import Path

from training.tables.cells import check_day, check_filled, day
from training.tables.reader import EVIDENCE, Problem, TableRow, table

FILE = "checks.csv"
COLUMNS = ("measure_id", "checked_on", "seen")


def checked_on(folder: Path = EVIDENCE) -> dict[str, date]:
    """Measure -> the day of its last check; those that nobody checked are absent."""
    newest: dict[str, date] = {}
    for row in _rows(folder):
        if when := day(row, "checked_on"):
            newest[row["measure_id"]] = max(when, newest.get(row["measure_id"], date.min))
    return newest


def _rows(folder: Path) -> list[TableRow]:
    return table(folder / FILE, COLUMNS).rows if (folder / FILE).exists() else []


def check(folder: Path, measures: Collection[str]) -> list[Problem]:
    """What is wrong with the checks: unknown measures, days that aren't, nothing seen."""
    if not (folder / FILE).exists():
        return []
    parsed = table(folder / FILE, COLUMNS)
    problems = list(parsed.problems)
    for row in parsed.rows:
        problems += [*check_filled(row, ("seen",), "say where you looked"), *check_day(row, "checked_on", needed=True)]
        if row["measure_id"] not in measures:
            problems.append(row.problem("measure_id", f"no measure {row['measure_id']!r}", "name one of controls.csv"))
    return problems
