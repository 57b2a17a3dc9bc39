"""Files for tests: delimited text, and spreadsheets with any XML inside."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

import xlsxwriter

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"


def csv(*rows: str, end: str = "\r\n") -> bytes:
    """A delimited file of these rows."""
    return end.join(rows).encode()


def workbook(sheets: Mapping[str, Sequence[Sequence[Any]]], hidden: Sequence[str] = ()) -> bytes:
    """A spreadsheet. Text that begins with = is a formula whose value nobody has worked out."""
    into = BytesIO()
    with xlsxwriter.Workbook(into, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            if name in hidden:
                sheet.hide()
            for number, row in enumerate(rows):
                for column, value in enumerate(row):
                    if isinstance(value, str) and value.startswith("="):
                        sheet.write_formula(number, column, value, value="")
                    elif hasattr(value, "isoformat"):
                        sheet.write_datetime(number, column, value, day)
                    else:
                        sheet.write(number, column, value)
    return into.getvalue()


def with_entries(data: bytes, entries: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The archive with some entries replaced or added."""
    into = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(into, "w", compression) as new:
        for name in {*old.namelist(), *entries}:
            new.writestr(name, entries[name] if name in entries else old.read(name))
    return into.getvalue()


def sheet_of(cells: str) -> bytes:
    """A spreadsheet whose sheet holds this XML, after a row of headings."""
    headings = '<row r="1"><c r="A1" t="inlineStr"><is><t>Description</t></is></c></row>'
    xml = f'<worksheet xmlns="{MAIN}"><sheetData>{headings}{cells}</sheetData></worksheet>'
    return with_entries(workbook({"A": [["x"]]}), {SHEET: xml.encode()})
