"""Serious restrictions on exports: which rows of the register are one, what they name, and how old they are on a day.

An *act* is a tightening of moderate severity or worse that acts on traded goods and heads its chain. A renewal is the
same measure going on. It is *serious* when it is strong or prohibitive. A moderate one is serious when it is a licence,
a quota, a prohibition or state trading. Such instruments can stop a delivery, which a tax below 20 % or a lost refund
can't.

An act counts from the day it was published. Its age runs from its first day in force once that is past, from its
announcement before. Ages are whole months, so that nothing moves between the same days of two months.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from service.risk.controls.measures import SEVERITIES, Measure, members
from service.risk.controls.register import Register
from service.risk.vocabulary import SCOPES

LIGHT, HEAVY = "LREE", "HREE"
RARE_EARTH_MINERALS = frozenset({LIGHT, HEAVY})
"""The rare earths count as two minerals; neither is a companion of the other, since one act often names both."""
STOPPING = frozenset({"licence", "quota", "prohibition", "state_trading"})
"""Instruments that can stop a delivery even at moderate severity."""
TRADED = frozenset({"exact", "partial"})
"""Matches of a row to traded codes under which it acts on them."""

Minerals = Mapping[str, frozenset[str]]
"""Mineral -> HS 1992 codes in which it is traded; without codes it is found by its name in the register."""


@dataclass(frozen=True)
class Act:
    """A head act of one country. ``minerals`` are those that it names."""

    measure: Measure
    country: str
    minerals: frozenset[str]
    serious: bool

    @property
    def general(self) -> bool:
        """Whether it reaches every buyer and every use."""
        return not self.measure.destinations and not self.measure.end_uses

    def names(self, mineral: str, element: str | None) -> bool:
        """Whether it names the mineral and, where the act and the question name elements, the element."""
        if mineral not in self.minerals:
            return False
        return element is None or not self.measure.elements or element in self.measure.elements


def is_act(measure: Measure) -> bool:
    """Whether a row is the head of a chain of tightenings, moderate or worse, on traded goods."""
    return (
        measure.sign == "tightening"
        and measure.train
        and measure.hs_match in TRADED
        and not measure.renews
        and measure.rank >= SEVERITIES["moderate"]
    )


def is_serious(measure: Measure) -> bool:
    """Whether an act can stop deliveries: see the module's text."""
    return measure.rank >= SEVERITIES["strong"] or measure.instrument in STOPPING


def never_began(measure: Measure) -> bool:
    """Whether it was suspended before its first day in force."""
    begins, stopped = measure.effective, measure.suspended_from
    return begins is None or (stopped is not None and stopped <= begins)


def stopped_by(measure: Measure, on: date) -> bool:
    """Whether it is known on a day that the measure was suspended before its first day in force."""
    return measure.suspended_from is not None and measure.suspended_from <= on and never_began(measure)


def months_since(then: date, on: date) -> int:
    """Whole months from one day to a later one, 0 when it isn't later."""
    months = (on.year - then.year) * 12 + on.month - then.month - (on.day < then.day)
    return max(0, months)


def age(measure: Measure, on: date) -> int | None:
    """Whole months since the first day in force, or since publication while that day is ahead; ``None`` while the
    measure isn't known."""
    if measure.published > on:
        return None
    begun = measure.effective is not None and measure.effective <= on
    return months_since(measure.effective if begun and measure.effective else measure.published, on)


def named_minerals(measure: Measure, minerals: Minerals) -> frozenset[str]:
    """Minerals that a measure names: rare earths by element, others by code, those without a code by name."""
    named = {name for name, codes in minerals.items() if codes & measure.hs92} - RARE_EARTH_MINERALS
    words = frozenset(re.findall(r"[a-z]+", measure.commodity.lower()))
    named |= {name for name, codes in minerals.items() if not codes and name in words}
    if measure.elements & SCOPES[LIGHT]:
        named.add(LIGHT)
    if measure.elements - SCOPES[LIGHT]:
        named.add(HEAVY)
    return frozenset(named)


class Acts:
    """The head acts of a register by country; ``EU27`` stands for its members."""

    def __init__(self, register: Register, minerals: Minerals) -> None:
        self._by_country: dict[str, list[Act]] = defaultdict(list)
        self.all: list[Act] = []
        for measure in filter(is_act, register.measures):
            named = named_minerals(measure, minerals)
            for country in sorted(members(measure.jurisdiction)):
                act = Act(measure, country, named, is_serious(measure))
                self._by_country[country].append(act)
                self.all.append(act)

    @property
    def countries(self) -> tuple[str, ...]:
        """Countries with an act, sorted."""
        return tuple(sorted(self._by_country))

    def find_acts(self, country: str) -> Iterable[Act]:
        """Acts of a country (alpha-3), in the register's order."""
        return self._by_country.get(country, ())

    def own_age(self, country: str, mineral: str, element: str | None, on: date) -> int | None:
        """Months since the country's newest act on a mineral (and element), moderate or worse; ``None`` without one."""
        ages = (age(act.measure, on) for act in self.find_acts(country) if act.names(mineral, element))
        return min((months for months in ages if months is not None), default=None)

    def newest(self, country: str, on: date, *, serious: bool) -> dict[str, int]:
        """Mineral -> months since the country's newest act on it, of any kind or serious."""
        ages: dict[str, int] = {}
        for act in self.find_acts(country):
            months = age(act.measure, on) if act.serious or not serious else None
            if months is not None:
                ages |= {mineral: min(months, ages.get(mineral, months)) for mineral in act.minerals}
        return ages


def companions_of(mineral: str, newest: Mapping[str, int]) -> tuple[int, ...]:
    """Ages of a country's record on its other minerals, in the order of their names."""
    apart = RARE_EARTH_MINERALS if mineral in RARE_EARTH_MINERALS else {mineral}
    return tuple(newest[other] for other in sorted(newest.keys() - apart))
