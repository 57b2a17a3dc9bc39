"""Who supplies an element at each stage, how likely a country acts, and what it did before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from service.dashboard.charts.intervals import ShareRow
from service.dashboard.charts.series import Line, Mark
from service.dashboard.findings import language
from service.risk.bundle.kernel import RECORD, Kernel
from service.risk.bundle.track_record import decode
from service.risk.controls.measures import Measure
from service.risk.controls.register import Register, Wanted
from service.risk.evidence.claims import PRICE
from service.risk.evidence.stage_supply import FittedShare, StageSupply
from service.risk.explanation.shocks import chance_of, controls_in_force, is_general
from service.risk.source_shock.hazards import mineral_of
from service.risk.vocabulary import ELEMENTS, SCOPES, Stage

SHOWN_COUNTRIES, LEAST_SHARE = 4, 0.01
MOST_SOURCES, MOST_LINES, MOST_MARKS = 12, 3, 8
FIRST_YEAR = 2010
IN_CHINA = {"fob_china": "FOB China", "ex_works_china": "In China"}
OUTSIDE = {"cif_europe": "Europe", "cif_rotterdam": "Europe"}
RECORDS_KEPT = 2
MOST_DAYS_APART = 183
DOES = {"mining": "mines", "separation": "separates", "metal": "makes the metal of", "magnet": "makes the magnets of"}
LEADS_IN = {Stage.MINING: "mining", Stage.SEPARATION: "separation", Stage.METAL: "metal", Stage.MAGNET: "magnets"}


@dataclass(frozen=True)
class StageTable:
    """One stage: its countries, the largest first, and what stands in where figures are missing."""

    stage: str
    supply: StageSupply
    rows: tuple[tuple[str, FittedShare], ...]

    @property
    def leader(self) -> tuple[str, FittedShare] | None:
        """The country with the largest share."""
        return self.rows[0] if self.rows else None


def stages_of(kernel: Kernel, symbol: str, on: date) -> list[StageTable]:
    """All stages of an element as published by a day."""
    tables = []
    for stage in Stage:
        supply = kernel.evidence.supply(symbol, stage, on)
        ranked = sorted(supply.shares.items(), key=lambda one: (-one[1].central, -one[1].high, one[0]))
        tables.append(StageTable(str(stage), supply, tuple(ranked)))
    return tables


def makers(kernel: Kernel, on: date) -> list[str]:
    """Every country that makes some element at some stage."""
    tables = [table for symbol in ELEMENTS for table in stages_of(kernel, symbol, on)]
    return sorted({country for table in tables for country, share in table.rows if share.central > 0})


def share_rows(tables: Sequence[StageTable]) -> list[ShareRow]:
    """What the chart of shares draws: the largest of each stage; the table beside has all."""
    rows = []
    for table in tables:
        for n, (country, share) in enumerate(table.rows[:SHOWN_COUNTRIES]):
            if share.central >= LEAST_SHARE or n == 0:
                words = language.percent(share.central)
                name = language.country(country)
                rows.append(ShareRow(language.STAGES[Stage(table.stage)], name, share.low, share.central, share.high,
                                      n == 0, words))  # fmt: skip
    return rows


def supply_finding(tables: Sequence[StageTable]) -> str:
    """One sentence: who leads where."""
    leaders = [(table.stage, *table.leader) for table in tables if table.leader]
    if not leaders:
        return "No figure on its makers has been published."
    stage, country, share = max(leaders, key=lambda one: one[2].central)
    others = [name for name, other, _ in leaders if other == country and name != stage]
    words = (
        f"{language.sentence(language.prose_country(country))} {DOES[stage]} {language.percent(share.central)} of it"
    )
    also = language.listed([LEADS_IN[Stage(name)] for name in others])
    return f"{words}, and leads in {also} as well." if others else f"{words}; at other stages other countries lead."


@dataclass(frozen=True)
class Chance:
    """A country that can act on an element: its chance with its interval, and where it stands."""

    country: str
    element: str
    restriction: float
    low: float
    high: float
    hit: float
    shares: Mapping[str, float]
    controls: tuple[Measure, ...]


def chances_of(kernel: Kernel, symbol: str, on: date, tables: Sequence[StageTable]) -> list[Chance]:
    """The countries that supply an element, those first whose act would meet most of it most likely."""
    table = kernel.hazards(on)
    by_country: dict[str, dict[str, float]] = {}
    for stage in tables:
        for country, share in stage.rows:
            if share.central >= LEAST_SHARE / 2:
                by_country.setdefault(country, {})[stage.stage] = share.central
    acting = controls_in_force(kernel.register, symbol, on)
    by_hit = [
        Chance(country, symbol, *chance_of(table, country, symbol), shares, tuple(acting.get(country, ())))
        for country, shares in by_country.items()
    ]
    return sorted(by_hit, key=lambda one: -one.hit * max(one.shares.values()))[:MOST_SOURCES]


@lru_cache(maxsize=RECORDS_KEPT)
def _frozen(content: bytes) -> dict[tuple[str, str], list[tuple[date, float]]]:
    """Frozen forecasts of the rare earths by country and mineral; each begins on the first day of its year."""
    record = decode(content)
    rows = record.where(record.rare_earth)
    forecasts: dict[tuple[str, str], list[tuple[date, float]]] = {}
    columns = (rows.country.tolist(), rows.mineral.tolist(), rows.year.tolist(), rows.forecast.tolist())
    for country, mineral, year, forecast in sorted(zip(*columns, strict=True)):
        forecasts.setdefault((country, mineral), []).append((date(year + 1, 1, 1), forecast))
    return forecasts


def past(kernel: Kernel, country: str, mineral: str) -> list[tuple[date, float]]:
    """What was forecast for a country each year, with what was known before it began."""
    return _frozen(kernel.papers[RECORD]).get((country, mineral), [])


def lines_of(kernel: Kernel, symbol: str, on: date, chances: Sequence[Chance]) -> list[Line]:
    """The frozen forecasts of the countries most likely to act, and today's, in per cent."""
    drawn = []
    ranked = sorted(chances, key=lambda one: (-bool(past(kernel, one.country, mineral_of(symbol))), -one.restriction))
    for one in ranked[:MOST_LINES]:
        before = past(kernel, one.country, mineral_of(symbol))
        points = tuple((day, 100 * value) for day, value in (*before, (on, one.restriction)))
        drawn.append(Line(language.country(one.country), language.chance(one.restriction), points))
    return drawn


