"""What a product needs: its distinct purchases, and which of them stand in for each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from service.risk.source_shock.steps import Good, WeightedPath
from service.risk.vocabulary import Form

Alternative = tuple[int, ...]
"""Positions of the purchases that are needed together."""
Part = tuple[Alternative, ...]
"""Alternatives of which one suffices."""


class Need(NamedTuple):
    """A distinct purchase. ``paths`` weigh 1 together; ``keep`` is the share of it that can't be done without (0..1).
    ``companions`` are the other rare earths in the same magnet."""

    element: str
    form: Form
    buyer: str | None
    end_use: str | None
    companions: frozenset[str]
    paths: Sequence[WeightedPath]
    keep: float = 1.0

    @property
    def good(self) -> Good:
        """What the paths carry."""
        return Good(self.element, self.form, self.buyer, self.end_use, self.companions)


@dataclass(frozen=True)
class ProductNeeds:
    """How purchases make a product: each part needs one of its alternatives. ``tolerance`` is the share of need (0..1)
    that may be lost without harm, ``None`` where nobody states it."""

    parts: tuple[Part, ...]
    tolerance: float | None = None

    @cached_property
    def distinct(self) -> tuple[Part, ...]:
        """Parts without repetition: a part needed twice is needed."""
        return tuple(dict.fromkeys(self.parts))

    @classmethod
    def of_lines(cls, count: int, tolerance: float | None = None) -> ProductNeeds:
        """A product that needs each of ``count`` purchases."""
        return cls(tuple(((number,),) for number in range(count)), tolerance)
