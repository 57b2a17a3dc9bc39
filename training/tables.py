"""Reading the evidence tables: every complaint names the file, the row and the fix."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

EVIDENCE = Path(__file__).parent / "evidence"


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
class Row:
    """A row with its place. Cells are stripped text; a blank cell is an empty string."""

    file: str
    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def problem(self, column: str, problem: str, fix: str) -> Problem:
        """A complaint about one cell of this row."""
        return Problem(self.file, self.number, column, problem, fix)


def read(path: Path, columns: tuple[str, ...]) -> Iterator[Row]:
    """Rows of a CSV table whose header must be exactly ``columns``.

    Raises ``TableError`` when the header differs or a row has another number of cells.
    """
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.reader(handle)
        header = tuple(next(reader, []))
        if header != columns:
            wrong = set(header) ^ set(columns)
            raise TableError(
                [Problem(path.name, 1, ",".join(sorted(wrong)) or "header", "unexpected header",
                         f"use {','.join(columns)}")]
            )  # fmt: skip
        for number, cells in enumerate(reader, start=2):
            if len(cells) != len(columns):
                raise TableError(
                    [Problem(path.name, number, "row", f"{len(cells)} cells instead of {len(columns)}",
                             "quote cells that contain commas")]
                )  # fmt: skip
            yield Row(path.name, number, {c: v.strip() for c, v in zip(columns, cells, strict=True)})
