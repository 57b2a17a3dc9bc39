"""JSON: BOMs as the wire has them, one or one a line, and rows as objects."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from service.api.json_body import parse
from service.errors import MalformedError
from service.imports.cells import Cell, Sheet
from service.imports.errors import FileError, TooLargeError
from service.imports.exact_json import dumps
from service.imports.limits import limits

MOST_DIGITS = 60
Problems = list[tuple[int, str, str]]
"""Lines that can't be read: number, code and words."""


@dataclass
class Lines:
    """What a file of JSON holds, by line: BOMs, rows, and what can't be read."""

    boms: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    rows: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    problems: Problems = field(default_factory=list)


def document(text: str) -> Any:
    """The one value that a text holds; ``None`` where it holds none, or one a line. Raises ``FileError`` for JSON that
    is nested too deep or says two things at once."""
    try:
        return parse(text.encode(), limits().depth)
    except MalformedError as error:
        if error.errors and error.errors[0].code in ("malformed_json", "not_utf8"):
            return None
        raise FileError(error.errors[0].code if error.errors else "malformed_json", error.detail) from error


def lines(text: str) -> Lines:
    """The objects of a text with one a line. Raises ``FileError`` where not one can be read."""
    into = Lines()
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        if len(into.boms) + len(into.rows) + len(into.problems) >= limits().rows:
            raise TooLargeError("lines", text.count("\n") + 1, limits().rows)
        try:
            sort(number, parse(line.encode(), limits().depth), into)
        except MalformedError as error:
            first = error.errors[0] if error.errors else None
            into.problems.append((number, first.code if first else "malformed_json", error.detail))
    if not into.boms and not into.rows:
        raise FileError("malformed_json", f"The file is neither JSON nor JSON Lines: {into.problems[0][2]}")
    return into


def sort(number: int, value: Any, into: Lines) -> None:
    """Put an object where it belongs: a BOM has lines, a row has none."""
    if not isinstance(value, dict):
        into.problems.append((number, "not_an_object", "Must be an object: a BOM, or a row of one."))
    elif "lines" in value:
        into.boms.append((number, value))
    else:
        into.rows.append((number, value))


def sheet(rows: list[tuple[int, dict[str, Any]]]) -> Sheet:
    """Rows as a table, headed by their members."""
    names = list(dict.fromkeys(name for _, row in rows for name in row))
    if len(names) > limits().columns:
        raise TooLargeError("columns", len(names), limits().columns, "leave out what isn't needed")
    if (cells := len(names) * len(rows)) > limits().cells:
        raise TooLargeError("cells", cells, limits().cells)
    table: list[list[Cell]] = [list(names)]
    table += [[cell(row.get(name)) for name in names] for _, row in rows]
    return Sheet(None, table, [0, *(number for number, _ in rows)])


def cell(value: Any) -> Cell:
    """A JSON value as a cell: numbers as written, objects as JSON."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool | dict | list):
        return dumps(value).decode()
    number = value if isinstance(value, Decimal) else Decimal(value)
    return number if number.is_finite() and abs(number.adjusted()) < MOST_DIGITS else str(value)[:MOST_DIGITS]
