"""A measure of the register: a row of the table, whom it reaches, and the words for where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from service.risk.supply import elements_of

SEVERITIES = {"administrative": 1, "moderate": 2, "strong": 3, "prohibitive": 4}
_EU27 = "AUT BEL BGR CYP CZE DEU DNK ESP EST FIN FRA GRC HRV HUN IRL ITA LTU LUX LVA MLT NLD POL PRT ROU SVK SVN SWE"
EU27 = frozenset(_EU27.split())
TECHNOLOGY = "technology"


class Status(StrEnum):
    """Where a measure stands on a date."""

    ANNOUNCED = "announced"
    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    ENDED = "ended"
    UNKNOWN = "unknown"
    NOT_YET_ANNOUNCED = "not_yet_announced"
    EVIDENCE = "evidence"


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
    commodity: str
    source: str
    locator: str
    confidence: str
    train: bool
    note: str

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


@dataclass(frozen=True)
class Acting:
    """A measure that bears on a supply path.

    ``rank`` is its severity (1 administrative .. 4 prohibitive). ``since`` is the day the present spell
    begins: in the future for a measure that is only announced (``in_force`` False), at the head of the chain
    for a renewal (which acts from its first day in force). ``breadth`` is the fraction (0..1) of the code's
    elements that it names, 1 when an element was asked for. ``extraterritorial`` marks rules on re-exports
    from other countries.
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

    def words(column: str) -> frozenset[str]:
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
        hs92=words("hs92"),
        stages=words("stages"),
        forms=words("forms"),
        destinations=frozenset(c for word in words("destinations") for c in members(word)),
        end_uses=words("end_uses"),
        announced=day("announced"),
        effective=day("effective"),
        ended=day("ended"),
        suspended_from=day("suspended_from"),
        suspended_until=day("suspended_until"),
        unknown_since=day("unknown_since"),
        hs_match=text("hs_match"),
        renews=text("renews"),
        commodity=text("commodity"),
        source=text("source"),
        locator=text("locator"),
        confidence=text("confidence"),
        train=text("train") == "yes",
        note=text("note"),
    )


def members(place: str) -> frozenset[str]:
    """Countries (alpha-3) that a place of the register stands for."""
    return EU27 if place == "EU27" else frozenset({place})
