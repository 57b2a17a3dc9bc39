"""The table of projects outside China: capacity that produces, and capacity that is planned.

A row gives a capacity claim a project, an owner and a status; the figure, its source and its locator stay the claim's.
Starts are those that the claims of a project state, in the order of their publication: their difference is how far the
project has slipped.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from service.risk.evidence.claims import Claim, Evidence, known
from service.risk.outlook.tables import table
from service.risk.vocabulary import SCOPES

TABLE = Path(__file__).with_name("projects.csv")
COLUMNS = ("claim_id", "project", "owner", "status", "offtake", "begun", "begun_claim")
MONTHS = 12


class State(StrEnum):
    """Where a project stands."""

    PRODUCING = "producing"
    RAMPING = "ramping"
    CONSTRUCTION = "construction"
    PLANNED = "planned"
    ANNOUNCED = "announced"
    GIVEN_UP = "given_up"


STATES = {
    State.PRODUCING: "it produces",
    State.RAMPING: "it has produced, below its capacity",
    State.CONSTRUCTION: "it is being built and has not produced",
    State.PLANNED: "it is planned and has not produced",
    State.ANNOUNCED: "it was announced and has not produced",
    State.GIVEN_UP: "its owner doesn't expect it to proceed",
}
HAS_PRODUCED = frozenset({State.PRODUCING, State.RAMPING})
"""Only these are supply."""


@dataclass(frozen=True)
class Row:
    """One row of the table. ``begun`` (year and month) is the earliest dated decision or study that a source tells."""

    claim_id: str
    project: str
    owner: str
    status: State
    offtake: str
    begun: str
    begun_claim: str


@dataclass(frozen=True)
class Project:
    """A project as known on a day. ``claim`` is its newest capacity (t/y), ``claims`` all, newest last; ``starts`` are
    the starts (year-month-day) that they state, with their claims."""

    name: str
    owner: str
    state: State
    offtake: str
    claim: Claim
    claims: tuple[Claim, ...]
    begun: str

    @property
    def supplies(self) -> bool:
        """Whether it has produced: planned capacity is no supply."""
        return self.state in HAS_PRODUCED

    def makes(self, element: str) -> bool:
        """Whether it is for an element. Plants of metal, magnets and scrap whose source names no element are taken to
        be those of NdFeB: no other was told of."""
        upstream = {"mining", "separation"} & set(self.claim.stage.split())
        return self.claim.covers(element) and (
            bool(upstream) or self.claim.scope != "REE" or element in SCOPES["MAGNET_REE"]
        )

    @property
    def verified(self) -> bool:
        """Whether somebody verified a figure of it."""
        return any(claim.verified for claim in self.claims)

    @property
    def starts(self) -> tuple[str, ...]:
        """Starts of planned capacity, in the order in which they were stated."""
        return tuple(c.valid_from for c in self.claims if c.quantity == "planned_capacity" and c.valid_from)

    @property
    def slipped_months(self) -> int | None:
        """Months by which the last stated start lies behind the first; ``None`` where fewer than two are stated."""
        return months(self.starts[0], self.starts[-1]) if len(self.starts) > 1 else None

    def open_years(self, on: date) -> float | None:
        """Years since it had begun without having produced; ``None`` where nobody dates a beginning, or it produces."""
        if not self.begun or self.supplies:
            return None
        return months(f"{self.begun}-01", on.isoformat()) / MONTHS


def months(first: str, last: str) -> int:
    """Whole months between two days as text."""
    (one, two), (three, four) = (map(int, text.split("-")[:2]) for text in (first, last))
    return (three - one) * MONTHS + four - two


@cache
def rows() -> tuple[Row, ...]:
    """The table."""
    return tuple(map(_row, table(TABLE).rows))


def _row(row: Mapping[str, str]) -> Row:
    texts = {name: row[name] for name in COLUMNS if name != "status"}
    return Row(status=State(row["status"]), **texts)


def projects(evidence: Evidence, on: date) -> list[Project]:
    """Every project of which a capacity was published by a day, by name."""
    names = {claim.claim_id for claim in evidence.claims}
    by_project: dict[str, list[tuple[Claim, Row]]] = {}
    for row in rows():
        if row.claim_id in names and known(claim := evidence.claim(row.claim_id), on):
            by_project.setdefault(row.project, []).append((claim, row))
    return [_project(name, some) for name, some in sorted(by_project.items())]


def _project(name: str, some: Sequence[tuple[Claim, Row]]) -> Project:
    ordered = sorted(some, key=lambda one: (one[0].published, one[0].claim_id))
    claim, newest = ordered[-1]
    offtake = next((row.offtake for _, row in reversed(ordered) if row.offtake), "")
    begun = min((row.begun for _, row in ordered if row.begun), default="")
    return Project(name, newest.owner, newest.status, offtake, claim, tuple(one for one, _ in ordered), begun)
