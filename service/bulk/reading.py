"""BOMs of a file, one by one: JSON Lines of them, or a CSV of their lines as ``GET /v1/exports/boms`` writes it.

Rows of a product stand together in a CSV. One that comes again behind others is an entry of its own that says so. To
put the rows together, all of the file would have to be held.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import chain, groupby, islice
from pathlib import Path
from typing import IO, Any, NamedTuple

import orjson

from service.config import Limits
from service.imports.cells import Sheet
from service.imports.flat import MARK, boms

LIMITS = Limits()
JSON_LINES, CSV = (".jsonl", ".ndjson", ".json"), (".csv",)
KINDS = (*JSON_LINES, *CSV)


class ReadBom(NamedTuple):
    """A BOM as it stands in the file, and the number of the row at which it begins; ``wrong`` where it is none."""

    number: int
    bom: bytes | dict[str, Any]
    wrong: str | None = None


class Read(NamedTuple):
    """An entry, how many bytes of the file were read by then, and what stands there, which no other BOM has."""

    entry: ReadBom
    position: int
    raw: bytes


class UnreadableError(Exception):
    """The file can't be read; the message says why and what to do."""


def entries(path: Path) -> Iterator[Read]:
    """Every BOM of a file. Raises ``UnreadableError``."""
    if path.suffix.lower() not in KINDS:
        raise UnreadableError(f"{path.name}: name it {', '.join(KINDS)}; other files go to POST /v1/imports.")
    with path.open("rb") as file:
        yield from _of_csv(file) if path.suffix.lower() in CSV else _of_json_lines(file)


def _of_json_lines(file: IO[bytes]) -> Iterator[Read]:
    number, position = 0, 0
    while line := file.readline(LIMITS.body_bytes + 2):
        number, position = number + 1, position + len(line)
        if len(line) > LIMITS.body_bytes:
            while line and not line.endswith(b"\n"):
                line = file.readline(LIMITS.body_bytes)
                position += len(line)
            why = f"it has more than {LIMITS.body_bytes:,} bytes: split the BOM"
            yield Read(ReadBom(number, b"", why), position, b"")
        elif line.strip():
            yield Read(ReadBom(number, line), position, line)


def _of_csv(file: IO[bytes]) -> Iterator[Read]:
    rows = csv.reader(_lines(file), strict=True)
    try:
        headings = next(rows, [])
        if MARK not in headings:
            why = f"its first row has no heading {MARK}: GET /v1/exports/boms shows the headings that are read"
            raise UnreadableError(f"The CSV can't be read: {why}.")
        place = headings.index(MARK)
        numbered = ((rows.line_num, row) for row in rows if any(row))
        seen: set[int] = set()
        for bom_id, group in groupby(numbered, lambda one: one[1][place] if len(one[1]) > place else ""):
            kept = list(islice(group, LIMITS.lines + 1))  # one more than a BOM may hold tells enough
            entry = _together(headings, bom_id, kept, seen)
            yield Read(entry, file.tell(), orjson.dumps([headings, kept]))
    except (csv.Error, UnicodeDecodeError) as error:
        raise UnreadableError(f"The CSV can't be read behind row {rows.line_num:,}: {error}.") from error


def _together(headings: list[str], bom_id: str, kept: list[tuple[int, list[str]]], seen: set[int]) -> ReadBom:
    """The rows of a product as its BOM."""
    known = hash(bom_id)  # a product takes some bytes here, however long its id is
    ((number, bom),) = boms(Sheet(None, [headings, *(row for _, row in kept)], [1, *(at for at, _ in kept)]))
    if known in seen:
        return ReadBom(number, bom, "its rows don't stand together: sort the file by bom.bom_id")
    seen.add(known)
    return ReadBom(number, bom)


def _lines(file: IO[bytes]) -> Iterator[str]:
    """Lines of UTF-8, which may begin with a mark."""
    first = file.readline(LIMITS.body_bytes).removeprefix(b"\xef\xbb\xbf")
    return (line.decode() for line in chain([first], iter(lambda: file.readline(LIMITS.body_bytes), b"")))
