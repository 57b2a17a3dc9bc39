"""Who buys what from whom: import mixes, world exports and world price indices by HS code and year.

Source: CEPII BACI (Gaulier and Zignago 2010), Etalab 2.0. Training fills it with all codes, a bundle with the
rare-earth codes only; the lookups are the same, so both encode the same numbers.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from service.risk.mix import Mix


def structure_year(on: date, newest: int | None, lag: int = 2) -> int:
    """Year of trade structure known on a date: BACI's year y appears in January of y + 2."""
    year = on.year - lag
    return year if newest is None else min(year, newest)


@dataclass
class Trade:
    """Trade structure of HS92 codes.

    ``imports[code][year][importer]`` and ``exports[code][year]`` are shares of value rounded to six decimals,
    ``quantities`` the same shares of imports by quantity.
    ``import_value[code][year][importer]`` is in thousand USD, ``import_tonnes`` in tonnes, both of the flows that
    have a quantity. ``price_index[code][year]`` is a chained index of matched flows' unit values (first year = 1).
    """

    imports: dict[str, dict[int, dict[str, Mix]]] = field(default_factory=dict)
    exports: dict[str, dict[int, Mix]] = field(default_factory=dict)
    import_value: dict[str, dict[int, dict[str, float]]] = field(default_factory=dict)
    price_index: dict[str, dict[int, float]] = field(default_factory=dict)
    import_tonnes: dict[str, dict[int, dict[str, float]]] = field(default_factory=dict)
    quantities: dict[str, dict[int, dict[str, Mix]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.world = cache(self._world)

    def import_mix(self, code: str, importer: str, year: int) -> Mix:
        """The importer's mix of supplying countries in ``year``; empty when it reported none."""
        return self.imports.get(code, {}).get(year, {}).get(importer, {})

    def quantity_mix(self, code: str, importer: str, year: int) -> Mix:
        """The importer's mix of supplying countries by quantity; empty where it isn't held."""
        return self.quantities.get(code, {}).get(year, {}).get(importer, {})

    def export_shares(self, code: str, year: int) -> Mix:
        """Each country's share of world exports of ``code`` in ``year``; empty when unknown."""
        return self.exports.get(code, {}).get(year, {})

    def market_size(self, code: str, importer: str, year: int) -> float | None:
        """The importer's imports in thousand USD, or ``None``."""
        return self.import_value.get(code, {}).get(year, {}).get(importer)

    def tonnes(self, code: str, importer: str, year: int) -> float | None:
        """The importer's imports in tonnes, or ``None``."""
        return self.import_tonnes.get(code, {}).get(year, {}).get(importer)

    def _world(self, code: str, year: int) -> tuple[float, float]:
        """World imports of a year: thousand USD and tonnes, 0 where none are held. Remembered by ``world``."""
        value, tonnes = (by.get(code, {}).get(year, {}).values() for by in (self.import_value, self.import_tonnes))
        return math.fsum(value), math.fsum(tonnes)

    def prices(self, code: str) -> dict[int, float]:
        """World price index by year; empty when the code isn't held."""
        return self.price_index.get(code, {})

    @property
    def last_year(self) -> int | None:
        """Newest year of structure held."""
        years = [max(by_year) for by_year in self.exports.values() if by_year]
        return max(years) if years else None

    def to_json(self) -> dict[str, object]:
        """Plain data for ``evidence.json``; JSON turns the years into strings."""
        return {
            "imports": self.imports,
            "exports": self.exports,
            "import_value": self.import_value,
            "price_index": self.price_index,
            "import_tonnes": self.import_tonnes,
            "quantities": self.quantities,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Mapping[str, Mapping[str, object]]]) -> Trade:
        """The inverse of ``to_json``."""

        def by_year(table: str) -> dict[str, dict[int, object]]:
            return {code: {int(y): v for y, v in years.items()} for code, years in data.get(table, {}).items()}

        return cls(
            by_year("imports"),  # type: ignore[arg-type]
            by_year("exports"),  # type: ignore[arg-type]
            by_year("import_value"),  # type: ignore[arg-type]
            by_year("price_index"),  # type: ignore[arg-type]
            by_year("import_tonnes"),  # type: ignore[arg-type]
            by_year("quantities"),  # type: ignore[arg-type]
        )
