"""XLSX to sheets. calamine reads them; what it would lay out in memory is counted first.

A spreadsheet is a zip of XML. Its entries are unpacked here, up to a limit, and packed again without compression and
without macros, pictures and attachments. So nothing can grow inside the reader. It is calamine, which lays a sheet out
as a full rectangle, and copies a text to every cell that shows it. So cells, corners and texts are counted before.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from math import isfinite
from typing import Any
from xml.sax import ContentHandler

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from service.imports.cells import Cell, Sheet
from service.imports.errors import FileError, FileTypeError, TooLargeError
from service.imports.formats.xml import Elements, parse
from service.imports.limits import limits

ZIP = b"PK\x03\x04"
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""Those of the standard (ISO/IEC 29500-2). Others may ask for gigabytes to unpack into."""
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WORKBOOK = "xl/workbook.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"
STRINGS = "xl/sharedstrings.xml"
_KEPT = re.compile(
    r"(?:\[content_types\]\.xml|_rels/[^/]+|xl/(?:worksheets/|_rels/|worksheets/_rels/)?[^/]+\.(?:xml|rels))", re.I
)
_REFERENCE = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})", re.ASCII)
_ROW = re.compile(r"[1-9]\d{0,6}", re.ASCII)
Formulas = dict[tuple[int, int], str]
"""Formulas by row and column, from 1."""
SAVE_AS = "save it as .xlsx or .csv"


def sheets(data: bytes) -> tuple[list[Sheet], list[str]]:
    """Every visible sheet, and what was left out. Raises ``FileError``."""
    entries = _unpacked(data)
    if WORKBOOK not in {name.casefold() for name in entries}:
        raise FileTypeError("not_a_workbook", f"The zip archive holds no Excel workbook: {SAVE_AS}.")
    lengths = _lengths(entries)
    formulas: dict[str, Formulas] = {}
    elements = 0
    for name, content in entries.items():  # any entry may be named as a sheet
        counted = _Cells(lengths, elements)
        _parse(content, counted, name)
        elements = counted.count
        formulas[name.casefold()] = counted.formulas
    return _read(_packed(entries), {sheet: formulas.get(path, {}) for sheet, path in _paths(entries).items()})


def _unpacked(data: bytes) -> dict[str, bytes]:
    """The entries that cells are read from, each checked against its digest."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            listed = archive.infolist()
            if len(listed) > limits().zip_entries:
                raise TooLargeError("zip entries", len(listed), limits().zip_entries, SAVE_AS)
            if (size := sum(entry.file_size for entry in listed)) > limits().unzipped_bytes:
                raise TooLargeError("bytes unzipped", size, limits().unzipped_bytes)
            if any(entry.flag_bits & 1 for entry in listed):
                raise FileTypeError("encrypted", "The workbook is encrypted: save it without a password.")
            if any(entry.compress_type not in METHODS for entry in listed):
                words = f"The workbook is compressed in a way that no spreadsheet is: {SAVE_AS} anew."
                raise FileTypeError("unread_compression", words)
            return {entry.filename: archive.read(entry) for entry in listed if _KEPT.fullmatch(entry.filename)}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, RuntimeError) as error:
        raise FileError("broken_zip", f"The spreadsheet is damaged ({_short(error)}): {SAVE_AS} anew.") from error


def _packed(entries: dict[str, bytes]) -> bytes:
    into = BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_STORED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return into.getvalue()


def _lengths(entries: dict[str, bytes]) -> list[int]:
    """Characters of each shared text."""
    strings = _Strings()
    for name, content in entries.items():
        if name.casefold() == STRINGS:
            _parse(content, strings, name)
    return strings.lengths


def _paths(entries: dict[str, bytes]) -> dict[str, str]:
    """The entry of each sheet, by the sheet's name."""
    listed = _Named("sheet")
    related = _Named("Relationship")
    for name, content in entries.items():
        if name.casefold() in (WORKBOOK, RELATIONS):
            _parse(content, listed if name.casefold() == WORKBOOK else related, name)
    targets = {one.get("Id"): one.get("Target", "") for one in related.attributes}
    paths = {}
    for one in listed.attributes:
        target = targets.get(next((value for key, value in one.items() if key.endswith(":id")), None), "")
        paths[one.get("name", "")] = (target.lstrip("/") if target.startswith("/") else f"xl/{target}").casefold()
    return paths


def _parse(content: bytes, handler: ContentHandler, name: str) -> None:
    parse(content, handler, name, f"{SAVE_AS} anew")


class _Named(Elements):
    """The attributes of every element of one name."""

    def __init__(self, wanted: str) -> None:
        super().__init__(limits().workbook_elements)
        self.wanted = wanted
        self.attributes: list[dict[str, str]] = []

    def begin(self, name: str, attrs: Any) -> None:
        if name == self.wanted:
            self.attributes.append(dict(attrs.items()))


