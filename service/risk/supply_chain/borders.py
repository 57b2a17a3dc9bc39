"""What the register does at one border: the controls that act, and the share of flow that each level reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from service.risk.controls.measures import SEVERITIES, Acting, Measure, Span, Status
from service.risk.controls.register import Register
from service.risk.supply_chain.chain import Good
from service.risk.vocabulary import Stage

CONTROL_LEVELS = ("any", "moderate", "strong", "prohibitive", "recent", "fresh", "strong_recent")
"""Nested readings of the register; ``disruption/features.py`` says what each counts."""

MODERATE, STRONG, PROHIBITIVE = (SEVERITIES[name] for name in ("moderate", "strong", "prohibitive"))
FRESH_DAYS, RECENT_DAYS = 365, 730


class Bearing(NamedTuple):
    """What a seller has announced that reaches a buyer, by id, acting or not, and the controls in force of moderate
    severity or worse among it where there are two or more."""

    found: Mapping[str, tuple[Measure, Span]]
    overlapping: frozenset[str]


@dataclass
class Borders:
    """The register's answers on one good, one day: seller and buyer -> controls and the share of flow per level."""

    register: Register
    good: Good
    stage: Stage | None
    on: date
    end_use: str | None
    view: str

    def __post_init__(self) -> None:
        self.met: dict[tuple[str, str], tuple[tuple[Acting, ...], tuple[float, ...]]] = {}
        self.around: dict[tuple[str, str], Bearing] = {}

    def border(self, seller: str, buyer: str) -> tuple[tuple[Acting, ...], tuple[float, ...]]:
        """Controls that ``seller`` puts on the good, and on the technology of its stage, against ``buyer``."""
        found = self.met.get((seller, buyer))
        if found is None:
            acting = self._acting(seller, buyer) if self.register.issues(seller) else ()
            found = self.met[seller, buyer] = (acting, levels_of(acting, self.on))
        return found

    def bearing(self, seller: str, buyer: str) -> Bearing:
        """What ``seller`` has announced on the good, and on the technology of its stage, that reaches ``buyer`` and
        hasn't ended, acting or not."""
        found = self.around.get((seller, buyer))
        if found is None:
            found = self.around[seller, buyer] = self._bearing(seller, buyer)
        return found

    def _bearing(self, seller: str, buyer: str) -> Bearing:
        good = self.good
        rows = self.register.bearing(
            seller,
            self.on,
            hs92=good.code,
            element=good.element,
            form=good.form,
            destination=buyer,
            end_use=self.end_use,
            also=good.companions,
        )
        if self.stage is not None:
            rows += self.register.technology_bearing(seller, self.on, stage=self.stage, destination=buyer)
        alike = frozenset(measure.measure_id for measure, span in rows if _weighs(measure, span))
        overlapping = alike if len(alike) > 1 else frozenset()
        return Bearing({measure.measure_id: (measure, span) for measure, span in rows}, overlapping)

    def _acting(self, seller: str, buyer: str) -> tuple[Acting, ...]:
        good = self.good
        found = self.register.acting(
            seller,
            self.on,
            hs92=good.code,
            element=good.element,
            form=good.form,
            destination=buyer,
            end_use=self.end_use,
            view=self.view,
            also=good.companions,
        )
        if self.stage is None:
            return found
        technology = self.register.technology(seller, self.on, stage=self.stage, destination=buyer, view=self.view)
        return found + technology


def _weighs(measure: Measure, span: Span) -> bool:
    return measure.sign == "tightening" and measure.rank >= MODERATE and span.status is Status.IN_FORCE


def levels_of(acting: tuple[Acting, ...], on: date) -> tuple[float, ...]:
    """Share of a border's flow under control, per level of ``CONTROL_LEVELS``."""
    share = dict.fromkeys(CONTROL_LEVELS, 0.0)

    def raise_to(level: str, value: float) -> None:
        share[level] = max(share[level], value)

    for act in acting:
        age = (on - act.since).days
        pending = not act.in_force
        if act.in_force:
            raise_to("any", act.breadth)
            for level, rank in (("moderate", MODERATE), ("strong", STRONG), ("prohibitive", PROHIBITIVE)):
                if act.rank >= rank:
                    raise_to(level, act.breadth)
        if act.rank >= MODERATE and (pending or age < RECENT_DAYS):
            raise_to("recent", act.breadth)
        if act.rank >= MODERATE and act.in_force and age < FRESH_DAYS:
            raise_to("fresh", act.breadth)
        if act.rank >= STRONG and (pending or age < RECENT_DAYS):
            raise_to("strong_recent", act.breadth)
    return tuple(share[level] for level in CONTROL_LEVELS)
