"""Do durations hold? The curve that was known at the end of a year, against the acts that began since.

An act that began later is left out of the curve that speaks of it. So is every end that nobody knew of by then. Beside
that stands what the curve of today becomes when each act is left out in turn.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from service.risk.controls.measures import Measure
from service.risk.outlook.durations import CHECKED_DAYS, Curve, restriction_spells

CUTS = (2010, 2014, 2018, 2022)
DAYS = (90, CHECKED_DAYS, 365, 730)


@dataclass(frozen=True)
class Held:
    """The share of acts that lasts longer than some days: as ``said`` at the end of a year, with its 90 % interval, and
    as it ``came`` for acts that began since. ``known`` and ``since`` count the acts."""

    year: int
    days: int
    known: int
    said: float
    interval: tuple[float, float]
    since: int
    came: float

    @property
    def inside(self) -> bool:
        """Whether what came lies in the interval."""
        low, high = self.interval
        return low <= self.came <= high


def held_out(measures: Iterable[Measure], today: date) -> Iterator[Held]:
    """Every cut and number of days."""
    known = tuple(measures)
    every = restriction_spells(known, today)
    for year in CUTS:
        early = Curve(restriction_spells(known, date(year, 12, 31)))
        names = {spell.name for spell in early.spells}
        late = Curve(tuple(spell for spell in every if spell.name not in names))
        for days in DAYS:
            yield Held(year, days, len(early.spells), early.beyond(days), early.interval(days), len(late.spells),
                       late.beyond(days))  # fmt: skip


def page(rows: Sequence[Held], today: Curve) -> str:
    """The findings, in Markdown."""
    inside = sum(row.inside for row in rows)
    longer = sum(row.came > row.interval[1] for row in rows)
    low, high = today.left_out(CHECKED_DAYS)
    lines = [
        "# Do durations of restrictions hold?",
        "",
        "The share of acts that last longer than some days. *Said* is what the register's acts told at the end of a",
        "year, *came* is what became of acts that began since.",
        "",
        "| end of | acts known | days | said (90 % interval) | acts since | came |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for row in rows:
        ends = f"{row.interval[0]:.0%} to {row.interval[1]:.0%}"
        lines.append(
            f"| {row.year} | {row.known} | {row.days} | {row.said:.0%} ({ends}) | {row.since} | {row.came:.0%} |"
        )
    lines += [
        "",
        f"{inside} of {len(rows)} lie inside; the cuts share many of their acts.",
        f"Of the others {longer} came longer than said.",
        f"With each of {len(today.spells)} acts of today left out in turn, the share beyond {CHECKED_DAYS} days goes",
        f"from {low:.1%} to {high:.1%}.",
    ]
    return "\n".join(lines) + "\n"
