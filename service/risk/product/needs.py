"""What a product needs: its distinct purchases, and which of them stand in for each other."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, overload

import numpy as np
from numpy.typing import NDArray

from service.risk.source_shock.steps import Good, WeightedPath
from service.risk.supply_chain.routes import Flat
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


class WrittenOut(Sequence[Need], ABC):
    """Purchases of which one is written out when asked for."""

    @abstractmethod
    def need_at(self, number: int) -> Need:
        """One of them, by its number from 0."""

    @overload
    def __getitem__(self, at: int) -> Need: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Need]: ...

    def __getitem__(self, at: int | slice) -> Need | Sequence[Need]:
        """One of them, or some. Raises ``IndexError`` beyond the last."""
        numbers = range(len(self))
        return [self.need_at(n) for n in numbers[at]] if isinstance(at, slice) else self.need_at(numbers[at])


class TracedNeeds(WrittenOut):
    """Purchases that were traced together, as flat arrays."""

    def __init__(self, goods: Sequence[Good], keep: NDArray[np.float64], flat: Flat) -> None:
        """``goods`` are what each purchase's paths carry, ``keep`` the shares that can't be done without."""
        self.goods, self.keep, self.flat = goods, keep, flat

    def __len__(self) -> int:
        """How many there are."""
        return len(self.goods)

    def need_at(self, number: int) -> Need:
        """As that of its class."""
        return Need(*self.goods[number], self.flat.paths_of(number), float(self.keep[number]))


class PickedNeeds(WrittenOut):
    """Purchases, each as one of several views has it."""

    def __init__(self, views: Sequence[Sequence[Need]], places: Sequence[int]) -> None:
        """``places`` tell by purchase which of the views."""
        self._views, self._places = views, places

    def __len__(self) -> int:
        """How many there are."""
        return len(self._places)

    def need_at(self, number: int) -> Need:
        """As that of its class."""
        return self._views[self._places[number]][number]


def goods_of(needs: Sequence[Need]) -> Sequence[Good]:
    """What the purchases' paths carry."""
    return needs.goods if isinstance(needs, TracedNeeds) else [need.good for need in needs]


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

    @property
    def needed(self) -> set[int]:
        """Positions of the purchases that some part needs."""
        return {number for part in self.distinct for alternative in part for number in alternative}

    @classmethod
    def of_lines(cls, count: int, tolerance: float | None = None) -> ProductNeeds:
        """A product that needs each of ``count`` purchases."""
        return cls(tuple(((number,),) for number in range(count)), tolerance)
