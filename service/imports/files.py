"""``read_file``: the format of a file by what it holds, and its reader."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePath
from typing import Any

from service.imports.boms import ImportRequest, collect, take_boms
from service.imports.cells import Sheet
from service.imports.errors import FileError, FileTypeError, TooLargeError
from service.imports.flat import boms as flat_boms
from service.imports.flat import is_flat
from service.imports.formats import components, declarations, delimited, encodings, json_documents, spreadsheet
from service.imports.formats.xml import tree
from service.imports.headings import key
from service.imports.imported import Imported, ImportedRow, StageOf
from service.imports.limits import limits
from service.imports.tables import RowProblem, SheetTable, check_mapping, known_headings, tables

HEAD = 1000
_XML = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*<(?:\?xml|!|[A-Za-z])")
UNREAD = (
    (spreadsheet.OLE, "an old or encrypted Office document"),
    (b"%PDF", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"\x1f\x8b", "compressed with gzip"),
    (b"Rar!", "an archive"),
    (b"7z\xbc\xaf", "an archive"),
)


def read_file(
    name: str,
    data: bytes,
    *,
    mapping: Mapping[str, str] | None = None,
    as_of: date | None = None,
    today: date | None = None,
    buyer_country: str | None = None,
    currency: str | None = None,
    encoding: str | None = None,
    split: bool | None = None,
    stage_of: StageOf | None = None,
) -> Imported:
    """A file's BOMs and what became of each row.

    ``mapping`` says what columns are, by their headings. Rows are those effective on ``as_of``, else on ``today``, else
    all. ``stage_of`` says at which stage a line's material is made; without it countries of origin are only kept.
    ``split`` says whether several rows at the top are products of their own. Raises ``FileError``.
    """
    if not data.strip():
        raise FileError("empty", "The file is empty.")
    if len(data) > limits().file_bytes:
        raise TooLargeError("bytes", len(data), limits().file_bytes)
    wanted = ImportRequest(as_of, today, buyer_country, currency, split, stage_of)
    stem = PurePath(name.replace("\\", "/")).stem or "bom"
    source = _source(data, encoding, mapping or {})
    flat_sheets = [sheet for sheet in source.sheets if is_flat(sheet)]
    source = replace(
        source,
        sheets=[sheet for sheet in source.sheets if not is_flat(sheet)],
        boms=[*source.boms, *(bom for sheet in flat_sheets for bom in flat_boms(sheet))],
    )
    read, notes = tables(source.sheets, mapping or {}) if source.sheets else (list(source.tables), [])
    into = collect(read, stem, wanted)
    take_boms(source.boms, stem, wanted, into)
    for number, code, why in source.problems:
        into.tell(ImportedRow(number, "row", ""), RowProblem(None, code, why, True), None)
    return Imported(
        source.format,
        tuple(into.products),
        tuple(into.read),
        tuple(into.open),
        tuple(into.refused),
        tuple(into.columns),
        (*source.notes, *notes, *into.notes),
        source.encoding,
        source.delimiter,
    )


@dataclass(frozen=True)
class _Source:
    """A file as it was taken apart: sheets, tables that a format tells by itself, and BOMs of the wire."""

    format: str
    sheets: Sequence[Sheet] = ()
    tables: Sequence[SheetTable] = ()
    boms: Sequence[tuple[int, dict[str, Any]]] = ()
    problems: Sequence[tuple[int, str, str]] = ()
    encoding: str | None = None
    delimiter: str | None = None
    notes: Sequence[str] = ()


def _source(data: bytes, encoding: str | None, mapping: Mapping[str, str]) -> _Source:
    if data.startswith(spreadsheet.ZIP):
        sheets, notes = spreadsheet.sheets(data)
        return _Source("xlsx", sheets, notes=notes)
    for mark, called in UNREAD:
        if data.startswith(mark):
            raise FileTypeError("unread_type", f"The file is {called}: {spreadsheet.SAVE_AS}.")
    if _XML.match(data[:HEAD]) or _XML.match(data[:HEAD].replace(b"\x00", b"")):
        return _of_xml(data, mapping)
    text, encoding = encodings.decode(data, encoding, _headings)
    if text.lstrip()[:1] in ("{", "["):
        return _of_json(text, encoding, mapping)
    sheet, delimiter = delimited.rows(text, known_headings)
    return _Source("csv", [sheet], encoding=encoding, delimiter=delimiter)


def _of_xml(data: bytes, mapping: Mapping[str, str]) -> _Source:
    root = tree(data)
    if root.name == declarations.ROOT:
        return _Source("ipc-1752", tables=[declarations.of_xml(root)])
    if root.name == "bom":
        return _Source("cyclonedx-xml", tables=[components.of_xml(root, _keys(mapping))])
    words = f"XML with the root {root.name[:40]!r} isn't read; CycloneDX (bom) and IPC-1752 (MainDeclaration) are."
    raise FileTypeError("unread_xml", words)


def _of_json(text: str, encoding: str, mapping: Mapping[str, str]) -> _Source:
    value = json_documents.document(text)
    if components.is_cyclonedx(value):
        return _Source("cyclonedx-json", tables=[components.of_json(value, _keys(mapping))], encoding=encoding)
    if value is None:
        kept, called = json_documents.lines(text), "json-lines"
    else:
        kept, called = json_documents.Lines(), "json"
        for number, one in enumerate(value if isinstance(value, list) else [value], 1):
            if number > limits().rows:
                raise TooLargeError("items", len(value), limits().rows)
            json_documents.sort(number, one, kept)
    sheets = [json_documents.sheet(kept.rows)] if kept.rows else []
    return _Source(called, sheets, boms=kept.boms, problems=kept.problems, encoding=encoding)


def _keys(mapping: Mapping[str, str]) -> dict[str, str]:
    check_mapping(mapping)
    return {key(heading): role for heading, role in mapping.items()}


def _headings(text: str) -> int:
    """Most headings that are known in one of a text's first lines."""
    lines = text.splitlines()[:40]
    return max((known_headings(re.split(r'["]?[;,|\t]["]?', line)) for line in lines), default=0)