def marks_of(register: Register, on: date, countries: Sequence[str], symbol: str | None) -> list[tuple[Mark, Measure]]:
    """Serious acts of countries since ``FIRST_YEAR``, the newest of them numbered in the order of their days."""
    acts = []
    for country in countries:
        for measure, _ in register.query(on, on, Wanted(element=symbol, country=country)):
            day = measure.effective
            if is_general(measure) and day is not None and day.year >= FIRST_YEAR and day <= on:
                acts.append((day, measure.measure_id, measure))
    newest = sorted(acts)[-MOST_MARKS:]
    return [(Mark(n, day), measure) for n, (day, _, measure) in enumerate(newest, 1)]


@dataclass(frozen=True)
class Quote:
    """A price that was published, in US dollars per kilogram of oxide."""

    place: str
    day: date
    value: float
    claim_id: str


def prices_of(kernel: Kernel, symbol: str, on: date) -> list[Quote]:
    """Published prices of an oxide in China and outside, oldest first."""
    places = IN_CHINA | OUTSIDE
    claims = [
        claim for claim in kernel.evidence.query(quantity=PRICE, element=symbol)
        if claim.scope == symbol and claim.form == "oxide" and claim.basis in places and claim.unit == "USD/kg"
    ]  # fmt: skip
    quotes = []
    for claim in kernel.evidence.standing([claim for claim in claims if claim.closed], on):
        day = date.fromisoformat(claim.valid_to)
        quotes.append(Quote(places[claim.basis], min(day, on), claim.centre, claim.claim_id))
    return sorted(quotes, key=lambda quote: (quote.day, quote.place, quote.claim_id))


def price_lines(quotes: Sequence[Quote]) -> list[Line]:
    """A line for each place of which two prices or more are known."""
    drawn = []
    for place in dict.fromkeys(quote.place for quote in quotes):
        points = tuple((quote.day, quote.value) for quote in quotes if quote.place == place)
        if len(points) > 1:
            drawn.append(Line(place, f"${language.number(points[-1][1], 0)}", points))
    return drawn


