"""What one cell may hold. Every check yields problems that name the cell and the fix."""

from __future__ import annotations

import calendar
import math
import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from decimal import Decimal

import pycountry

from training.tables.csv_rows import Problem, TableRow

COUNTRIES = frozenset(c.alpha_3 for c in pycountry.countries)
"""ISO 3166-1 alpha-3."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_PERIOD = re.compile(r"(?!0000)\d{4}(-(0[1-9]|1[0-2]))?", re.ASCII)
_NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d+)?", re.ASCII)
_HS92 = re.compile(r"[0-9]{6}")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_SHOWN_WORDS = 30


def is_number(text: str) -> bool:
    """Whether the text is a number as tables write it: digits 0 to 9, a point, no separators, no unit. It may not be so
    large that a computer takes it for infinite."""
    return bool(_NUMBER.fullmatch(text)) and math.isfinite(float(text))


def is_hs92(text: str) -> bool:
    """Whether the text has the form of a code of HS 1992."""
    return bool(_HS92.fullmatch(text))


def number_fix(text: str) -> str:
    """How to write what looks like a number and isn't one."""
    bare = text.replace("%", "").strip()
    if text != bare and is_number(bare):
        return f"write {(Decimal(bare) / 100).normalize():f}"
    if "," in text and is_number(text.replace(",", "")):
        return f"write {text.replace(',', '')} if the comma parts thousands, {text.replace(',', '.', 1)} if decimals"
    return "write a number with a point and without unit, such as 0.85 or 1234.5"


def check_number(row: TableRow, column: str) -> Iterator[Problem]:
    """A blank or a number."""
    if row[column] and not is_number(row[column]):
        yield row.problem(column, f"{row[column]!r} isn't a number", number_fix(row[column]))


def check_day(row: TableRow, column: str, *, needed: bool = False) -> Iterator[Problem]:
    """A blank, unless ``needed``, or a day of the calendar as YYYY-MM-DD."""
    if not row[column]:
        if needed:
            yield row.problem(column, "is blank", "write YYYY-MM-DD")
        return
    if not _DAY.fullmatch(row[column]):
        yield row.problem(column, f"{row[column]!r} isn't a date", "write YYYY-MM-DD")
        return
    try:
        date.fromisoformat(row[column])
    except ValueError as error:
        yield row.problem(column, f"{row[column]!r} isn't a date: {error}", "write a day of the calendar")


def day(row: TableRow, column: str) -> date | None:
    """The date in a cell; ``None`` where it is blank or no date (``check_day`` says so)."""
    return date.fromisoformat(row[column]) if row[column] and not list(check_day(row, column)) else None


def is_period(text: str) -> bool:
    """Whether the text is a month (YYYY-MM) or a year (YYYY) of the calendar, as a table writes a date whose day nobody
    gives."""
    return bool(_PERIOD.fullmatch(text))


def last_day(period: str) -> date:
    """The last day of a month (YYYY-MM) or a year (YYYY). Raises ``ValueError`` on anything else."""
    if not is_period(period):
        raise ValueError(f"{period!r} is neither a month (YYYY-MM) nor a year (YYYY)")
    year, month = (int(part) for part in (period if "-" in period else f"{period}-12").split("-"))
    return date(year, month, calendar.monthrange(year, month)[1])


def check_filled(row: TableRow, columns: Iterable[str], fix: str) -> Iterator[Problem]:
    """No blank in these columns."""
    for column in columns:
        if not row[column]:
            yield row.problem(column, "is blank", fix)


def check_word(row: TableRow, column: str, allowed: Collection[str]) -> Iterator[Problem]:
    """Exactly one of the words allowed."""
    if row[column] not in allowed:
        yield row.problem(column, f"unknown {column} {row[column]!r}", _use(allowed))


def check_words(row: TableRow, column: str, allowed: Collection[str]) -> Iterator[Problem]:
    """Words allowed, separated by blanks, none twice."""
    words = row[column].split()
    for word in dict.fromkeys(words):
        if word not in allowed:
            yield row.problem(column, f"unknown {column} {word!r}", _use(allowed))
        if words.count(word) > 1:
            yield row.problem(column, f"{word!r} stands twice", "name it once")


def check_id(row: TableRow, column: str) -> Iterator[Problem]:
    """A name that an address can hold: letters, digits, points, hyphens and underscores."""
    if not row[column]:
        yield row.problem(column, "is blank", "give the row a name of its own")
    elif not _ID.fullmatch(row[column]):
        yield row.problem(column, f"{row[column]!r} can't be part of an address", "use letters, digits, -, _ and .")


def duplicates(rows: Iterable[TableRow], column: str) -> Iterator[Problem]:
    """No two rows with the same cell."""
    seen: dict[str, TableRow] = {}
    for row in rows:
        first = seen.setdefault(row[column], row)
        if first is not row:
            place = f"{first.file}:{first.number}"
            fix = "leave it out if it is the same, put that one right in corrections.csv, or use another"
            yield row.problem(column, f"{row[column]!r} stands in {place} already", fix)


def _use(allowed: Collection[str]) -> str:
    shown = list(allowed)[:_SHOWN_WORDS]
    return f"use {', '.join(shown)}" if len(allowed) <= _SHOWN_WORDS else "use a code of the table's documentation"
