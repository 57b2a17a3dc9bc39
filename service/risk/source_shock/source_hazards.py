"""Hazards of any source: of the countries that the hazards hold, and of those that nobody names or knows.

Unnamed producers (``ZZZ``) are one source. Their hazard is the pooled one that the hazards hold for them. Where they
hold none, it is the mean over ``PRODUCERS``, each counted once, since nobody knows whose material it is. A country that
no evidence knows gets the hazard of unnamed producers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from service.risk.controls.measures import members
from service.risk.mix import UNKNOWN_COUNTRY
from service.risk.source_shock.worlds import PRODUCERS
from service.risk.vocabulary import ELEMENTS


class PendingAct(Protocol):
    """An act that may start within the window."""

    @property
    def measure_id(self) -> str: ...

    @property
    def country(self) -> str: ...

    @property
    def elements(self) -> frozenset[str]: ...

    @property
    def forms(self) -> frozenset[str]: ...

    @property
    def destinations(self) -> frozenset[str]: ...

    @property
    def end_uses(self) -> frozenset[str]: ...

    @property
    def central(self) -> float: ...

    @property
    def adverse(self) -> float: ...


class HazardTable(Protocol):
    """Hazards of all sources on a day; see ``hazards.py``."""

    @property
    def on(self) -> date: ...

    @property
    def countries(self) -> tuple[str, ...]: ...

    @property
    def restriction(self) -> NDArray[np.float64]: ...

    @property
    def draws(self) -> NDArray[np.float64]: ...

    @property
    def collapse(self) -> float: ...

    @property
    def collapse_range(self) -> tuple[float, float]: ...

    @property
    def cover(self) -> Mapping[str, Mapping[str, float]]: ...

    @property
    def cover_range(self) -> Mapping[str, Mapping[str, tuple[float, float]]]: ...

    @property
    def limited(self) -> Mapping[str, float]: ...

    @property
    def pending(self) -> Sequence[PendingAct]: ...


class SourceHazards:
    """Hazards on a day by country."""

    def __init__(self, hazards: HazardTable, without: Mapping[str, NDArray[np.float64]] | None = None) -> None:
        """``without`` holds restriction hazards (countries x elements) with one family of features at its reference:
        ``power``, ``control``, ``substitution``. A family left out has no effect on the hazards."""
        self.hazards = hazards
        self.without = dict(without or {})
        self._row = {country: row for row, country in enumerate(hazards.countries)}
        pooled = (UNKNOWN_COUNTRY,) if UNKNOWN_COUNTRY in self._row else PRODUCERS
        self._pooled = [self._row[c] for c in pooled if c in self._row] or list(self._row.values())
        self._element = {symbol: place for place, symbol in enumerate(ELEMENTS)}
        self._pending: dict[str, list[PendingAct]] = {}
        for act in hazards.pending:
            for country in members(act.country):
                self._pending.setdefault(country, []).append(act)

    def pending(self, country: str) -> list[PendingAct]:
        """Acts of a country that may start within the window."""
        return self._pending.get(country, [])

    def knows(self, country: str) -> bool:
        """Whether the hazards hold the country, or it stands for those that nobody names."""
        return country in self._row or country == UNKNOWN_COUNTRY

    def chance(self, country: str, element: str) -> float:
        """P(a serious act of the country that names the element takes effect within twelve months)."""
        return float(self.chances(country)[self._element[element]])

    def chances(self, country: str) -> NDArray[np.float64]:
        """``chance`` by element."""
        return self.pooled(self.hazards.restriction, country)

    def chances_without(self, country: str, family: str) -> NDArray[np.float64]:
        """``chances`` with a family of features at its reference."""
        return self.pooled(self.without.get(family, self.hazards.restriction), country)

    def chances_drawn(self, country: str) -> NDArray[np.float64]:
        """``chances`` by draw and element."""
        return self.pooled(self.hazards.draws, country)

    def pooled(self, table: NDArray[np.float64], country: str) -> NDArray[np.float64]:
        """A country's hazards from a table (..., countries, elements); those of unnamed producers for a country that
        the table doesn't hold."""
        row = self._row.get(country)
        hazards: NDArray[np.float64] = table[..., self._pooled, :].mean(axis=-2) if row is None else table[..., row, :]
        return hazards

    def cover(self, country: str) -> Mapping[str, float]:
        """P(form | an act of the country names the element), by form."""
        return self.hazards.cover.get(country) or self.hazards.cover["*"]

    def cover_range(self, country: str) -> Mapping[str, tuple[float, float]]:
        """Bounds of ``cover``."""
        return self.hazards.cover_range.get(country) or self.hazards.cover_range["*"]

    def limited(self, country: str) -> float:
        """Acts limited to some destinations, per general act."""
        return self.hazards.limited.get(country, self.hazards.limited.get("*", 0.0))

    def likeliest(self, element: str) -> str:
        """The producer likeliest to restrict an element."""
        named = (country for country in PRODUCERS if country in self._row and country != UNKNOWN_COUNTRY)
        return max(named, key=lambda country: self.chance(country, element))
