"""What reading a file gives: BOMs as the wire takes them, and what became of every row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from service.imports.exact_json import dumps

StageOf = Callable[[dict[str, Any]], str | None]
"""The stage at which a line's material is made, which its country of origin speaks of; ``None`` where it is none."""


@dataclass(frozen=True)
class ImportedRow:
    """What became of one row. ``number`` is the row's as the file's own program counts them. ``kind`` is ``line``,
    ``assembly``, ``phantom``, ``not_effective`` or ``product``; ``column`` the heading that ``why`` speaks of."""

    number: int
    kind: str
    text: str
    sheet: str | None = None
    product: str | None = None
    line_id: str | None = None
    column: str | None = None
    code: str | None = None
    why: str | None = None
    extras: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ColumnUse:
    """What a column was taken for: one of the roles of ``headings.WRITTEN``, or ``other``: kept as ``kept_as``."""

    sheet: str | None
    heading: str
    role: str
    kept_as: str | None


@dataclass(frozen=True)
class ImportedProduct:
    """One BOM as the wire's JSON body, which ``BomSchema`` accepts. ``rows`` are its lines' rows by ``line_id``;
    ``refused`` says that a row of it holds what can't be used: that line stays unread."""

    bom: dict[str, Any]
    sheet: str | None
    rows: Mapping[str, int]
    refused: bool = False

    @property
    def document(self) -> bytes:
        """The body in JSON, its numbers as the file has them."""
        return dumps(self.bom)

    @property
    def bom_id(self) -> str:
        """Its id: the product's own number, or the file's name."""
        return str(self.bom["bom_id"])


@dataclass(frozen=True)
class Imported:
    """A file as it was read. Each row is in ``read``, and again in ``open`` or ``refused`` for everything that it
    leaves open or that can't be used. ``notes`` are about the file as a whole."""

    format: str
    products: Sequence[ImportedProduct]
    read: Sequence[ImportedRow]
    open: Sequence[ImportedRow]
    refused: Sequence[ImportedRow]
    columns: Sequence[ColumnUse] = ()
    notes: Sequence[str] = ()
    encoding: str | None = None
    delimiter: str | None = None
