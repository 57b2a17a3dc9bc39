"""Yearly prices of one series from figures of any period: annual averages, half years, months, days.

A year's price is the mean over the days that its figures cover. The unit values that the model learnt from are means of
a year too. Of overlapping figures the longest serves (an average holds its parts; then the newest); gaps aren't filled.
A figure belongs to the year in which its period ends and is known from that end. A year counts once its figures reach
June: one quote of January set against last year's mean says little.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

FIRST_MONTH_FOR_YEAR = 6
FOB_CHINA = "fob_china"
OTHER_SERIES = {"Sc": "ex_works_china"}


def series_of(element: str) -> str:
    """The one price series (``basis``) that serves an element; series are never mixed."""
    return OTHER_SERIES.get(element, FOB_CHINA)


@dataclass(frozen=True)
class Quote:
    """A figure of a series: its period (both days included), its value, when it was published, and the claim."""

    start: date
    end: date
    value: float
    published: date
    claim_id: str

    @property
    def days(self) -> int:
        """Length of the period."""
        return (self.end - self.start).days + 1


@dataclass(frozen=True)
class PricePoint:
    """A year of a series: the mean of its figures known and the last day that they reach. Then the claims, newest last,
    and how many days they cover."""

    year: int
    value: float
    through: str
    claims: tuple[str, ...]
    days: int

    @property
    def whole(self) -> bool:
        """Whether the figures cover the year from its first day to its last."""
        length = (date(self.year, 12, 31) - date(self.year, 1, 1)).days + 1
        return self.through == f"{self.year}-12-31" and self.days >= length


def yearly(quotes: Iterable[Quote], on: date) -> tuple[PricePoint, ...]:
    """The years of a series as known on a day, oldest first."""
    by_year: dict[int, list[Quote]] = defaultdict(list)
    for quote in quotes:
        if quote.end <= on:
            by_year[quote.end.year].append(quote)
    points = (_point(year, by_year[year]) for year in sorted(by_year))
    return tuple(p for p in points if date.fromisoformat(p.through).month >= FIRST_MONTH_FOR_YEAR)


def _point(year: int, quotes: list[Quote]) -> PricePoint:
    taken: list[Quote] = []
    for quote in sorted(quotes, key=lambda q: (-q.days, -q.published.toordinal(), q.claim_id)):
        if all(quote.end < other.start or other.end < quote.start for other in taken):
            taken.append(quote)
    taken.sort(key=lambda q: q.end)
    days = sum(q.days for q in taken)
    # Not fmean's weights: since Python 3.12 they round otherwise.
    value = math.fsum(q.value * q.days for q in taken) / days
    claims = tuple(q.claim_id for q in taken)
    return PricePoint(year, value, taken[-1].end.isoformat(), claims, days)
