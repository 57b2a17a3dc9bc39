"""Signed bars: from a start over what raises and lowers it to the score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from service.dashboard.charts.scale import Scale, at, colour, round_ticks

ROW, BAR = 34.0, 20.0
START, RAISES, LOWERS = "mut", "acc2", "acc"


@dataclass(frozen=True)
class Bar:
    """A bar with its label and its number; ``tone`` is the class of its colour."""

    label: str
    y: float
    x: str
    width: str
    tone: str
    text: str
    text_at: str
    link: str | None
    total: bool


@dataclass(frozen=True)
class Waterfall:
    """All bars, in coordinates."""

    width: int
    height: float
    left: float
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[str, str], ...]
    above: bool


def waterfall(
    parts: Sequence[tuple[str, float, str]], total: tuple[str, float, str], *, first_is_start: bool,
    width: int, left: float, right: float = 70, above: bool = False,
) -> Waterfall:  # fmt: skip
    """Bars of ``parts`` (label, points, text), then that of their ``total``. With ``above`` the labels stand above."""
    reached, levels = 0.0, []
    for _, points, _ in parts:
        levels.append((reached, reached + points))
        reached += points
    high = max([total[1], *(max(level) for level in levels)])
    ticks = round_ticks(high)
    scale = Scale(min(0.0, *(min(level) for level in levels), 0.0), ticks[-1], left, width - right)
    row = ROW + (18 if above else 0)
    bars = []
    for n, ((label, points, text), (before, after)) in enumerate(zip(parts, levels, strict=True)):
        tone = START if first_is_start and n == 0 else RAISES if points >= 0 else LOWERS
        link = at(scale(after))
        bars.append(_bar(label, n * row, scale, (before, after), tone, text, link))
    last = _bar(total[0], len(parts) * row, scale, (0.0, total[1]), colour(total[1]), total[2], None, total=True)
    marks = tuple((at(scale(tick)), f"{tick:g}") for tick in ticks)
    return Waterfall(width, (len(parts) + 1) * row + 34, left, (*bars, last), marks, above)


def _bar(
    label: str, y: float, scale: Scale, ends: tuple[float, float], tone: str, text: str, link: str | None,
    *, total: bool = False,
) -> Bar:  # fmt: skip
    start, end = sorted(map(scale, ends))
    return Bar(label, y, at(start), at(max(end - start, 1.0)), tone, text, at(end + 8), link, total)
