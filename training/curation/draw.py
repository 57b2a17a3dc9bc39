"""Rows drawn for a second reader: the same seed draws the same rows of the same tables."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from training.tables import claims, controls, materials
from training.tables.csv_rows import TableRow, parse
from training.tables.reader import EVIDENCE

TABLES = {
    "claims.csv": claims.COLUMNS,
    "controls.csv": controls.COLUMNS,
    "materials.csv": materials.COLUMNS,
    "statistics.csv": claims.COLUMNS,
}
"""Tables whose rows have a source and a place in it; the first column is the key."""


def drawn(seed: int, rows: int, folder: Path = EVIDENCE) -> list[TableRow]:
    """Rows of all tables, each as likely as the next, in the order in which they were drawn. Raises ``ValueError``
    where there are fewer."""
    by_name = {f"{name} {row[columns[0]]}": row for name, columns in TABLES.items() for row in _rows(folder, name)}
    return [by_name[name] for name in random.Random(seed).sample(sorted(by_name), rows)]  # noqa: S311 - no secret


def _rows(folder: Path, name: str) -> list[TableRow]:
    return parse(folder / name, TABLES[name]).rows


def text(rows: list[TableRow]) -> Iterator[str]:
    """A line a row: where it stands, its key, its source and the place there."""
    for row in rows:
        source = row.cells.get("document") or row["source"]
        yield f"{row.file}:{row.number} {row[TABLES[row.file][0]]}: {source}; {row['locator']}"
