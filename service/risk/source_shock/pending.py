"""Acts on rare earths that may begin within twelve months: announced ones, suspended ones, and those nobody can place.

Announced acts begin at the rate at which earlier ones did, those suspended before their first day counted as failures:
(began + 1/2) / (decided + 1). The register dates acts by what happened, so an announcement that was quietly dropped may
be missing and the rate is likely too high. Of suspended and unknown acts no rate is known: the central view takes none,
the adverse one a half. Their recency raises the country's hazard already.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from service.risk.controls.measures import Status
from service.risk.source_shock.acts import Act, Acts, stopped_by

ADVERSE = 0.5
"""A stated prior, for want of data, and only at the end of the interval."""


@dataclass(frozen=True)
class Pending:
    """One act of one country that may begin, with its probability in the central and the adverse view."""

    measure_id: str
    country: str
    elements: frozenset[str]
    forms: frozenset[str]
    destinations: frozenset[str]
    end_uses: frozenset[str]
    central: float
    adverse: float


@dataclass(frozen=True)
class Announced:
    """How many serious acts announced before their first day began, of those decided by a day; a country's
    announcements of a day count once."""

    began: int
    decided: int

    @property
    def rate(self) -> float:
        """Probability that an announced act begins (Jeffreys' prior)."""
        return (self.began + 0.5) / (self.decided + 1.0)


def announced(acts: Acts, on: date) -> Announced:
    """What became of announced acts on any mineral, as known on a day."""
    fates: dict[tuple[str, date], bool] = {}
    for act in acts.all:
        measure = act.measure
        begins = measure.effective
        if not act.serious or begins is None or measure.published >= begins:
            continue
        stopped = stopped_by(measure, on)
        if stopped or begins <= on:
            key = (measure.jurisdiction, measure.published)
            fates[key] = fates.get(key, False) or not stopped
    return Announced(sum(fates.values()), len(fates))


def pending(acts: Acts, on: date) -> tuple[Pending, ...]:
    """Serious acts on rare earths that may begin in the twelve months after a day, as known on it."""
    rate = announced(acts, on).rate
    upcoming = []
    for act in acts.all:
        if act.serious and act.measure.elements and act.measure.published <= on:
            chances = _chances(act, on, rate)
            if chances is not None:
                upcoming.append(_pending(act, *chances))
    return tuple(sorted(upcoming, key=lambda p: (p.measure_id, p.country)))


def _chances(act: Act, on: date, rate: float) -> tuple[float, float] | None:
    """Central and adverse probability that an act begins (or begins again) within twelve months; ``None`` where it
    can't."""
    measure, end = act.measure, _a_year_after(on)
    status = measure.status(on, on)
    if status is Status.ANNOUNCED and measure.effective is not None:
        return (rate, rate) if measure.effective <= end else None
    if status is Status.SUSPENDED and measure.suspended_until is not None and measure.suspended_until >= end:
        return None
    return (0.0, ADVERSE) if status in (Status.ANNOUNCED, Status.SUSPENDED, Status.UNKNOWN) else None


def _a_year_after(on: date) -> date:
    """The same day a year on; of a leap day the last of February."""
    return date(on.year + 1, 2, 28) if (on.month, on.day) == (2, 29) else on.replace(year=on.year + 1)


def _pending(act: Act, central: float, adverse: float) -> Pending:
    m = act.measure
    return Pending(m.measure_id, act.country, m.elements, m.forms, m.destinations, m.end_uses, central, adverse)
