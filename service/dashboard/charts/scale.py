"""Scales and colours that several charts share."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, log10

BANDS = ("low", "guarded", "elevated", "high", "severe")
FROM_SCORE = (0.0, 5.0, 10.0, 17.0, 30.0)
"""Scores, or chances in per cent, from which each colour holds: the bands of the shipped model."""
TICKS = FROM_SCORE[1:]


def colour(points: float) -> str:
    """The band's colour of a score, or of a chance in per cent."""
    return max((least, name) for least, name in zip(FROM_SCORE, BANDS, strict=True) if points >= least)[1]


def at(value: float) -> str:
    """A coordinate, short."""
    return f"{value:.1f}".removesuffix(".0")


@dataclass(frozen=True)
class Scale:
    """From values to coordinates, in a straight line. Values beyond its ends stop there."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        part = (min(max(value, self.low), self.high) - self.low) / ((self.high - self.low) or 1.0)
        return self.start + part * (self.end - self.start)


def round_ticks(high: float, most: int = 5) -> list[float]:
    """Round numbers from zero to at or above ``high``, at most about ``most``."""
    if high <= 0:
        return [0.0, 1.0]
    size = 10.0 ** floor(log10(high / most))
    step = next(step for step in (size, 2 * size, 2.5 * size, 5 * size, 10 * size) if high / step <= most)
    return [step * number for number in range(ceil(high / step - 1e-9) + 1)]
