"""Sheets to records: where a table begins, what its columns are, and what each row says in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from service.imports.cells import Cell, Sheet, text
from service.imports.errors import FileError
from service.imports.headings import DESCRIBING, MASSES, NUMERIC, OTHER, REPEATED, ROLES, key, role_of
from service.imports.numbers import Days, convention

FIRST_ROWS = 40
"""Rows among which the headings are looked for."""
_CODE = re.compile(r"[\d.\-/ ]+")
_CAS = re.compile(r"\d{2,7}-\d{2}-\d")
LONGEST_POSITION = 4
MOST_KNOWN_TOLD = 40

Roles = Mapping[str, str]
"""Roles by heading, as a request states them."""


@dataclass(frozen=True)
class RowProblem:
    """What is wrong with a row: the role of the cell, a stable code and the words. ``refused`` says that the value
    can't be used; else it is left open."""

    role: str | None
    code: str
    why: str
    refused: bool = False


@dataclass(frozen=True)
class Column:
    """A column: its heading, its role (``OTHER`` where it is only kept) and the unit that the heading states."""

    heading: str
    role: str
    unit: str | None = None
    extra: str = ""


@dataclass(frozen=True)
class ReadRow:
    """One row: what it says by role, what else it says by ``x_*``, and the heading of each role."""

    sheet: str | None
    number: int
    values: Mapping[str, Cell]
    extras: Mapping[str, str] = field(default_factory=dict)

    def says(self, role: str) -> str:
        """What a role says, in words; empty where it says nothing."""
        value = self.values.get(role, "")
        return text(value)


@dataclass(frozen=True)
class SheetTable:
    """A sheet's records and how they are written. ``nested`` says that levels are told by the file itself."""

    sheet: str | None
    columns: Sequence[Column]
    records: Sequence[ReadRow]
    sign: str | None = None
    days: Mapping[str, Days] = field(default_factory=dict)
    notes: Sequence[str] = ()
    problems: Mapping[int, Sequence[RowProblem]] = field(default_factory=dict)
    """What is wrong with rows already, by their numbers."""

    def heading(self, role: str) -> str | None:
        """The heading of a role; of several, all."""
        return " + ".join(one.heading for one in self.columns if one.role == role) or None

    def unit(self, role: str) -> str | None:
        """The unit that the heading of a role states."""
        return next((one.unit for one in self.columns if one.role == role), None)


def known_headings(row: Iterable[Cell]) -> int:
    """How many of a row's cells are headings that are known, each role once."""
    return len({role_of(cell.strip())[0] for cell in row if isinstance(cell, str) and cell.strip()} - {None})


def check_mapping(mapping: Roles, at: str = "/mapping") -> None:
    """Raises ``FileError`` for a role that there isn't; ``at`` is where the mapping stands."""
    for heading, role in mapping.items():
        if role not in ROLES:
            words = f"{role[:40]!r} is no role of a column; known are {', '.join(ROLES)}."
            raise FileError("unknown_role", words, f"{at}/{heading[:100]}")


def tables(sheets: Sequence[Sheet], mapping: Roles) -> tuple[list[SheetTable], list[str]]:
    """A table of each sheet that has one, and which sheets have none. Raises ``FileError`` where none has."""
    check_mapping(mapping)
    wanted = {key(heading): role for heading, role in mapping.items()}
    read, left = [], []
    for sheet in sheets:
        start = _start(sheet, wanted)
        if start is None:
            left.append(sheet)
        else:
            read.append(_table(sheet, start, wanted))
    if not read:
        raise FileError("no_headings", _no_headings(sheets))
    headings = {key(column.heading) for table in read for column in table.columns}
    for heading in mapping:
        if key(heading) not in headings:
            words = f"No column is headed {heading[:60]!r}; columns are {_listed(read)}."
            raise FileError("unknown_heading", words, f"/mapping/{heading[:100]}")
    return read, [f"Sheet {one.name!r} has no heading that is known and was left out." for one in left if any(one.rows)]


def _no_headings(sheets: Sequence[Sheet]) -> str:
    first = next((row for sheet in sheets for row in sheet.rows if any(text(cell) for cell in row)), [])
    seen = ", ".join(repr(text(cell)[:40]) for cell in first[:MOST_KNOWN_TOLD] if text(cell)) or "nothing"
    return (
        f"No row of the first {FIRST_ROWS} has headings that are known and say what an item is; the first holds "
        f"{seen}. Name columns as Item, Description, Material, Quantity, Unit, or state what they are with a mapping."
    )


def _listed(read: Sequence[SheetTable]) -> str:
    names = [repr(column.heading[:40]) for table in read for column in table.columns]
    return ", ".join(names[:MOST_KNOWN_TOLD])