class _Strings(Elements):
    """The length of each shared text."""

    def __init__(self) -> None:
        super().__init__(limits().workbook_elements)
        self.lengths: list[int] = []

    def begin(self, name: str, attrs: Any) -> None:
        if name == "si":
            self.lengths.append(0)

    def characters(self, content: str) -> None:
        if self.lengths:
            self.lengths[-1] += len(content)


class _Cells(Elements):
    """What reading a sheet would take: its corner, its cells and their texts. ``formulas`` are those of cells whose
    value nobody has worked out."""

    def __init__(self, lengths: list[int], count: int) -> None:
        super().__init__(limits().workbook_elements, count)
        self.lengths = lengths
        self.row = self.column = 0
        self.last_row = self.last_column = 0
        self.characters_shown = 0
        self.within = self.kind = ""
        self.filled = False
        self.value: list[str] = []
        self.formula: list[str] = []
        self.formulas: Formulas = {}

    def begin(self, name: str, attrs: Any) -> None:
        if name == "row":
            stated = attrs.get("r", str(self.row + 1))
            if not _ROW.fullmatch(stated):
                raise FileError("broken_workbook", f"There is no row {stated[:20]!r}: {SAVE_AS} anew.")
            self.row, self.column = int(stated), 0
        elif name == "c":
            stated = attrs.get("r", "")
            reference = _REFERENCE.fullmatch(stated)
            if stated and not reference:  # calamine may take it for a place far away
                raise FileError("broken_workbook", f"There is no cell {stated[:20]!r}: {SAVE_AS} anew.")
            self.column = _letters(reference[1]) if reference else self.column + 1
            self.row = int(reference[2]) if reference else max(self.row, 1)
            self.kind, self.filled, self.value, self.formula = attrs.get("t", ""), False, [], []
        elif name in ("v", "f", "is"):
            self.within, self.filled = name, True

    def characters(self, content: str) -> None:
        if self.within == "f":
            self.formula.append(content)
        elif self.within:
            self.value.append(content)
            self.characters_shown += len(content)

    def end(self, name: str) -> None:
        if name in ("v", "f", "is"):
            self.within = ""
        elif name == "c" and self.filled:
            value = "".join(self.value)
            if self.kind == "s" and value.isdecimal() and int(value[:9]) < len(self.lengths):
                self.characters_shown += self.lengths[int(value[:9])]
            if self.formula and not value:
                self.formulas[self.row, self.column] = "=" + "".join(self.formula)
            self._check()

    def _check(self) -> None:
        self.last_row, self.last_column = max(self.last_row, self.row), max(self.last_column, self.column)
        counts = (
            ("rows", self.last_row, limits().rows),
            ("columns", self.last_column, limits().columns),
            ("cells", self.last_row * self.last_column, limits().cells),
            ("characters in its cells", self.characters_shown, limits().characters),
        )
        for name, number, most in counts:
            if number > most:
                raise TooLargeError(name, number, most)


def _letters(column: str) -> int:
    number = 0
    for letter in column:
        number = number * 26 + ord(letter) - 64
    return number


def _read(data: bytes, formulas: dict[str, Formulas]) -> tuple[list[Sheet], list[str]]:
    try:
        with CalamineWorkbook.from_filelike(BytesIO(data)) as book:
            listed = [one for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
            shown = [one for one in listed if one.visible == SheetVisibleEnum.Visible]
            if len(shown) > limits().sheets:
                raise TooLargeError("sheets", len(shown), limits().sheets)
            hidden = [f"Sheet {one.name!r} is hidden and was left out." for one in listed if one not in shown]
            return [_sheet(book.get_sheet_by_name(one.name), formulas.get(one.name, {})) for one in shown], hidden
    except CalamineError as error:
        words = f"The spreadsheet can't be read ({_short(error)}): {SAVE_AS} anew."
        raise FileError("broken_workbook", words) from error


def _sheet(sheet: CalamineSheet, formulas: Formulas) -> Sheet:
    rows = [[_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    for (row, column), formula in formulas.items():
        rows += [[] for _ in range(row - len(rows))]
        rows[row - 1] += [""] * (column - len(rows[row - 1]))
        rows[row - 1][column - 1] = formula
    return Sheet(sheet.name, rows, range(1, len(rows) + 1))


def _cell(value: Any) -> Cell:
    """A cell's value as text or an exact number; a formula is what the workbook says that it came to."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return Decimal(repr(value)) if isfinite(value) else str(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _short(error: Exception) -> str:
    return str(error).replace("\n", " ")[:100]
