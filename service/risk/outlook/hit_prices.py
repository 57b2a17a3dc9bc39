"""What prices did when supply was hit: after serious acts in the past, and outside China in 2025 and 2026.

World prices after acts are those of traded codes, from unit values (``training/fit/act_prices.py`` made the table).
A row is known three years after the act: trade comes two years late, and the year after it counts. A *premium* is a
quote outside China over the price FOB China whose period covers it, often the mean of the year. Quotes from days on
which no act on the element was in force tell how dear it was without one.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from math import fsum
from pathlib import Path
from statistics import median

from service.risk.bundle.kernel import Kernel
from service.risk.evidence.claims import PRICE, Claim
from service.risk.evidence.price_series import FOB_CHINA
from service.risk.explanation.shocks import controls_in_force
from service.risk.outlook.durations import RECALLED
from service.risk.outlook.tables import table
from service.risk.vocabulary import Form, hs92_code

TABLE = Path(__file__).with_name("act_prices.csv")
COLUMNS = ("hs92", "year", "ratio", "measures")
YEARS_UNTIL_KNOWN = 3
OUTSIDE = frozenset({"cif_europe", "cif_rotterdam"})
CHINA = "CHN"
USD_PER_KG = "USD/kg"
DOCUMENTS_SAY = ("historical_price_increase", "price_increase", "cost_increase")
"""Quantities of the source documents that stand beside what statistics show."""
LOW_RANK, HIGH_RANK = 0.05, 0.95


@dataclass(frozen=True)
class ActYear:
    """A code's price in the year after over that in the year before (``ratio``), and the acts that began between."""

    code: str
    year: int
    ratio: float
    measures: tuple[str, ...]


@dataclass(frozen=True)
class AfterActs:
    """What world prices came to after serious acts: rises over the year before the act (0.5 = +50 %). ``low`` and
    ``high`` hold nine tenths of the ``count`` years of codes. ``other_median`` is the same codes' rise over two years
    without an act, of ``other_count`` years."""

    count: int
    measures: tuple[str, ...]
    mean: float
    median: float
    low: float
    high: float
    other_count: int
    other_median: float


@dataclass(frozen=True)
class Premium:
    """A quote outside China over the price FOB China: ``low`` and ``high`` are rises (2.0 = three times as dear).
    ``start`` and ``end`` are the quote's, ``china_start`` and ``china_end`` those of the price in China. ``under`` are
    China's serious acts on the oxide, for all buyers, in force on the quote's first day."""

    element: str
    low: float
    high: float
    basis: str
    start: date
    end: date
    china_start: date
    china_end: date
    claims: tuple[str, ...]
    under: tuple[str, ...]


@cache
def act_years() -> tuple[ActYear, ...]:
    """The rows of the table."""
    return tuple(
        ActYear(row["hs92"], int(row["year"]), float(row["ratio"]), tuple(row["measures"].split()))
        for row in table(TABLE).rows
    )


def after_acts(on: date, codes: Collection[str] | None = None) -> AfterActs | None:
    """World prices after serious acts as known on a day, of some codes or of all; ``None`` where none is known."""
    rows = [row for row in act_years() if row.year + YEARS_UNTIL_KNOWN <= on.year and (not codes or row.code in codes)]
    rises = sorted(row.ratio - 1.0 for row in rows if row.measures)
    others = [row.ratio - 1.0 for row in rows if not row.measures]
    if not rises or not others:
        return None
    return AfterActs(
        count=len(rises),
        measures=tuple(dict.fromkeys(name for row in rows for name in row.measures)),
        mean=fsum(rises) / len(rises),
        median=median(rises),
        low=_ranked(rises, LOW_RANK),
        high=_ranked(rises, HIGH_RANK),
        other_count=len(others),
        other_median=median(others),
    )


def after_acts_of(element: str, on: date) -> AfterActs | None:
    """The same of the codes in which an element is traded, as oxide and as metal."""
    return after_acts(on, {hs92_code(element, form) for form in (Form.OXIDE, Form.METAL)})


def premia(kernel: Kernel, element: str, on: date) -> tuple[Premium, ...]:
    """What an element's oxide cost outside China over its price there, as known on a day, the oldest quote first."""
    about = [one for one in kernel.evidence.query(PRICE) if _is_quote(one, element)]
    quotes = kernel.evidence.speaking(about, on)
    made = []
    for quote in sorted((one for one in quotes if one.basis in OUTSIDE), key=lambda one: (one.valid_to, one.claim_id)):
        base = _base_of(quote, quotes)
        if base is None:
            continue
        made.append(_premium(element, quote, base, kernel))
    return tuple(made)


def _premium(element: str, quote: Claim, base: Claim, kernel: Kernel) -> Premium:
    """The widest that the quote's ends come to over the ends of the price in China."""
    start, end = _period(quote)
    low, high = quote.bounds
    least, most = base.bounds
    acts = [
        one
        for one in controls_in_force(kernel.register, element, start).get(CHINA, ())
        if Form.OXIDE in one.forms and one.confidence != RECALLED
    ]
    return Premium(
        element, low / most - 1.0, high / least - 1.0, quote.basis, start, end, *_period(base),
        (quote.claim_id, base.claim_id), tuple(one.measure_id for one in acts),
    )  # fmt: skip


def documents_say(kernel: Kernel, on: date) -> tuple[Claim, ...]:
    """What the source documents say of prices and costs, as known on a day."""
    claims = [one for quantity in DOCUMENTS_SAY for one in kernel.evidence.query(quantity)]
    return tuple(one for one in claims if one.published <= on)


def _ranked(ordered: Sequence[float], rank: float) -> float:
    """The value at a rank (0..1) of sorted values, between its neighbours in proportion."""
    place = rank * (len(ordered) - 1)
    lower = int(place)
    upper = min(lower + 1, len(ordered) - 1)
    return ordered[lower] + (place - lower) * (ordered[upper] - ordered[lower])


def _is_quote(one: Claim, element: str) -> bool:
    of_oxide = one.scope == element and one.form == Form.OXIDE and one.unit == USD_PER_KG
    return of_oxide and bool(one.valid_from and one.valid_to)


def _base_of(quote: Claim, quotes: Sequence[Claim]) -> Claim | None:
    """The FOB price whose period covers the end of a quote, the shortest one; ``None`` without one."""
    covering = [one for one in quotes if one.basis == FOB_CHINA and one.valid_from <= quote.valid_to <= one.valid_to]
    return min(covering, key=lambda one: (_days(one), one.claim_id), default=None)


def _period(one: Claim) -> tuple[date, date]:
    return date.fromisoformat(one.valid_from), date.fromisoformat(one.valid_to)


def _days(one: Claim) -> int:
    start, end = _period(one)
    return (end - start).days
