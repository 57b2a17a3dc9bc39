"""What the portfolio says of many products: a sentence, rows with their trends, and filters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from service.dashboard.charts.intervals import IntervalBar, interval_bar
from service.dashboard.charts.series import sparkline
from service.dashboard.findings import language
from service.dashboard.findings.answers import CURRENT
from service.imports.flat import neutral
from service.schemas.serialise import moment

TREND_DAYS, CHANGE_DAYS = 365, 30
CSV_COLUMNS = (
    "bom_id", "name", "status", "score", "low", "high", "band", "unread", "unread_may_hold", "stale", "as_of",
    "scored_at", "model_version", "event", "standing", "mass_g",
)  # fmt: skip
LEAST_CHANGE = 0.05


@dataclass(frozen=True)
class Trend:
    """A line of past scores, its last point, and the change in thirty days; None where that is too young."""

    path: str
    x: str
    y: str
    change: float | None


@dataclass(frozen=True)
class Row:
    """A product in the list. ``current`` is False where its score forecasts another event."""

    values: Mapping[str, Any]
    bar: IntervalBar | None
    trend: Trend | None
    age: str
    stale: bool
    current: bool


def rows(
    stored: Sequence[Mapping[str, Any]], trends: Mapping[int, Sequence[tuple[date, float | None]]], today: date
) -> list[Row]:
    """Rows with what is drawn of each."""
    return [_row(values, trends.get(values["id"], ()), today) for values in stored]


def _row(values: Mapping[str, Any], past: Sequence[tuple[date, float | None]], today: date) -> Row:
    current = values["event"] == CURRENT
    known = current and values["low"] is not None and values["high"] is not None
    bar = interval_bar(values["score"], values["low"], values["high"]) if known else None
    age = language.age(values["as_of"], today) if values["as_of"] else language.NOTHING
    return Row(values, bar, _trend(past) if current else None, age, values["stale"], current)


def _trend(past: Sequence[tuple[date, float | None]]) -> Trend | None:
    told = [(day, score) for day, score in past if score is not None]
    if len(told) < 2:  # noqa: PLR2004 - a line needs two points
        return None
    path, x, y = sparkline([score for _, score in told])
    last_day, last = told[-1]
    before = [score for day, score in told if day <= last_day - timedelta(days=CHANGE_DAYS)]
    return Trend(path, x, y, last - before[-1] if before else None)


def change_words(trend: Trend | None) -> str:
    """The change in thirty days in words."""
    if trend is None:
        return "one score so far"
    if trend.change is None:
        return "under 30 days old"
    return "no change" if abs(trend.change) < LEAST_CHANGE else language.signed(trend.change)


def moved_words(row: Mapping[str, Any]) -> str:
    """How far a score moved, and what differs between then and now."""
    difference = row["score"] - row["was"]
    went = "rose" if difference > 0 else "fell"
    named = {
        "revision": "the product was changed",
        "model": "another model is served",
        "evidence": "other figures are known",
        "register": "the register is another",
    }
    differs = [words for name, words in named.items() if row[name] != row[f"{name}_was"]]
    because = language.listed(differs) if differs else "nothing was changed, but more is known and time has passed"
    moved = f"{went} by {language.number(abs(difference))} points to {language.score(row['score'])}"
    return f"{moved} since {language.long_day(row['since'])}: {because}"


def finding(bands: Mapping[str | None, int], shared: Sequence[Any]) -> str:
    """One or two sentences: how many products are in the highest band, and what most of them share."""
    total = sum(bands.values())
    scored = sum(count for band, count in bands.items() if band)
    highest = next((band for band in reversed(language.BANDS) if bands.get(band)), None)
    if highest is None:
        return f"None of {language.plural(total, 'product')} has a band yet: their open lines have to be read first."
    count = bands[highest]
    verb = "is" if count == 1 else "are"
    words = f"{count:,} of {language.plural(scored, 'product')} with a band {verb} in the {highest} band."
    if scored == total == 1:
        words = f"The one product here is in the {highest} band."
    if shared and shared[0].boms > 1:
        first = shared[0]
        where = {"mining": "mines", "separation": "separation", "metal": "metal works", "magnet": "magnet makers"}
        depend = language.plural(first.boms, "product depends", "products depend")
        depend += f" on {language.prose_country(first.country)}’s {where[first.stage]}"
        words += f" {depend}, where a new shock within twelve months is {language.odds(first.probability)}."
    return words


def csv_rows(stored: Sequence[Mapping[str, Any]]) -> list[list[str]]:
    """Rows for a spreadsheet. A text that it would take for a formula is marked as text."""
    return [[_cell(values[name]) for name in CSV_COLUMNS] for values in stored]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.4f}"
    if isinstance(value, datetime):
        return moment(value)
    return str(neutral(value))
