"""Reading the evidence tables, corrections applied: every complaint names the file, the row and the fix."""

from __future__ import annotations

from pathlib import Path

from training.tables import corrections
from training.tables.csv_rows import CsvTable, Problem, TableError, TableRow, parse

__all__ = ["EVIDENCE", "CsvTable", "Problem", "TableError", "TableRow", "read", "table"]

EVIDENCE = Path(__file__).parents[1] / "evidence"


def table(path: Path, columns: tuple[str, ...]) -> CsvTable:
    """Rows of a CSV table with what is wrong with its text and its corrections. The header must be ``columns``; the
    first of them is the key."""
    return corrections.apply(parse(path, columns), path, columns)


def read(path: Path, columns: tuple[str, ...]) -> list[TableRow]:
    """Rows of a CSV table. Raises ``TableError`` with all complaints about its text and its corrections."""
    parsed = table(path, columns)
    if parsed.problems:
        raise TableError(parsed.problems)
    return parsed.rows
