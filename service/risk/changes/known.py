"""What was known on one day, as it would have to stand to be used on another.

A score of a day uses what is known on it. To tell news from the passing of time, these are taken apart. The register is
that known on a day, judged on another. Claims are those published by a day, statistics those of the years that were out
on a day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from service.risk.controls.measures import WITH_TERM, Measure
from service.risk.controls.register import Register
from service.risk.evidence.claims import Evidence
from service.risk.evidence.trade import Trade

YEARLY = ("imports", "exports", "import_value", "price_index", "import_tonnes", "quantities")
DAY = timedelta(days=1)


def register_known(register: Register, known: date, on: date) -> Register:
    """The register as known on a day, to be judged on another; the same one where it is the same day.

    What became known later isn't there. Take news of a day between an earlier day that is judged and the later one on
    which it was known. It counts as if it had happened by the earlier day. So news is told apart from time, which alone
    brings announced acts into force.
    """
    if known == on:
        return register
    rows = (_known(measure, known, on) for measure in register.measures if measure.published <= known)
    return Register(rows, register.revision, unverified=register.unverified)


def _known(measure: Measure, known: date, on: date) -> Measure:
    """A measure that was published by ``known``."""
    dates: dict[str, Any] = {}
    if measure.published > on:
        for name in ("announced", "effective"):
            day = getattr(measure, name)
            dates[name] = on if day is not None and on < day <= known else day
    if measure.instrument not in WITH_TERM:
        dates["ended"] = _ended(measure.ended, known, on)
    dates |= _suspended(measure, known, on)
    doubt = measure.unknown_since
    if doubt is not None:
        dates["unknown_since"] = None if doubt > known else min(doubt, on)
    return replace(measure, **dates)


def _ended(last: date | None, known: date, on: date) -> date | None:
    """The last day of a measure: an end is known from the day after."""
    if last is None or last >= known:
        return None
    return min(last, on - DAY)


def _suspended(measure: Measure, known: date, on: date) -> dict[str, date | None]:
    """The span of a suspension: it is known from its first day on."""
    first, last = measure.suspended_from, measure.suspended_until
    if first is None or (first <= on and first <= known):
        return {}
    if first > known or (last is not None and last < known):  # not known yet, or over again by then
        return {"suspended_from": None, "suspended_until": None}
    return {"suspended_from": on}


class KnownOn(Evidence):
    """Claims as known on one day, whatever day they are asked about: their supply and values."""

    def __init__(self, evidence: Evidence, day: date) -> None:
        super().__init__(evidence.claims)
        asked, valued = evidence.supply, evidence.value
        self.supply = lambda subject, stage, on: asked(subject, stage, day)  # type: ignore[assignment]
        self.value = lambda quantity, subject, on, form="": valued(quantity, subject, day, form)  # type: ignore[assignment]


def shifted(trade: Trade, years: int) -> Trade:
    """Trade with its years renumbered: what is asked of a year is answered with that so many years later."""
    if not years:
        return trade
    tables = {
        name: {code: {year - years: row for year, row in by_year.items()} for code, by_year in table.items()}
        for name, table in ((name, getattr(trade, name)) for name in YEARLY)
    }
    return Trade(**tables)


def shifted_governance(governance: Mapping[str, Mapping[int, float]], years: int) -> Mapping[str, Mapping[int, float]]:
    """The same of governance by country."""
    if not years:
        return governance
    return {country: {year - years: value for year, value in row.items()} for country, row in governance.items()}
