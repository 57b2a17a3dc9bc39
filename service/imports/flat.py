"""A BOM as a flat table and back: one row a line, with the wire's names as headings.

What has no cell of its own (sources, compositions, prices as objects) is JSON in one. Text that a spreadsheet would
work out begins with = + - @, a tab or a line break. It gets an apostrophe in front, which reading takes away again.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from io import StringIO
from typing import Any, NamedTuple

from service.imports.cells import Cell, Sheet, text
from service.imports.exact_json import dumps
from service.schemas.strict import KEPT_START

OF_BOM = ("bom_id", "name", "buyer_country", "as_of", "currency", "tolerance", "same_part", "on_error")
OF_LINE = (
    "line_id", "part_number", "material", "element", "form", "formula", "composition", "read_as", "rare_earth",
    "quantity.value", "quantity.unit", "pieces", "mass_per_metre.value", "mass_per_metre.unit", "unit_price", "supply",
    "supplier", "alternate_group", "end_use", "can_do_without", "stock_days", "monthly_need.value", "monthly_need.unit",
)  # fmt: skip
PREFIX = "bom."
MARK = "bom.bom_id"
"""The heading by which a table is known to be one of these."""
NESTED = ("quantity", "mass_per_metre", "monthly_need")
AS_JSON = ("composition", "supply", "unit_price")
_WORKED_OUT = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
Value = str | int | float | Decimal | None
CHUNK = 65_536
"""Bytes of a file that are sent at a time."""


def neutral(value: Value) -> Value:
    """A cell that no spreadsheet works out; numbers stay numbers."""
    return f"'{value}" if isinstance(value, str) and _WORKED_OUT.match(value) else value


def _plain(cell: Cell) -> str:
    """A cell as it was before it was made neutral."""
    written = text(cell)
    return written[1:] if written.startswith("'") and _WORKED_OUT.match(written[1:]) else written


def table(bom: Mapping[str, Any]) -> list[list[Value]]:
    """The headings and the rows of a BOM of the wire, neutral."""
    lines = [line for line in bom.get("lines", ()) if isinstance(line, dict)]
    whole = {name: value for name, value in bom.items() if name in OF_BOM or name.startswith(KEPT_START)}
    told = [{PREFIX + name: value for name, value in whole.items()} | _flat(line) for line in lines]
    known = [*(PREFIX + name for name in OF_BOM), *OF_LINE]
    more = sorted({name for row in told for name in row} - {*known})
    headings = [*known, *more]
    return [list(headings), *([neutral(_value(row.get(name))) for name in headings] for row in told)]


def csv_chunks(rows: Iterable[Iterable[Value]], mark: str = "") -> Iterator[bytes]:
    """Rows as CSV in UTF-8, some at a time; ``mark`` stands before the first."""
    into = StringIO()
    into.write(mark)
    writer = csv.writer(into)
    for row in rows:
        writer.writerow(row)
        if into.tell() > CHUNK:
            yield into.getvalue().encode()
            into.seek(0)
            into.truncate()
    yield into.getvalue().encode()


def _flat(line: Mapping[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in line.items():
        if name in NESTED and isinstance(value, dict):
            flat |= {f"{name}.{inner}": told for inner, told in value.items()}
        else:
            flat[name] = value
    return flat


def _value(value: Any) -> Value:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list):
        return dumps(value).decode()
    return value if value is None or isinstance(value, str | int | float | Decimal) else str(value)


def is_flat(sheet: Sheet) -> bool:
    """Whether a sheet is a table of this kind."""
    return bool(sheet.rows) and MARK in [text(cell) for cell in sheet.rows[0]]


class _Column(NamedTuple):
    """Where a cell goes: to the BOM or its line, under a name, in an object of that name where there is an ``inner``
    one."""

    place: int
    whole: bool
    name: str
    inner: str | None


def boms(sheet: Sheet) -> list[tuple[int, dict[str, Any]]]:
    """The BOMs of a table, each with the row at which it begins."""
    columns = [_column(place, text(cell)) for place, cell in enumerate(sheet.rows[0]) if text(cell)]
    made: dict[str, tuple[int, dict[str, Any]]] = {}
    for number, row in zip(sheet.numbers[1:], sheet.rows[1:], strict=True):
        whole: dict[str, Any] = {}
        nested: dict[str, dict[str, str]] = {}
        line: dict[str, Any] = {}
        for place, of_bom, name, inner in columns:
            if place >= len(row) or row[place] == "" or not (written := _plain(row[place])):
                continue
            if of_bom:
                whole[name] = written
            elif inner is not None:
                nested.setdefault(name, {})[inner] = written
            else:
                line[name] = _member(name, written)
        if whole or nested or line:
            _, bom = made.setdefault(whole.get("bom_id", ""), (number, whole | {"lines": []}))
            bom["lines"].append({name: nested[name] for name in NESTED if name in nested} | line)
    return list(made.values())


def _column(place: int, heading: str) -> _Column:
    if heading.startswith(PREFIX):
        return _Column(place, True, heading.removeprefix(PREFIX), None)
    name, dot, inner = heading.partition(".")
    return _Column(place, False, name, inner) if dot and name in NESTED else _Column(place, False, heading, None)


def _member(name: str, written: str) -> Any:
    """A member of a line, from its cell."""
    if name in AS_JSON and written[0] in "{[":
        return _json(written)
    if name == "rare_earth":
        return {"false": False, "FALSE": False, "true": True, "TRUE": True}.get(written, written)
    return written


def _json(written: str) -> Any:
    """The value of JSON; as written where it is none, for the wire to refuse."""
    try:
        return json.loads(written, parse_float=Decimal)
    except (ValueError, RecursionError):
        return written
