"""A CSV table as text: rows with their place, and every complaint about how the file is written."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

NOTE = "note"
_INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u00a0\u200b-\u200f\u2028\u2029\ufeff\ufffd]")
_MISREAD = re.compile(r"[ÃÂ][\x80-\xbf]|â€")
"""UTF-8 that some program took for Latin-1 and wrote again."""


@dataclass(frozen=True)
class Problem:
    """One thing wrong with a table. ``row`` counts as a spreadsheet does: the header is row 1."""

    file: str
    row: int
    column: str
    problem: str
    fix: str

    def __str__(self) -> str:
        return f"{self.file}:{self.row}: {self.column}: {self.problem}; {self.fix}"


class TableError(Exception):
    """A table can't be used; ``problems`` holds all of them."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(str(p) for p in self.problems))


@dataclass(frozen=True)
class TableRow:
    """A row with its place. Cells are text without outer blanks; a blank cell is an empty string."""

    file: str
    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def problem(self, column: str, problem: str, fix: str) -> Problem:
        """A complaint about one cell of this row."""
        return Problem(self.file, self.number, column, problem, fix)


@dataclass
class CsvTable:
    """The rows that could be read and everything wrong with the way they are written."""

    rows: list[TableRow] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def parse(path: Path, columns: tuple[str, ...]) -> CsvTable:
    """Read a CSV table whose header must be exactly ``columns``. A file that can't be read at all has no rows."""
    try:
        written = path.read_bytes()
    except FileNotFoundError:
        return CsvTable(problems=[Problem(path.name, 0, "file", "isn't there", f"restore {path}")])
    parsed = _parsed(path.name, written, columns)
    return CsvTable([*parsed.rows], [*parsed.problems])


@lru_cache(maxsize=32)
def _parsed(name: str, written: bytes, columns: tuple[str, ...]) -> CsvTable:
    """Remembered, for several checks read the same table. Nothing changes a row's cells."""
    try:
        text = written.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        return CsvTable(problems=[Problem(name, line, "row", "isn't UTF-8", "save the table as UTF-8")])
    try:
        header, *records = csv.reader(io.StringIO(text, newline=""), strict=True)
    except csv.Error as error:
        words = f"isn't CSV: {error}"
        return CsvTable(problems=[Problem(name, text.count("\n"), "row", words, "close every quote")])
    except ValueError:
        return CsvTable(problems=[Problem(name, 1, "header", "is missing", f"use {','.join(columns)}")])
    if tuple(header) != columns:
        return CsvTable(problems=[_header_problem(name, header, columns)])
    table = CsvTable()
    for number, cells in enumerate(records, start=2):
        problem = _shape(name, number, cells, columns)
        if problem:
            table.problems.append(problem)
            continue
        table.problems += _writing(name, number, dict(zip(columns, cells, strict=True)))
        table.rows.append(TableRow(name, number, {c: v.strip() for c, v in zip(columns, cells, strict=True)}))
    return table


def _header_problem(file: str, header: list[str], columns: tuple[str, ...]) -> Problem:
    told = {
        "missing ": [c for c in columns if c not in header],
        "not known, or twice: ": [c for i, c in enumerate(header) if c not in columns or c in header[:i]],
    }
    words = "; ".join(kind + ", ".join(names) for kind, names in told.items() if names) or "another order"
    wrong = ",".join(name for names in told.values() for name in names) or "header"
    return Problem(file, 1, wrong, f"unexpected header: {words}", f"use {','.join(columns)}")


def _shape(file: str, number: int, cells: list[str], columns: tuple[str, ...]) -> Problem | None:
    if not any(cell.strip() for cell in cells):
        return Problem(file, number, "row", "is blank", "remove it")
    if len(cells) != len(columns):
        words = f"{len(cells)} cells instead of {len(columns)}"
        return Problem(file, number, "row", words, "quote cells that contain commas, and leave none out")
    return None


def _writing(file: str, number: int, cells: dict[str, str]) -> Iterator[Problem]:
    for column, cell in cells.items():
        invisible = _INVISIBLE.search(cell)
        if invisible:
            words = f"holds the character U+{ord(invisible[0]):04X}"
            yield Problem(file, number, column, words, "write plain text on one line, with ordinary blanks")
        elif cell != cell.strip():
            yield Problem(file, number, column, f"{cell!r} begins or ends with a blank", "remove the blank")
        if _MISREAD.search(cell):
            yield Problem(file, number, column, f"{cell[:40]!r} was saved in the wrong encoding", "save as UTF-8")
