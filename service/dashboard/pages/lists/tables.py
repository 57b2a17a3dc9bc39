"""Any table of any page as CSV: what stands in its cells, in the order of the page.

The table is read out of the page itself, so that the file can't say anything else. Numbers are written plainly; a text
that a spreadsheet would work out is marked as text.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from itertools import count

from markupsafe import escape

from service.imports.flat import neutral

CELLS, UNSEEN = ("th", "td"), ("svg", "summary", "button")
END = "</table>"
LINK = '<a class="csv noprint" href="{}{}">This table as CSV</a>'
"""Behind the table, not in its caption: a table that says its roles holds rows alone."""
NUMBER = re.compile(r"[+-]?\d{1,3}(,\d{3})*(\.\d+)?|[+-]?\d+(\.\d+)?")
PLAIN = str.maketrans({"\N{NO-BREAK SPACE}": " ", "\N{MINUS SIGN}": "-", "▼": None, "▲": None})


def with_links(html: str, query: str) -> str:
    """The page, each of its tables with a link to itself as CSV. ``query`` ends where its number begins."""
    first, *others = html.split(END)
    numbers = count(1)
    linked = (f"{END}{LINK.format(escape(query), next(numbers))}{part}" for part in others)
    return first + "".join(linked)


def rows_of(html: str, number: int) -> list[list[str]] | None:
    """The cells of a table of a page, neutral; the first has the number 1. ``None`` where there are fewer."""
    reader = _Reader()
    reader.feed(html)
    if not 0 < number <= len(reader.tables):
        return None
    return [[_plain(cell) for cell in row] for row in reader.tables[number - 1]]


def _plain(cell: str) -> str:
    words = " ".join(cell.translate(PLAIN).split())
    return words.replace(",", "").removeprefix("+") if NUMBER.fullmatch(words) else str(neutral(words))


class _Reader(HTMLParser):
    """Gathers the cells of all tables. Pictures and what opens more of a cell are left out."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[list[str]]] = []
        self._row: list[str] = []
        self._in_cell, self._unseen = False, 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self._row = []
            self.tables[-1].append(self._row)
        elif tag in CELLS:
            self._row.append("")
            self._in_cell = True
        elif tag in UNSEEN:
            self._unseen += 1
        elif tag in ("small", "br", "p", "li", "div", "details") and self._in_cell:
            self._row[-1] += " "

    def handle_endtag(self, tag: str) -> None:
        if tag in CELLS:
            self._in_cell = False
        elif tag in UNSEEN:
            self._unseen -= 1

    def handle_data(self, data: str) -> None:
        if self._in_cell and not self._unseen:
            self._row[-1] += data
