"""Text to rows: CSV with any of four delimiters."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import islice

from service.imports.cells import Sheet
from service.imports.errors import FileError, TooLargeError
from service.imports.limits import limits

DELIMITERS = {";": "semicolon", "\t": "tab", "|": "vertical bar", ",": "comma"}
SAMPLE = 50
_STATED = re.compile(r"sep=([;,|\t])\r?\n", re.I)
_ENDS = re.compile(r"\r\n|\r|\n")


def rows(text: str, headings: Callable[[list[str]], int]) -> tuple[Sheet, str]:
    """The rows of a delimited text and the delimiter. ``headings`` counts the cells of a row that are known headings.

    Raises ``FileError``.
    """
    _check_width(text)
    stated = _STATED.match(text)  # Excel's own line before the table
    body = text[stated.end() :] if stated else text
    delimiter = stated[1] if stated else _delimiter(body, headings)
    kept: list[list[str]] = []
    numbers: list[int] = []
    cells = 0
    for number, row in _read(body, delimiter, 2 if stated else 1):
        cells += len(row)
        if len(kept) >= limits().rows:
            raise TooLargeError("rows", text.count("\n") + 1, limits().rows)
        if len(row) > limits().columns:
            raise TooLargeError("columns", len(row), limits().columns, f"leave out what isn't needed (row {number})")
        if cells > limits().cells:
            raise TooLargeError("cells", cells, limits().cells)
        kept.append(row)
        numbers.append(number)
    return Sheet(None, kept, numbers), DELIMITERS[delimiter]


def _check_width(text: str) -> None:
    """A first line of a million columns is refused before it is taken apart."""
    first = text[: text.find("\n")] if "\n" in text else text
    for delimiter in DELIMITERS:
        if (columns := first.count(delimiter) + 1) > limits().columns * 10:
            raise TooLargeError("columns", columns, limits().columns, "leave out what isn't needed (row 1)")


def _delimiter(text: str, headings: Callable[[list[str]], int]) -> str:
    """The delimiter by which most headings are known; of equals, that which cuts most rows into as many cells."""

    def judged(delimiter: str) -> tuple[int, int, int]:
        sample = [row for _, row in islice(_quietly(text, delimiter), SAMPLE)]
        widths = Counter(len(row) for row in sample if len(row) > 1)
        known = max((headings(row) for row in sample), default=0)
        (width, count), *_ = widths.most_common(1) or [(0, 0)]
        return known, count, width

    return max(DELIMITERS, key=judged)


def _quietly(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Rows up to one that can't be read."""
    try:
        yield from _read(text, delimiter, 1)
    except FileError:
        return


def _read(text: str, delimiter: str, first: int) -> Iterator[tuple[int, list[str]]]:
    """Each row with the number of its first line. Quotation marks are read strictly, so that one that is left open
    doesn't swallow the rest in silence."""
    lines = _lines(text)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    before = 0
    while True:
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            words = f"Row {before + first:,} can't be taken apart ({error}): check its quotation marks."
            raise FileError("broken_row", words) from error
        yield before + first, row
        before = reader.line_num


def _lines(text: str) -> Iterator[str]:
    """Lines with their ends, whichever they are."""
    start = 0
    for end in _ENDS.finditer(text):
        yield text[start : end.start()] + "\n"
        start = end.end()
    if start < len(text):
        yield text[start:]
