"""Every source on a day: how likely a country that makes an element at a stage is hit, and what drives that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np

from service.risk.answer import LogOdds
from service.risk.bundle.kernel import Kernel
from service.risk.controls.measures import SEVERITIES, Measure
from service.risk.controls.register import Register, Wanted
from service.risk.mix import UNKNOWN_COUNTRY
from service.risk.source_shock.acts import is_serious
from service.risk.source_shock.features import FAMILIES
from service.risk.source_shock.hazards import SYMBOLS, Hazards
from service.risk.vocabulary import Stage

ENDS = (0.05, 0.95)
"""Quantiles of the redrawn coefficients between which a chance lies."""


class Chance(NamedTuple):
    """The chance of a serious act of a country on an element, the ends of its interval, and that of an act or a
    collapse."""

    restriction: float
    low: float
    high: float
    hit: float


@dataclass(frozen=True)
class Shock:
    """A country that makes an element at a stage. It has its ``share`` of world supply, its chance, the log-odds that
    drive it, and its own serious general acts in force."""

    country: str
    element: str
    stage: str
    share: float
    chance: Chance
    collapse: float
    log_odds: LogOdds
    controls: tuple[str, ...]


def shocks(kernel: Kernel, elements: Iterable[str], stages: Iterable[Stage], on: date) -> list[Shock]:
    """Every source of some elements at some stages as known on a day, the largest share of each first."""
    wanted = tuple(stages)
    return [shock for element in elements for shock in _of_element(kernel, element, wanted, on)]


def _of_element(kernel: Kernel, element: str, stages: Iterable[Stage], on: date) -> Iterator[Shock]:
    table = kernel.hazards(on)
    acts = controls_in_force(kernel.register, element, on)
    for stage in stages:
        shares = kernel.evidence.supply(element, stage, on).shares
        for country, share in sorted(shares.items(), key=lambda one: (-one[1].central, one[0])):
            yield Shock(
                country, element, str(stage), share.central, chance_of(table, country, element), table.collapse,
                _log_odds(table, country, element), tuple(act.measure_id for act in acts.get(country, ())),
            )  # fmt: skip


def chance_of(table: Hazards, country: str, element: str) -> Chance:
    """The chance of a country on an element; a country that nobody knows has that of unnamed producers."""
    row, column = _row(table, country), SYMBOLS.index(element)
    act = float(table.restriction[row, column])
    low, high = (float(end) for end in np.quantile(table.draws[:, row, column], ENDS))
    return Chance(act, min(low, act), max(high, act), act + table.collapse - act * table.collapse)


def _log_odds(table: Hazards, country: str, element: str) -> LogOdds:
    effects = table.contributions[_row(table, country), SYMBOLS.index(element)].tolist()
    return LogOdds(table.baseline, **dict(zip(FAMILIES, effects, strict=True)))


def _row(table: Hazards, country: str) -> int:
    return table.countries.index(country if country in table.countries else UNKNOWN_COUNTRY)


def is_general(measure: Measure) -> bool:
    """Whether an act is serious and meets every buyer, whoever and wherever that is."""
    serious = measure.sign == "tightening" and measure.rank >= SEVERITIES["moderate"] and is_serious(measure)
    return serious and bool(measure.elements) and not (measure.destinations or measure.end_uses)


def controls_in_force(register: Register, element: str, on: date) -> dict[str, list[Measure]]:
    """Serious general acts in force on an element, by country."""
    acts: dict[str, list[Measure]] = {}
    for measure, status in register.query(on, on, Wanted(element=element, status="in_force")):
        if status and is_general(measure):
            acts.setdefault(measure.jurisdiction, []).append(measure)
    return acts
