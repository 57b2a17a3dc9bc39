"""How long shocks last: restrictions from the acts of the register, collapses of exports from trade, those that still
last among them.

Survival is estimated by the product-limit method, by SciPy's ``ecdf``. The method is that of Kaplan and Meier (1958),
"Nonparametric estimation from incomplete observations", Journal of the American Statistical Association 53. An act's
renewals are one spell with it. A spell of an act begins on its first day in force and ends where it ends or is
suspended. One that stands on the day is censored. So is one of which nobody knows whether it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
from scipy.stats import CensoredData, ecdf

from service.risk.controls.measures import SEVERITIES, Measure
from service.risk.outlook.tables import table
from service.risk.source_shock.acts import STOPPING, never_began

COLLAPSES = Path(__file__).with_name("collapse_durations.csv")
COLUMNS = ("years", "ended", "censored")
DAYS_A_YEAR = 365
SHOWN_DAYS = (30, 60, 90, 180, 365, 730, 1095)
CHECKED_DAYS = 180
RECALLED = "C"
FEWEST = 10
"""Spells below which no curve is told."""


@dataclass(frozen=True)
class Spell:
    """How many days something lasted, and whether its end was seen. ``name`` is the act's that began it."""

    name: str
    days: int
    ended: bool


@dataclass(frozen=True)
class Curve:
    """The share of shocks that last longer than some days, estimated from spells."""

    spells: tuple[Spell, ...]

    @property
    def has_enough_spells(self) -> bool:
        """Whether there are spells enough for a curve."""
        return len(self.spells) >= FEWEST

    @property
    def ended(self) -> int:
        """Spells whose end was seen."""
        spells = self.spells
        return sum(spell.ended for spell in spells)

    @cached_property
    def _survival(self) -> Any:
        return survival_of(self.spells)

    @cached_property
    def _ends(self) -> Any:
        return self._survival.confidence_interval(confidence_level=0.9, method="log-log")

    def beyond(self, days: float) -> float:
        """P(a shock lasts longer than ``days``)."""
        return float(self._survival.evaluate(days)) if days >= 0 else 1.0

    def interval(self, days: float) -> tuple[float, float]:
        """A 90 % interval of ``beyond`` (exponential Greenwood formula)."""
        share = self.beyond(days)
        with np.errstate(all="ignore"):
            low, high = (float(end.evaluate(days)) for end in (self._ends.low, self._ends.high))
        return (low if np.isfinite(low) else share), (high if np.isfinite(high) else share)

    def lasting(self, days: float) -> float:
        """``beyond``; of too few spells the worst is taken: a shock lasts."""
        return self.beyond(days) if self.has_enough_spells else 1.0

    def lasting_ends(self, days: float) -> tuple[float, float]:
        """``interval``; of too few spells nothing is known."""
        return self.interval(days) if self.has_enough_spells else (0.0, 1.0)

    def left_out(self, days: float) -> tuple[float, float]:
        """The lowest and the highest ``beyond`` when each spell is left out in turn."""
        shares = []
        for n in range(len(self.spells)):
            rest = self.spells[:n] + self.spells[n + 1 :]
            shares.append(float(survival_of(rest).evaluate(days)))
        return min(shares), max(shares)


def survival_of(spells: Sequence[Spell]) -> Any:
    """SciPy's survival function of spells."""
    ended = [spell.days for spell in spells if spell.ended]
    censored = [spell.days for spell in spells if not spell.ended]
    return ecdf(CensoredData(uncensored=ended, right=censored)).sf


def restriction_spells(measures: Iterable[Measure], on: date) -> tuple[Spell, ...]:
    """Spells of acts that can stop deliveries, as known on a day: on any mineral, for all buyers or some. Acts on
    listed firms or uses are left out, and so is what nobody verified."""
    chains: dict[str, list[Measure]] = {}
    for one in measures:
        if _counts(one, on):
            chains.setdefault(one.renews or one.measure_id, []).append(one)
    spells = []
    for head, some in sorted(chains.items()):
        begun = min(one.effective for one in some if one.effective)
        ends = [_end(one, on) for one in some]
        last = max((end for end in ends if end), default=None)
        ended = last is not None and None not in ends
        until = last if ended and last is not None else on
        spells.append(Spell(head, (until - begun).days + 1, ended))
    return tuple(spells)


def _counts(one: Measure, on: date) -> bool:
    stops = one.instrument in STOPPING and one.rank >= SEVERITIES["moderate"] and one.sign == "tightening"
    known = one.effective is not None and max(one.effective, one.published) <= on
    return stops and known and not one.end_uses and one.confidence != RECALLED and not never_began(one)


def _end(one: Measure, on: date) -> date | None:
    """The last day in force that is known on a day; ``None`` where it goes on, or nobody knows."""
    ends = [day for day in (one.ended, one.suspended_from) if day is not None and day <= on]
    return min(ends) if ends else None


@cache
def collapse_spells() -> tuple[Spell, ...]:
    """Spells of collapses of exports, in whole years of trade; ``training/fit/collapse_durations.py`` made the
    table."""
    spells: list[Spell] = []
    for row in table(COLLAPSES).rows:
        days = int(row["years"]) * DAYS_A_YEAR
        spells += [Spell("", days, True)] * int(row["ended"]) + [Spell("", days, False)] * int(row["censored"])
    return tuple(spells)
