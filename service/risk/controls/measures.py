"""A measure of the register: a row of the table, whom it reaches, and where it stands on a date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from service.risk.vocabulary import elements_of

SEVERITIES = {"administrative": 1, "moderate": 2, "strong": 3, "prohibitive": 4}
_EU27 = "AUT BEL BGR CYP CZE DEU DNK ESP EST FIN FRA GRC HRV HUN IRL ITA LTU LUX LVA MLT NLD POL PRT ROU SVK SVN SWE"
EU27 = frozenset(_EU27.split())
TECHNOLOGY = "technology"
CORRECTED = "Corrected"
"""The word with which a note goes on where its row was corrected."""
WITH_TERM = ("quota", "suspension")
"""Instruments whose last day stands in the act itself."""


class Status(StrEnum):
    """Where a measure stands on a date."""

    ANNOUNCED = "announced"
    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    ENDED = "ended"
    UNKNOWN = "unknown"
    NOT_YET_ANNOUNCED = "not_yet_announced"
    EVIDENCE = "evidence"


class Span(NamedTuple):
    """A status with its first and last day, as known on the day asked about; ``None`` where no day is known."""

    status: Status
    since: date | None
    until: date | None


@dataclass(frozen=True)
class Measure:
    """One row of the register. ``ended`` and ``suspended_until`` are the last days of their spans."""

    measure_id: str
    jurisdiction: str
    authority: str
    announcement: str
    instrument: str
    severity: str
    sign: str
    scope: str
    elements: frozenset[str]
    hs92: frozenset[str]
    stages: frozenset[str]
    forms: frozenset[str]
    destinations: frozenset[str]
    end_uses: frozenset[str]
    announced: date | None
    effective: date | None
    ended: date | None
    suspended_from: date | None
    suspended_until: date | None
    unknown_since: date | None
    hs_match: str
    renews: str
    eases: frozenset[str]
    """Measures that a relaxation eased, lifted or suspended, or that a piece of evidence speaks of; blank where they
    weren't traced."""
    commodity: str
    source: str
    locator: str
    confidence: str
    train: bool
    note: str
    checked_on: date | None = None
    """Day on which somebody last looked it up; ``None`` in bundles from before that was told."""

    @property
    def remark(self) -> str:
        """The note without what corrections of the row added to it."""
        return self.note.partition(f" {CORRECTED} ")[0]

    @property
    def published(self) -> date:
        """First day on which it can have been known: its announcement, else its first day in force."""
        return self.announced or self.effective or date.min

    @property
    def rank(self) -> int:
        """Severity as a number: 1 administrative, 2 moderate, 3 strong, 4 prohibitive."""
        return SEVERITIES[self.severity]

    def reaches(self, destination: str, end_use: str | None) -> bool:
        """Whether a purchase by ``destination`` (alpha-3) for ``end_use`` falls under the measure."""
        if destination in members(self.jurisdiction):
            return False
        if self.destinations and destination not in self.destinations:
            return False
        return not self.end_uses or (end_use is not None and end_use.strip().lower() in self.end_uses)

    def status(self, on: date, known_at: date | None = None) -> Status:
        """Status on ``on``, with the knowledge of ``known_at`` (None: all that the register holds).

        An end, a suspension or a doubt is known from the day it begins. The term of a quota, or of an act that suspends
        others, is known from the start.
        """
        known = known_at or date.max
        published = self.published
        if published > known:
            return Status.NOT_YET_ANNOUNCED
        if self.sign == "evidence":
            return Status.EVIDENCE if published <= on else Status.NOT_YET_ANNOUNCED
        return self._stands(on, known)

    def _stands(self, on: date, known: date) -> Status:
        """Status of an announced tightening or relaxation."""
        term_known = known if self.instrument not in WITH_TERM else date.max
        if self.unknown_since is not None and self.unknown_since <= min(on, known):
            return Status.UNKNOWN
        if self.ended is not None and self.ended < min(on, term_known):
            return Status.ENDED
        until = self.suspended_until or date.max
        if self.suspended_from is not None and self.suspended_from <= min(on, known) and on <= until:
            return Status.SUSPENDED
        if self.effective is not None and self.effective <= on:
            return Status.IN_FORCE
        return Status.ANNOUNCED if (self.announced or date.max) <= on else Status.NOT_YET_ANNOUNCED

    def span(self, on: date) -> Span:
        """Status on a day, as known on it, with the days it began and will have ended."""
        status = self.status(on, on)
        if status is Status.ANNOUNCED:
            return Span(status, self.announced, self.effective - timedelta(days=1) if self.effective else None)
        if status is Status.SUSPENDED:
            return Span(status, self.suspended_from, self.suspended_until)
        if status is Status.UNKNOWN:
            return Span(status, self.unknown_since, None)
        if status is Status.IN_FORCE:
            began = self.back_from_suspension(on) or self.effective
            return Span(status, began, self.ended if self.instrument in WITH_TERM else None)
        return Span(status, self.announced or self.effective, None)

    def back_from_suspension(self, on: date) -> date | None:
        """First day in force again, where a suspension lies behind it."""
        if self.suspended_until is None or self.suspended_until >= on:
            return None
        return self.suspended_until + timedelta(days=1)


