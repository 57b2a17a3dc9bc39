"""The table of scenarios: dated sets of assumptions, each with who set it. An analyst edits the rows beside this
module; ``python -m training check`` says what is wrong with them. No score and no bundle hangs on them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from service.risk.outlook.tables import table
from service.risk.vocabulary import Stage

TABLE = Path(__file__).with_name("scenarios.csv")
COLUMNS = (
    "scenario", "title", "starts", "ends", "change", "country", "stage", "destinations", "end_uses", "measures",
    "value_low", "value", "value_high", "claims", "assumption", "set_by", "set_on",
)  # fmt: skip
LARGEST, BUYER = "largest", "buyer"
"""In place of a country: the product's largest source at the stage, and the buyer's own country."""
TODAY = "today"
LONGEST_DELAY_DAYS = 365
"""Of a licence: a longer delay is a refusal within the twelve months of a score."""


class Change(StrEnum):
    """What an assumption changes."""

    LOSS = "loss"
    IN_FORCE = "in_force"
    BAN = "ban"
    DELAY = "delay"
    ODDS = "odds"
    MOVED = "moved"
    RECYCLED = "recycled"
    SAVED = "saved"
    PRICE = "price"


CHANGES = {
    Change.LOSS: "a country's output at a stage is lost, inside its borders too",
    Change.IN_FORCE: "acts of the register that aren't in force take effect",
    Change.BAN: "a share of what leaves a country is withheld",
    Change.DELAY: "what needs a licence of a country comes some days late, once",
    Change.ODDS: "the odds of a further serious act of a country are multiplied",
    Change.MOVED: "a share of a stage is made in a country instead",
    Change.RECYCLED: "a share of a stage comes from scrap in the buyer's country",
    Change.SAVED: "a share of each line can be done without",
    Change.PRICE: "prices rise by a share",
}
WITHHOLDING = frozenset({Change.BAN, Change.DELAY})
"""Changes that take a part of what passes a border; a scenario has one of them at most."""


@dataclass(frozen=True)
class Assumption:
    """One row. ``value`` is a share (0..1), of ``DELAY`` days, of ``ODDS`` a factor; ``low`` and ``high`` are the range
    of a ``PRICE``. ``claims`` are ids of figures of the source documents, only where one stands there."""

    change: Change
    country: str
    stage: Stage | None
    destinations: frozenset[str]
    end_uses: frozenset[str]
    measures: tuple[str, ...]
    low: float | None
    value: float | None
    high: float | None
    claims: tuple[str, ...]
    words: str
    set_by: str
    set_on: date


@dataclass(frozen=True)
class Scenario:
    """Assumptions that hold together, for a time where one is stated. ``TODAY`` has none."""

    id: str
    title: str
    starts: date | None = None
    ends: date | None = None
    assumptions: tuple[Assumption, ...] = ()

    def pick_assumptions(self, *changes: Change) -> list[Assumption]:
        """The assumptions of some kinds."""
        return [one for one in self.assumptions if one.change in changes]

    def late_by(self, days: float) -> Scenario:
        """With other days of delay, unless it is thought for a time of its own."""
        if self.starts is not None:
            return self
        rows = [replace(one, value=days) if one.change is Change.DELAY else one for one in self.assumptions]
        return replace(self, assumptions=tuple(rows))


FORECAST = Scenario(TODAY, "Nothing is assumed")


def read(rows: Iterable[Mapping[str, str]]) -> dict[str, Scenario]:
    """Scenarios by id, in the order of their rows. Raises ``ValueError`` or ``KeyError`` for a row that the check of
    the table refuses."""
    made: dict[str, Scenario] = {}
    for row in rows:
        name = row["scenario"]
        known = made.get(name) or Scenario(name, row["title"], _day(row["starts"]), _day(row["ends"]))
        made[name] = Scenario(
            name, known.title, known.starts, known.ends, (*known.assumptions, assumption_of(row))
        )  # fmt: skip
    return made


def assumption_of(row: Mapping[str, str]) -> Assumption:
    """A row as an assumption. Raises as ``read``."""
    return Assumption(
        change=Change(row["change"]),
        country=row["country"],
        stage=Stage(row["stage"]) if row["stage"] else None,
        destinations=frozenset(row["destinations"].split()),
        end_uses=frozenset(row["end_uses"].split()),
        measures=tuple(row["measures"].split()),
        low=_number(row["value_low"]),
        value=_number(row["value"]),
        high=_number(row["value_high"]),
        claims=tuple(row["claims"].split()),
        words=row["assumption"],
        set_by=row["set_by"],
        set_on=date.fromisoformat(row["set_on"]),
    )


@cache
def scenarios() -> dict[str, Scenario]:
    """The scenarios of the table, the forecast before them."""
    return {TODAY: FORECAST, **read(table(TABLE).rows)}


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _number(text: str) -> float | None:
    return float(text) if text else None
