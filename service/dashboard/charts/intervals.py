"""A score with its interval on one scale, and shares with theirs."""

from __future__ import annotations

from dataclasses import dataclass

from service.dashboard.charts.scale import TICKS, Scale, at, colour, round_ticks

TOP = 40.0
"""Where the scale of scores ends; what lies beyond is clipped with an arrow."""


@dataclass(frozen=True)
class IntervalBar:
    """Coordinates of a score's bar; ``dot`` is None where only the interval is known."""

    width: int
    height: int
    y: float
    low: str
    high: str
    dot: str | None
    colour: str
    beyond: bool
    ticks: tuple[tuple[str, str], ...]


def interval_bar(
    score: float | None, low: float, high: float, *, width: int = 170, height: int = 26, inset: float = 6
) -> IntervalBar:
    """The bar of a score (0..100) with its interval, on a scale from 0 to ``TOP``."""
    scale = Scale(0.0, TOP, inset, width - inset)
    ticks = tuple((at(scale(tick)), f"{tick:.0f}") for tick in TICKS)
    dot = None if score is None else at(scale(score))
    tone = "none" if score is None else colour(score)
    return IntervalBar(width, height, height / 2, at(scale(low)), at(scale(high)), dot, tone, high > TOP, ticks)


@dataclass(frozen=True)
class ShareMark:
    """One row of a chart of shares."""

    y: float
    label: str
    low: str
    dot: str
    high: str
    label_at: str
    text: str
    strong: bool
    group: str | None


@dataclass(frozen=True)
class ShareChart:
    """Shares with intervals, grouped."""

    width: int
    height: float
    top: float
    left: float
    ticks: tuple[tuple[str, str], ...]
    marks: tuple[ShareMark, ...]


@dataclass(frozen=True)
class ShareRow:
    """A share (0..1) with its interval, under a group's name."""

    group: str
    label: str
    low: float
    central: float
    high: float
    strong: bool
    text: str


ROW, GROUP_GAP, TOP_SPACE = 22.0, 12.0, 8.0


def share_chart(
    rows: list[ShareRow], *, width: int, left: float, right: float, above: bool = False, top: float = 1.0
) -> ShareChart:
    """Rows one below the other, on a scale from 0 to ``top`` or the next round share. ``above`` puts the labels above
    the bars, for narrow pages."""
    steps = round_ticks(100 * top, 4)
    scale = Scale(0.0, steps[-1] / 100, left, width - right)
    y, before, marks = TOP_SPACE, "", []
    height = ROW * 1.7 if above else ROW
    for row in rows:
        fresh = row.group != before
        y += (GROUP_GAP + (ROW if above else 0)) if fresh else 0
        marks.append(ShareMark(
            y + height / 2, row.label, at(scale(row.low)), at(scale(row.central)), at(scale(row.high)),
            at(scale(row.high) + 9), row.text, row.strong, row.group if fresh else None,
        ))  # fmt: skip
        y, before = y + height, row.group
    ticks = tuple((at(scale(share / 100)), f"{share:g}") for share in steps)
    return ShareChart(width, y + 30, TOP_SPACE, left, ticks, tuple(marks))
