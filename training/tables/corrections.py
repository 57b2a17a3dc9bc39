"""Corrections: a row of a table is never edited; what was read wrong is put right by a row that says why.

``corrections.csv`` names a cell by table, key (the table's first column) and column. A row tells what it ``was``, what
it is ``now``, the reason, where the right value was seen, and the day. It is applied whenever a table is read, and the
corrected row's ``note`` says so, which is what the service shows. The column ``withdrawn``, set to ``yes``, takes the
whole row out of use: the table keeps it, and nothing reads it any more.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from pathlib import Path

from service.risk.controls.measures import CORRECTED
from training.tables.cells import check_day, check_filled, check_word
from training.tables.csv_rows import NOTE, CsvTable, Problem, TableRow, parse

FILE = "corrections.csv"
COLUMNS = ("table", "key", "column", "was", "now", "reason", "source", "locator", "date")
TABLES = ("claims.csv", "statistics.csv", "documents.csv", "controls.csv", "materials.csv", "minerals.csv")
"""Tables with a ``note`` to tell of a correction."""
BLANK = "(blank)"
WITHDRAWN, YES = "withdrawn", "yes"
"""The column that no table has, and the only thing it may be now: the row is out of use."""


def read(folder: Path) -> CsvTable:
    """The corrections of a folder of tables; none where it has no such file."""
    path = folder / FILE
    return parse(path, COLUMNS) if path.exists() else CsvTable()


def of_tables(folder: Path, names: Collection[str]) -> tuple[object, ...]:
    """What a folder's corrections say of some tables, to be compared: rows with their place, and all complaints."""
    table = read(folder)
    rows = (row for row in table.rows if row["table"] in names)
    return (*table.problems, *((row.number, *row.cells.values()) for row in rows))


def check(folder: Path) -> list[Problem]:
    """What is wrong with the corrections whatever they correct: how they are written, which table they name."""
    table = read(folder)
    return table.problems + [p for row in table.rows for p in check_word(row, "table", TABLES)]


def apply(table: CsvTable, path: Path, columns: tuple[str, ...]) -> CsvTable:
    """The table at ``path`` with its corrections, and what is wrong with these. A wrong one isn't applied."""
    corrections = read(path.parent)
    targets = {row[columns[0]]: row for row in reversed(table.rows)}
    problems = table.problems + corrections.problems
    sound: dict[str, list[TableRow]] = {}
    cells: dict[tuple[str, str], TableRow] = {}
    for row in corrections.rows:
        if row["table"] == path.name:
            wrong = [*_check(row, targets.get(row["key"]), columns), *_check_twice(row, cells)]
            problems += wrong
            if not wrong:
                sound.setdefault(row["key"], []).append(row)
    gone = {key for key, made in sound.items() if any(row["column"] == WITHDRAWN for row in made)}
    problems += _reused(table, columns[0], gone)
    kept = [row for row in table.rows if row[columns[0]] not in gone]
    return CsvTable([_corrected(row, sound.get(row[columns[0]], [])) for row in kept], problems)


def _reused(table: CsvTable, key: str, gone: set[str]) -> Iterator[Problem]:
    """A withdrawn row's key stays its own: ids that were given out never mean something else."""
    seen: dict[str, TableRow] = {}
    for row in table.rows:
        first = seen.setdefault(row[key], row)
        if first is not row and row[key] in gone:
            yield row.problem(key, f"row {first.number} with the same key was withdrawn", "use another key")


def _check(row: TableRow, target: TableRow | None, columns: tuple[str, ...]) -> Iterator[Problem]:
    yield from check_filled(row, ("reason", "source", "locator"), "a correction says why, and where that was seen")
    yield from check_day(row, "date", needed=True)
    if row["column"] not in (*columns[1:], WITHDRAWN):
        yield row.problem(
            "column", f"{row['column']!r} can't be corrected", f"use {', '.join(columns[1:])}, {WITHDRAWN}"
        )
    elif row["column"] == WITHDRAWN and (row["was"], row["now"]) != ("", YES):
        yield row.problem(
            "now", f"a row is withdrawn for good: {row['now']!r} isn't {YES!r}", "leave was blank, now yes"
        )
    elif target is None:
        yield row.problem("key", f"no row {row['key']!r} in {row['table']}", f"use a {columns[0]} of that table")
    elif row["column"] != WITHDRAWN and target[row["column"]] != row["was"]:
        words = f"{row['was'] or BLANK} isn't what {row['table']}:{target.number} says"
        yield row.problem("was", words, f"copy the cell: {target[row['column']] or BLANK}")
    if row["was"] == row["now"]:
        yield row.problem("now", "changes nothing", "give the right value, or remove the correction")


def _check_twice(row: TableRow, seen: dict[tuple[str, str], TableRow]) -> Iterator[Problem]:
    first = seen.setdefault((row["key"], row["column"]), row)
    if first is not row:
        yield row.problem("key", f"row {first.number} corrects the same cell", "keep one of the two")


def _corrected(row: TableRow, made: list[TableRow]) -> TableRow:
    cells = row.cells | {c["column"]: c["now"] for c in made}
    told = [
        f"{CORRECTED} {c['date']}: {c['column']} was {c['was'] or BLANK}. {c['reason']} ({c['source']}, {c['locator']})"
        for c in made
    ]
    return replace(row, cells=cells | {NOTE: " ".join(filter(None, [cells[NOTE], *told]))}) if made else row
