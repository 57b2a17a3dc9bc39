"""Lines over time: steps for forecasts, straight lines for prices, named at their ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from service.dashboard.charts.scale import Scale, at, round_ticks

TONES = (("l-ink", ""), ("l-acc2", "dash"), ("l-acc", "dot"))
LEAST_APART = 17.0
TOP = 26.0
MOST_YEARS, YEAR_WIDE = 6, 44.0
"""Years that are named below, and the room that each takes with a gap beside it."""


@dataclass(frozen=True)
class Line:
    """A series: its name, what stands beside its end, and its points by day."""

    name: str
    text: str
    points: tuple[tuple[date, float], ...]
    link: str | None = None


@dataclass(frozen=True)
class Mark:
    """Something that happened: its number and its day."""

    number: int
    on: date


@dataclass(frozen=True)
class Trace:
    """A line as it is drawn."""

    line: Line
    path: str
    tone: str
    dash: str
    label_y: str
    dot: tuple[str, str]


@dataclass(frozen=True)
class SeriesChart:
    """All lines, ticks and marks, in coordinates."""

    width: int
    height: int
    left: float
    right: str
    bottom: float
    ticks: tuple[tuple[str, str], ...]
    years: tuple[tuple[str, str], ...]
    traces: tuple[Trace, ...]
    marks: tuple[tuple[str, str, int], ...]


def series_chart(
    lines: Sequence[Line], marks: Sequence[Mark], *, width: int, height: int, left: float, right: float,
    steps: bool, ends: tuple[date, date] | None = None,
) -> SeriesChart:  # fmt: skip
    """Draw at most as many lines as there are tones. ``right`` is the room for their names."""
    days = [day for line in lines for day, _ in line.points]
    first, last = ends or (min(days), max(days))
    x = Scale(first.toordinal(), last.toordinal(), left, width - right)
    ticks = round_ticks(max(value for line in lines for _, value in line.points))
    bottom = height - 24.0
    y = Scale(0.0, ticks[-1], bottom, TOP)
    traces = [
        _trace(line, tone, x, y, steps=steps, last=last)
        for line, tone in zip(lines, TONES, strict=False)
        if line.points
    ]
    most = min(MOST_YEARS, (width - left - right) // YEAR_WIDE)
    every = max(1, ceil((last.year - first.year) / max(1.0, most)))
    years = tuple((at(x(date(n, 1, 1).toordinal())), str(n)) for n in range(first.year + 1, last.year + 1, every))
    if not years:  # within one year its ends say when
        years = tuple((at(x(day.toordinal())), f"{day.day} {day:%b} {day.year}") for day in (first, last))
    return SeriesChart(
        width, height, left, at(width - right), bottom, tuple((at(y(tick)), f"{tick:,g}") for tick in ticks), years,
        tuple(_apart(traces)), tuple(_marks(marks, x)),
    )  # fmt: skip


def _trace(line: Line, tone: tuple[str, str], x: Scale, y: Scale, *, steps: bool, last: date) -> Trace:
    path, before = "", None
    for day, value in line.points:
        place = at(x(day.toordinal())), at(y(value))
        path += (
            f"M{place[0]} {place[1]}"
            if before is None
            else f"H{place[0]}V{place[1]}"
            if steps
            else f"L{place[0]} {place[1]}"
        )
        before = place
    end = line.points[-1]
    end_x = at(x(last.toordinal())) if steps else at(x(end[0].toordinal()))
    path += f"H{end_x}" if steps else ""
    return Trace(line, path, *tone, at(y(end[1])), (end_x, at(y(end[1]))))


def _apart(traces: Sequence[Trace]) -> list[Trace]:
    """Labels moved so far that none covers another."""
    kept, before = [], -LEAST_APART
    for trace in sorted(traces, key=lambda one: float(one.label_y)):
        place = max(float(trace.label_y), before + LEAST_APART)
        kept.append(Trace(trace.line, trace.path, trace.tone, trace.dash, at(place), trace.dot))
        before = place
    return kept


def _marks(marks: Sequence[Mark], x: Scale) -> list[tuple[str, str, int]]:
    """Where each mark's line and number stand; numbers keep apart."""
    kept, before = [], -LEAST_APART
    for mark in sorted(marks, key=lambda one: one.on):
        place = x(mark.on.toordinal())
        number_at = max(place, before + LEAST_APART)
        kept.append((at(place), at(number_at), mark.number))
        before = number_at
    return kept


def sparkline(values: Sequence[float], *, width: int = 96, height: int = 24, top: float = 35.0) -> tuple[str, str, str]:
    """A small line over equal steps: its path and its last point. All share one scale, from 0 to ``top``."""
    y = Scale(0.0, top, height - 3.0, 3.0)
    step = (width - 10) / max(1, len(values) - 1)
    places = [(at(4 + n * step), at(y(value))) for n, value in enumerate(values)]
    return "M" + "L".join(f"{a} {b}" for a, b in places), *places[-1]
