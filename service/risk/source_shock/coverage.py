"""What a future act would reach: which forms of a material that it names, and which buyers.

P(form | the act names the element) is the part of a country's past serious acts on rare earths that covered the form.
End-use and suspended acts count, and those announced on a day are merged into one. Acts are weighted by exp(-age / 60
months), and half an act at a pooled table is added. Below three acts the table alone stands. An act that names no form
covers all.

    probability = (sum of weights of acts that cover it + 1/2 x table) / (sum of weights + 1/2)

Its range is the central 90 % of the beta distribution with these two counts; a table alone weighs three acts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import exp, fsum
from typing import NamedTuple

from service.risk.source_shock.acts import Act, Acts, age
from service.risk.vocabulary import Form

CHINA, ELSEWHERE = "CHN", "*"
STAGE_FORMS = {
    "ore": frozenset({Form.ORE.value}),
    "oxide": frozenset({Form.OXIDE.value, Form.COMPOUND.value}),
    "metal": frozenset({Form.METAL.value, Form.ALLOY.value}),
    "magnet": frozenset({Form.MAGNET.value}),
}
"""What leaves a stage, with the register's words for it."""
TABLE = {
    CHINA: {"ore": 0.85, "oxide": 0.8, "metal": 0.8, "magnet": 0.3},
    ELSEWHERE: {"ore": 0.85, "oxide": 0.45, "metal": 0.25, "magnet": 0.1},
}
"""Pooled coverage, an assumption laid down before the fit: China's licences and quotas name compounds and metals
together, other countries' acts mostly ores."""
TABLE_ACTS = 0.5
LEAST_ACTS = 3
MEMORY_MONTHS = 60.0
RANGE = (0.05, 0.95)
LIMITED = {CHINA: 0.25, ELSEWHERE: 0.06}
"""Acts limited to some destinations per general act, an assumption; ``limited_counts`` gives the register's own."""


class Cover(NamedTuple):
    """Coverage of one form by a country's acts. ``acts`` and ``covering`` are counts, ``weight`` the sum of weights;
    ``pooled`` says that the table stands alone."""

    country: str
    form: str
    probability: float
    low: float
    high: float
    acts: int
    covering: int
    weight: float
    pooled: bool


@dataclass(frozen=True)
class _Merged:
    """Acts of a country announced on one day."""

    weight: float
    forms: frozenset[str]

    def covers(self, form: str) -> bool:
        return not self.forms or bool(self.forms & STAGE_FORMS[form])


def coverage(acts: Acts, on: date) -> tuple[Cover, ...]:
    """Every form for every country with an act on rare earths known by the day, and for all others (``*``)."""
    from scipy.stats import beta

    covers: list[Cover] = []
    for country in (ELSEWHERE, *sorted({CHINA, *acts.countries})):
        merged = _merged(acts.find_acts(country), on)
        if not merged and country not in TABLE:
            continue
        table = TABLE.get(country, TABLE[ELSEWHERE])
        pooled = len(merged) < LEAST_ACTS
        total = fsum(act.weight for act in merged)
        for form, prior in table.items():
            covering = [act for act in merged if act.covers(form)]
            hits = prior * LEAST_ACTS if pooled else fsum(act.weight for act in covering) + prior * TABLE_ACTS
            counted = float(LEAST_ACTS) if pooled else total + TABLE_ACTS
            low, high = (float(bound) for bound in beta.ppf(RANGE, hits, counted - hits))
            covers.append(Cover(country, form, hits / counted, low, high, len(merged), len(covering), total, pooled))
    return tuple(covers)


def _merged(acts: Iterable[Act], on: date) -> list[_Merged]:
    """Serious acts on rare earths known by a day, one for each day of announcement."""
    days: dict[date, list[Act]] = defaultdict(list)
    for act in acts:
        if act.serious and act.measure.elements and act.measure.published <= on:
            days[act.measure.published].append(act)
    return [_merge(days[day], on) for day in sorted(days)]


def _merge(acts: list[Act], on: date) -> _Merged:
    months = min(since for act in acts if (since := age(act.measure, on)) is not None)
    each = [act.measure.forms for act in acts]
    forms = frozenset[str]() if any(not named for named in each) else frozenset[str]().union(*each)
    return _Merged(exp(-months / MEMORY_MONTHS), forms)


def limited_counts(acts: Acts, on: date) -> dict[str, tuple[int, int]]:
    """For China and all others: serious acts without an end use that are limited to some destinations, and general
    ones. Announcements of a country's day are merged, as known on a day."""
    counts = {CHINA: (0, 0), ELSEWHERE: (0, 0)}
    days: dict[tuple[str, date], bool] = {}
    for act in acts.all:
        day = act.measure.published
        if act.serious and not act.measure.end_uses and day <= on:
            key = (act.measure.jurisdiction, day)
            days[key] = days.get(key, False) or act.general
    for (country, _), general in days.items():
        where = CHINA if country == CHINA else ELSEWHERE
        limited, broad = counts[where]
        counts[where] = (limited, broad + 1) if general else (limited + 1, broad)
    return counts
