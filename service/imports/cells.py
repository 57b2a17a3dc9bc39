"""What readers hand on: sheets of cells. A cell is text as written, or a number as a spreadsheet keeps it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

Cell = str | Decimal


@dataclass(frozen=True)
class Sheet:
    """Rows of cells. ``numbers`` are the rows' numbers as the file's own program counts them, from 1."""

    name: str | None
    rows: Sequence[Sequence[Cell]]
    numbers: Sequence[int]


def text(cell: Cell) -> str:
    """A cell in words; a whole number without a decimal point."""
    return cell.strip() if isinstance(cell, str) else f"{cell.normalize():f}"