@dataclass(frozen=True)
class Acting:
    """A measure that bears on a supply path.

    ``rank`` is its severity (1 administrative .. 4 prohibitive). ``since`` is the day the present spell begins. It is
    in the future for a measure that is only announced (``in_force`` False). For a renewal, which acts from its first
    day in force, it is at the head of the chain. ``breadth`` is the fraction (0..1) of the code's elements that it
    names, 1 when an element was asked for. ``extraterritorial`` marks rules on re-exports from other countries.
    """

    measure_id: str
    rank: int
    since: date
    in_force: bool
    breadth: float = 1.0
    instrument: str = ""
    extraterritorial: bool = False


def measure_of(row: Mapping[str, str | None]) -> Measure:
    """Parse one row. Raises ``KeyError`` (unknown element or column) or ``ValueError`` (date, severity)."""

    def text(column: str) -> str:
        return (row[column] or "").strip()

    def read_words(column: str) -> frozenset[str]:
        return frozenset(text(column).split())

    def day(column: str) -> date | None:
        return date.fromisoformat(text(column)) if text(column) else None

    if text("severity") not in SEVERITIES:
        raise ValueError(f"{text('measure_id')}: unknown severity {text('severity')!r}")
    return Measure(
        measure_id=text("measure_id"),
        jurisdiction=text("jurisdiction"),
        authority=text("authority"),
        announcement=text("announcement"),
        instrument=text("instrument"),
        severity=text("severity"),
        sign=text("sign"),
        scope=text("elements"),
        elements=elements_of(text("elements")),
        hs92=read_words("hs92"),
        stages=read_words("stages"),
        forms=read_words("forms"),
        destinations=frozenset(c for word in read_words("destinations") for c in members(word)),
        end_uses=read_words("end_uses"),
        announced=day("announced"),
        effective=day("effective"),
        ended=day("ended"),
        suspended_from=day("suspended_from"),
        suspended_until=day("suspended_until"),
        unknown_since=day("unknown_since"),
        hs_match=text("hs_match"),
        renews=text("renews"),
        eases=frozenset((row.get("eases") or "").split()),  # bundles of the first format hold no such column
        commodity=text("commodity"),
        source=text("source"),
        locator=text("locator"),
        confidence=text("confidence"),
        train=text("train") == "yes",
        note=text("note"),
        checked_on=day("checked_on") if row.get("checked_on") else None,  # an older bundle has no such column
    )


def members(place: str) -> frozenset[str]:
    """Countries (alpha-3) that a place of the register stands for."""
    return EU27 if place == "EU27" else frozenset({place})
