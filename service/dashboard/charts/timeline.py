"""Measures on a line of time: announced, in force, suspended, unknown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import wrap

from service.dashboard.charts.scale import Scale, at

IN_FORCE, ANNOUNCED, SUSPENDED, UNKNOWN = "in_force", "announced", "suspended", "unknown"
ROW, BAR, TOP = 46.0, 12.0, 30.0
LINE, GAP = 16.0, 14.0
LETTERS = {False: (34, 42), True: (38, 48)}
"""Letters of a name and of its detail that fit in a line, beside the bars and above them; longer ones are wrapped."""
LETTER = 7.0
"""What a letter of a label takes, about: labels near the right end begin further left."""
YEARS_BACK, YEARS_AHEAD = 2, 1


@dataclass(frozen=True)
class Span:
    """A state with its days; None where it is open to the left or to the right."""

    state: str
    since: date | None
    until: date | None


@dataclass(frozen=True)
class Row:
    """One measure."""

    name: str
    detail: str
    link: str
    spans: tuple[Span, ...]
    state: str
    anchor: date | None


@dataclass(frozen=True)
class Piece:
    """A span as it is drawn."""

    state: str
    x: str
    width: str
    open: bool


@dataclass(frozen=True)
class Drawn:
    """A row as it is drawn."""

    row: Row
    name: tuple[str, ...]
    detail: tuple[str, ...]
    y: float
    bar_y: float
    pieces: tuple[Piece, ...]
    label_x: str


@dataclass(frozen=True)
class Timeline:
    """All rows, the years and today, in coordinates."""

    width: int
    height: float
    left: float
    years: tuple[tuple[str, str], ...]
    today: str
    rows: tuple[Drawn, ...]
    above: bool


def timeline(rows: Sequence[Row], today: date, *, width: int, left: float, above: bool = False) -> Timeline:
    """Rows one below the other; what began before the first year or ends after the last is cut there."""
    first, last = date(today.year - YEARS_BACK, 1, 1), date(today.year + YEARS_AHEAD, 12, 31)
    scale = Scale(first.toordinal(), last.toordinal(), left, width - 4)
    now = scale(today.toordinal())
    drawn = []
    y = TOP
    for row in rows:
        name, detail = (
            tuple(wrap(text, most)) for text, most in zip((row.name, row.detail), LETTERS[above], strict=True)
        )
        words = LINE * (len(name) + len(detail))
        pieces = tuple(_piece(span, scale, first, last) for span in row.spans if _seen(span, first, last))
        label = _label(scale((row.anchor or first).toordinal()), LETTER * len(row.state), now, (left, width - 4))
        drawn.append(Drawn(row, name, detail, y, y + (words + 2 if above else 4), pieces, at(label)))
        y += words + ROW if above else max(ROW, words + GAP)
    years = tuple((at(scale(date(y, 1, 1).toordinal())), str(y)) for y in range(first.year, last.year + 1))
    return Timeline(width, y + 4, left, years, at(now), tuple(drawn), above)


def _label(anchor: float, wide: float, now: float, ends: tuple[float, float]) -> float:
    """Where a label begins: under its span, within the picture, and not across the line of today."""
    start = max(ends[0], min(anchor, ends[1] - wide))
    if start < now + 6 and start + wide > now - 6:
        before = now - 8 - wide
        start = before if before >= ends[0] and anchor < now - 40 else min(now + 8, ends[1] - wide)
    return start


def _seen(span: Span, first: date, last: date) -> bool:
    return (span.since or first) <= last and (span.until or last) >= first


def _piece(span: Span, scale: Scale, first: date, last: date) -> Piece:
    start = scale(max(span.since or first, first).toordinal())
    end = scale(min(span.until or last, last).toordinal())
    return Piece(span.state, at(start), at(max(end - start, 2.0)), span.until is None)
