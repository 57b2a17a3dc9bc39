"""``read_file``: the format of a file by what it holds, and its reader."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import PurePath

from service.imports.boms import Wanted, collect
from service.imports.cells import Source
from service.imports.errors import FileError, FileTypeError, TooLargeError
from service.imports.formats import delimited, encodings, spreadsheet
from service.imports.imported import Imported, StageOf
from service.imports.limits import LIMITS
from service.imports.tables import known_headings, tables

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
    if len(data) > LIMITS.file_bytes:
        raise TooLargeError("bytes", len(data), LIMITS.file_bytes)
    source = _source(data, encoding)
    read, notes = tables(source.sheets, mapping or {})
    wanted = Wanted(as_of, today, buyer_country, currency, split, stage_of)
    into = collect(read, PurePath(name.replace("\\", "/")).stem or "bom", wanted)
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


def _source(data: bytes, encoding: str | None) -> Source:
    if data.startswith(spreadsheet.ZIP):
        return Source("xlsx", spreadsheet.sheets(data))
    for mark, called in UNREAD:
        if data.startswith(mark):
            raise FileTypeError("unread_type", f"The file is {called}: {spreadsheet.SAVE_AS}.")
    text, encoding = encodings.decode(data, encoding, _headings)
    sheet, delimiter = delimited.rows(text, known_headings)
    return Source("csv", [sheet], encoding, delimiter)


def _headings(text: str) -> int:
    """Most headings that are known in one of a text's first lines."""
    lines = text.splitlines()[:40]
    return max((known_headings(re.split(r'["]?[;,|\t]["]?', line)) for line in lines), default=0)
