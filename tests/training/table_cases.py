"""A copy of the evidence tables that a test may spoil."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

from training.curation.check import COLUMNS
from training.tables.reader import EVIDENCE


def copied(folder: Path) -> Path:
    """``folder`` with a copy of every table."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in COLUMNS:
        shutil.copy(EVIDENCE / name, folder / name)
    return folder


def rows_of(folder: Path, name: str) -> list[dict[str, str]]:
    """The rows of a table as they are written."""
    with (folder / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def write(folder: Path, name: str, rows: list[dict[str, str]]) -> None:
    """Write a table anew."""
    with (folder / name).open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, COLUMNS[name], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def spoil(folder: Path, table: str, key: str, /, **cells: str) -> int:
    """Overwrite cells of the row whose first cell is ``key``. Returns its row number."""
    rows = rows_of(folder, table)
    position = next(i for i, row in enumerate(rows) if row[COLUMNS[table][0]] == key)
    rows[position] |= cells
    write(folder, table, rows)
    return position + 2


def repeat(folder: Path, table: str, key: str, /, **cells: str) -> int:
    """Append a copy of a row with other cells. Returns its row number."""
    rows = rows_of(folder, table)
    rows.append(next(row for row in rows if row[COLUMNS[table][0]] == key) | cells)
    write(folder, table, rows)
    return len(rows) + 1