def _start(sheet: Sheet, wanted: Roles) -> int | None:
    """The row with most headings that are known, if they say what an item is."""

    def roles(row: Sequence[Cell]) -> set[str]:
        cells = [cell.strip() for cell in row if isinstance(cell, str) and cell.strip()]
        return {role for cell in cells if (role := wanted.get(key(cell)) or role_of(cell)[0])}

    judged = [(len(roles(row)), -index) for index, row in enumerate(sheet.rows[:FIRST_ROWS])]
    if not judged or (best := max(judged))[0] == 0:
        return None
    row = -best[1]
    return row if roles(sheet.rows[row]) & DESCRIBING else None


def _table(sheet: Sheet, start: int, wanted: Roles) -> SheetTable:
    below = sheet.rows[start + 1 :]
    width = max((len(row) for row in sheet.rows[start:]), default=0)
    headings = [text(cell) for cell in sheet.rows[start]] + [""] * (width - len(sheet.rows[start]))
    columns = _settled(_columns(headings, wanted), below)
    records = [
        _record(sheet.name, number, row, columns)
        for number, row in zip(sheet.numbers[start + 1 :], below, strict=True)
        if any(text(cell) for cell in row) and [text(cell) for cell in row] != headings[: len(row)]
    ]
    notes = []
    if any(text(cell) for row in sheet.rows[:start] for cell in row):
        notes.append(f"What stands above the headings in row {sheet.numbers[start]} was left out.")
    numeric = [one.values[role] for one in records for role in NUMERIC & one.values.keys()]
    days = {role: Days.from_cells(_all(records, role)) for role in ("valid_from", "valid_to")}
    return SheetTable(sheet.name, columns, records, convention(numeric), days, notes)


def _all(records: Sequence[ReadRow], role: str) -> list[Cell]:
    return [record.values[role] for record in records if role in record.values]


def _columns(headings: Sequence[str], wanted: Roles) -> list[Column]:
    """Each column by its heading and what stands before it; a role that is taken is ``OTHER`` for the next."""
    columns: list[Column] = []
    taken: set[str] = set()
    extras: set[str] = set()
    for index, heading in enumerate(headings):
        stated = wanted.get(key(heading)) if heading else None
        role, unit = role_of(heading) if heading else (None, None)
        before = columns[-1].role if columns else ""
        if role == "unit" and not stated and before in MASSES:
            role = "mass_unit"
        if role == "unit" and not stated and before == "price":
            role = "price_unit"
        role = stated or role or OTHER
        if role in taken and role not in REPEATED:
            role = OTHER
        taken.add(role)
        columns.append(Column(heading or f"column {index + 1}", role, unit, named(heading, extras, index)))
    return columns


def named(heading: str, taken: set[str], index: int) -> str:
    """The name under which a column is kept, which is ``taken`` then."""
    plain = re.sub(r"[^\w]+", "_", heading.casefold()).strip("_")[:60] or f"column_{index + 1}"
    name = f"x_{plain}"
    if name in taken:
        name = f"{name}_{index + 1}"
    taken.add(name)
    return name


def _settled(columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> list[Column]:
    """The columns, after those whose heading may mean two things were told by the others and by what they hold."""
    roles = {column.role for column in columns}
    settled = list(columns)

    def values(index: int) -> list[str]:
        return [written for row in rows if index < len(row) and (written := text(row[index]))]

    for index, column in enumerate(columns):
        if column.role == "material" and "name" in roles and _all_match(values(index), _is_code):
            settled[index] = replace(column, role=OTHER if "part_number" in roles else "part_number")
        elif column.role == "item":
            settled[index] = replace(column, role=_item(roles, values(index)))
        elif column.role == "form" and "element" not in roles:
            settled[index] = replace(column, role=OTHER)
        roles.add(settled[index].role)
    return settled


def _item(roles: set[str], values: Sequence[str]) -> str:
    """What a column headed Item holds: a number on the drawing, the part's number, or its name."""
    if not roles & {"name", "material"}:
        return "name"
    if _all_match(values, lambda one: one.isdecimal() and len(one) <= LONGEST_POSITION):
        return OTHER
    return "name" if "part_number" in roles else "part_number"


def _is_code(written: str) -> bool:
    return _CODE.fullmatch(written) is not None and not _CAS.fullmatch(written)


def _all_match(values: Sequence[str], matches: Callable[[str], bool]) -> bool:
    return bool(values) and all(map(matches, values))


def _record(sheet: str | None, number: int, row: Sequence[Cell], columns: Sequence[Column]) -> ReadRow:
    values: dict[str, Cell] = {}
    extras: dict[str, str] = {}
    for cell, column in zip(row, columns, strict=False):
        written = text(cell)
        if not written:
            continue
        if column.role == OTHER:
            extras[column.extra] = written
        elif column.role in REPEATED and column.role in values:
            values[column.role] = joined(text(values[column.role]), written)
        else:
            values[column.role] = " ".join(cell.split()) if isinstance(cell, str) else cell
    return ReadRow(sheet, number, values, extras)


def joined(one: str, other: str) -> str:
    """Two descriptions as one, without what the other says already."""
    return one if other.casefold() in one.casefold() else f"{one}, {other}" if one else other
