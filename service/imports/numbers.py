"""Amounts and days of a table, in the convention that the whole table shows.

``1,234`` alone may be read in two ways. In a table that writes ``0,0292`` elsewhere it may not. A value that stays open
is handed on as written, and refused with both readings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from service.imports.cells import Cell
from service.risk.materials.wording.written_numbers import Ambiguous, number

_SHOWN = r"""[+-]?(?:
    (?:\d{1,3}(?:[GROUP'\s]\d{3})+|\d+)SIGN(?:\d{1,2}|\d{4,})  # 1,5 and 1.200,0292
    |0SIGN\d+|\d{4,}SIGN\d+  # no group of thousands begins with a zero or has four digits
    |\d{1,3}(?:[GROUP]\d{3})+SIGN\d+
    |\d{1,3}(?:[GROUP]\d{3}){2,}  # two groups
)"""
_COMMA = re.compile(_SHOWN.replace("SIGN", ",").replace("GROUP", "."), re.ASCII | re.VERBOSE)
_POINT = re.compile(_SHOWN.replace("SIGN", r"\.").replace("GROUP", ","), re.ASCII | re.VERBOSE)
_BLANKS = re.compile(r"[\s'\u00a0\u2009\u202f]")
_EUROPEAN = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", re.ASCII)
_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})", re.ASCII)
_ISO = re.compile(r"(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})(?:[T ].*)?", re.ASCII)
MOST_MONTHS = 12
COMMA, POINT = ",", "."


def convention(cells: Iterable[Cell]) -> str | None:
    """The decimal sign that the numbers of a table show beyond doubt; ``None`` where they show none, or both."""
    shown = set()
    for cell in cells:
        if isinstance(cell, str) and cell:
            written = cell.strip()
            shown |= {COMMA} if _COMMA.fullmatch(written) else {POINT} if _POINT.fullmatch(written) else set()
    return shown.pop() if len(shown) == 1 else None


def amount(cell: Cell, sign: str | None) -> Decimal | str:
    """A cell as an exact number, or as written where it is none or could be two."""
    if isinstance(cell, Decimal):
        return cell
    written = cell.strip()
    if sign and len(written) <= 40 and re.fullmatch(r"[+-]?\d[\d.,'\s\u00a0\u2009\u202f]*", written):  # noqa: PLR2004
        plain = _BLANKS.sub("", written)
        plain = plain.replace(".", "").replace(",", ".") if sign == COMMA else plain.replace(",", "")
        try:
            return Decimal(plain)
        except InvalidOperation:
            return written
    known = number(written)
    return written if known is None or isinstance(known, Ambiguous) else known


@dataclass(frozen=True)
class Days:
    """How a column writes days: whether its slashed days begin with the day, ``None`` where nothing shows it."""

    day_first: bool | None

    @classmethod
    def from_cells(cls, cells: Iterable[Cell]) -> Days:
        matches = (_SLASHED.fullmatch(cell.strip()) for cell in cells if isinstance(cell, str))
        pairs = [match for match in matches if match]
        first = any(int(pair[1]) > MOST_MONTHS for pair in pairs)
        second = any(int(pair[2]) > MOST_MONTHS for pair in pairs)
        return cls(None if first == second else first)

    def read(self, cell: Cell) -> date:
        """The day. Raises ``ValueError`` with what is wrong."""
        written = cell.strip() if isinstance(cell, str) else f"{cell:f}"
        if match := _ISO.fullmatch(written):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if match := _EUROPEAN.fullmatch(written):
            return date(int(match[3]), int(match[2]), int(match[1]))
        if match := _SLASHED.fullmatch(written):
            return self._slashed(written, int(match[1]), int(match[2]), int(match[3]))
        raise ValueError(f"{written[:40]!r} is not a day; write it as 2026-11-21")

    def _slashed(self, written: str, one: int, other: int, year: int) -> date:
        if self.day_first is None and one != other:
            raise ValueError(f"{written!r} may be two days; write it as 2026-11-21")
        return date(year, other, one) if self.day_first else date(year, one, other)