@dataclass(frozen=True)
class PricePair:
    """A price outside China beside the nearest in time in China; ``None`` where none is within half a year."""

    outside: Quote
    china: Quote | None

    @property
    def gap(self) -> float | None:
        """How much more was paid outside, in US dollars per kilogram."""
        return None if self.china is None else self.outside.value - self.china.value

    @property
    def times(self) -> float | None:
        """How many times the price in China was paid."""
        return None if self.china is None else self.outside.value / self.china.value


def price_pairs(quotes: Sequence[Quote]) -> list[PricePair]:
    """Every price outside China with its neighbour in China, the newest first."""
    china = [quote for quote in quotes if quote.place in IN_CHINA.values()]
    pairs = []
    for outside in (quote for quote in quotes if quote.place not in IN_CHINA.values()):
        near = min(china, key=lambda quote: abs((quote.day - outside.day).days), default=None)
        apart = None if near is None else abs((near.day - outside.day).days)
        pairs.append(PricePair(outside, near if apart is not None and apart <= MOST_DAYS_APART else None))
    return pairs[::-1]


def price_finding(quotes: Sequence[Quote]) -> str:
    """One sentence: the gap, or how the price moved."""
    china = [quote for quote in quotes if quote.place in IN_CHINA.values()]
    outside = [quote for quote in quotes if quote.place not in IN_CHINA.values()]
    if china and outside:
        far, near = outside[-1], china[-1]
        words = f"{far.place} paid ${language.number(far.value, 0)} per kilogram on {language.long_day(far.day)}"
        if far.value > near.value:
            words += f", {language.number(far.value / near.value)} times the newest price in China"
        return f"{words}, ${language.number(near.value, 0)} on {language.long_day(near.day)}."
    if not china:
        return "No price in China has been published."
    newest = china[-1]
    return f"The newest price is ${language.number(newest.value, 0)} per kilogram, on {language.long_day(newest.day)}."


def counts_of(kernel: Kernel, on: date, **asked: str) -> list[tuple[str, int]]:
    """How many figures there are by quantity, most first."""
    claims = [claim for claim in kernel.evidence.query(**asked) if claim.published <= on]
    counts = {claim.quantity: 0 for claim in claims}
    for claim in claims:
        counts[claim.quantity] += 1
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))


@dataclass(frozen=True)
class ElementRow:
    """One element of a country: its chance and its share at each stage."""

    chance: Chance
    shares: Mapping[str, FittedShare]


def elements_of(kernel: Kernel, country: str, on: date) -> list[ElementRow]:
    """All elements of a country, the likeliest to be restricted first."""
    table = kernel.hazards(on)
    rows = []
    for symbol in ELEMENTS:
        shares = {}
        for stage in Stage:
            share = kernel.evidence.supply(symbol, stage, on).shares.get(country)
            if share is not None:
                shares[str(stage)] = share
        central = {stage: share.central for stage, share in shares.items()}
        rows.append(ElementRow(Chance(country, symbol, *chance_of(table, country, symbol), central, ()), shares))
    return sorted(rows, key=lambda row: (-row.chance.restriction, row.chance.element))


def chance_rows(rows: Sequence[ElementRow]) -> list[ShareRow]:
    """What the chart of a country's chances draws: light and heavy elements apart."""
    drawn = []
    for group, scope in (("Heavy", SCOPES["HREE"]), ("Light", SCOPES["LREE"])):
        for row in rows:
            one = row.chance
            if one.element in scope and row.shares:
                drawn.append(ShareRow(group, language.element(one.element), one.low, one.restriction, one.high,
                                      max(one.shares.values()) >= 0.5, language.chance(one.restriction)))  # fmt: skip  # noqa: PLR2004 - the half of a stage
    return drawn


def reach(rows: Sequence[ElementRow]) -> tuple[ElementRow, str, float] | None:
    """The largest share that a country has of any element at any stage."""
    ranked = [(share.central, row.chance.element, stage, row) for row in rows for stage, share in row.shares.items()]
    if not ranked:
        return None
    share, _, stage, row = max(ranked, key=lambda one: (one[0], one[1]))
    return row, stage, share
