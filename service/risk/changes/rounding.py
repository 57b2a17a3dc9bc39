"""Parts rounded so that they still add up."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum


def rounded_parts(parts: Sequence[float], total: float, digits: int = 1) -> list[float]:
    """Parts rounded so that they add up to the rounded total: the rest goes to the largest."""
    rounded = [round(part, digits) for part in parts]
    rest = round(round(total, digits) - fsum(rounded), digits)
    if rest and rounded:
        largest = max(range(len(parts)), key=lambda n: abs(parts[n]))
        rounded[largest] = round(rounded[largest] + rest, digits)
    return rounded
