"""Adding rows to the evidence tables: checked together with what is there, and written whole or not at all."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from training.curation import check
from training.tables.csv_rows import Problem, TableError, TableRow, parse

Cells = Mapping[str, str]


def read_rows(path: Path, columns: tuple[str, ...], needed: tuple[str, ...]) -> list[TableRow]:
    """Rows of an analyst's file: some of ``columns`` in any order, ``needed`` among them; absent ones are blank.

    Raises ``TableError`` naming the file's row and column.
    """
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as handle:
        header = tuple(next(csv.reader(handle), ()))
    unknown = [name for name in header if name not in columns or header.count(name) > 1]
    problems = [
        Problem(path.name, 1, name, "no such column, or twice", f"use {', '.join(columns)}") for name in unknown
    ]
    problems += [
        Problem(path.name, 1, name, "the column is missing", "add it") for name in needed if name not in header
    ]
    parsed = parse(path, header)
    if not parsed.rows:
        problems.append(Problem(path.name, 1, "row", "no row to add", "write at least one below the header"))
    if problems or parsed.problems:
        raise TableError([*problems, *parsed.problems])
    return [replace(row, cells=dict.fromkeys(columns, "") | row.cells) for row in parsed.rows]


def append(
    folder: Path, additions: Mapping[str, Sequence[Cells]], origins: Mapping[str, Sequence[TableRow]], today: date
) -> None:
    """Append rows to tables of ``folder``, in the order given, once all tables are sound with them.

    ``origins`` are the rows that additions of a table were made from: complaints name those. Raises ``TableError``
    and writes nothing when the tables aren't sound before or wouldn't be after.
    """
    before = check.everything(folder, today)
    if before:
        raise TableError([*before, Problem("tables", 0, "all", "aren't sound as they stand", "mend them, then add")])
    texts = {name: _appended(folder / name, rows) for name, rows in additions.items()}
    with TemporaryDirectory() as place:
        draft = Path(place)
        for name in check.COLUMNS:
            if (folder / name).exists():
                shutil.copy(folder / name, draft / name)
        for name, text in texts.items():
            (draft / name).write_text(text, encoding="utf-8", newline="")
        problems = check.everything(draft, today)
    if problems:
        raise TableError(_as_given(problem, folder, origins) for problem in problems)
    for name, text in texts.items():
        fresh = folder / f".{name}.new"
        fresh.write_text(text, encoding="utf-8", newline="")
        fresh.replace(folder / name)


def _appended(path: Path, rows: Sequence[Cells]) -> str:
    """The table's text with rows at its end; what is there stays as it is."""
    columns = check.COLUMNS[path.name]
    old = path.read_bytes().decode("utf-8") if path.exists() else ",".join(columns) + "\n"
    end = "\r\n" if old.endswith("\r\n") else "\n"
    text = io.StringIO()
    csv.writer(text, lineterminator=end).writerows([row[column] for column in columns] for row in rows)
    return old + ("" if old.endswith("\n") else end) + text.getvalue()


def _as_given(problem: Problem, folder: Path, origins: Mapping[str, Sequence[TableRow]]) -> Problem:
    """The complaint with the place that the analyst knows: a row of the file added, not of the table."""
    made_from = origins.get(problem.file, ())
    path = folder / problem.file
    position = problem.row - 2 - (len(parse(path, check.COLUMNS[problem.file]).rows) if path.exists() else 0)
    if 0 <= position < len(made_from):
        return replace(problem, file=made_from[position].file, row=made_from[position].number)
    return problem
