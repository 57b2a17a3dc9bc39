"""Days of a span, step by step, and which of them can be asked about."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from service.api.context import today
from service.errors import RequestError
from service.risk.errors import FieldError
from service.risk.scoring import FIRST_DAY

MOST_POINTS = 400
"""Rows of a series: a year of days, and room."""


def scored_day(day: date, name: str) -> date:
    """The day, where it can be scored. Raises ``RequestError`` about the parameter ``name``."""
    if day < FIRST_DAY:
        words = f"Scores begin on {FIRST_DAY}: give that day or a later one."
        raise RequestError("The date is too early.", [FieldError(f"?{name}", "too_early", words)])
    if day > today():
        words = f"Today is {today()} (UTC): give that day or an earlier one, or leave it out."
        raise RequestError("The date lies in the future.", [FieldError(f"?{name}", "too_late", words)])
    return day


def days_of(query: Mapping[str, Any], step: str, span_days: int) -> list[date]:
    """The last day of each step of a span, and its own last day. A span that states no first day has ``span_days``.

    Raises ``RequestError`` for days that can't be scored, and for more steps than one answer holds.
    """
    last = scored_day(query.get("end", today()), "to")
    first = query.get("start")
    first = max(FIRST_DAY, last - timedelta(days=span_days)) if first is None else scored_day(first, "from")
    if first > last:
        words = f"Must not lie after to, which is {last}, is {first}."
        raise RequestError("The span ends before it begins.", [FieldError("?from", "out_of_range", words)])
    days = [day for day in _every(first, last) if day == last or _ends(day, query.get("step", step))]
    if len(days) > MOST_POINTS:
        words = f"The span has {len(days):,} points, at most {MOST_POINTS} are answered: take a longer step."
        raise RequestError("The span is too long.", [FieldError("?step", "too_many", words)])
    return days


def _every(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _ends(day: date, step: str) -> bool:
    """Whether a day is the last of its step."""
    following = day + timedelta(days=1)
    return step == "day" or (following.day == 1 if step == "month" else following.isoweekday() == 1)
