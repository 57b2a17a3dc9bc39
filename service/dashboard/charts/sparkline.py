"""Bars of a few pixels: steps up and down by year, around a line at zero."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from service.dashboard.charts.scale import at

BAR, GAP = 8.0, 3.0
HEIGHT, LABELS = 44.0, 16.0


@dataclass(frozen=True)
class Bar:
    """A year's bar in coordinates; ``up`` says on which side of zero it stands."""

    x: str
    y: str
    height: str
    up: bool


@dataclass(frozen=True)
class Sparkline:
    """All bars, where zero is, and where the years stand below."""

    width: str
    label: str
    zero: str
    bar: str
    bars: tuple[Bar, ...]


def sparkline(values: Sequence[int]) -> Sparkline:
    """Bars for values in their order; a year without a step has none."""
    high, low = max(0, *values), min(0, *values)
    unit = HEIGHT / ((high - low) or 1)
    zero = high * unit
    bars = tuple(
        Bar(at(number * (BAR + GAP)), at(zero - max(value, 0) * unit), at(abs(value) * unit), value > 0)
        for number, value in enumerate(values)
        if value
    )
    return Sparkline(at(len(values) * (BAR + GAP)), at(HEIGHT + LABELS), at(zero), at(BAR), bars)
