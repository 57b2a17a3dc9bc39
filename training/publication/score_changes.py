"""Why a product's score is another than it was: what changed between two bundles and days, step by step, in points."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, NamedTuple

from service.risk.answer import LogOdds, RegisterEntry, Score
from service.risk.bom import Bom
from service.risk.bundle.kernel import Kernel
from service.risk.controls.register import Register
from service.risk.evidence.claims import Evidence
from service.risk.scoring import score

STEPS = {
    "day": "the day alone: what was known, in force or announced by then",
    "register": "export controls: measures added, corrected or withdrawn",
    "evidence": "figures of the tables: shares, recycling, prices",
    "trade": "trade statistics",
    "governance": "governance",
    "reading": "how lines are read: materials, words, grades",
    "model": "the fitted model, and what it says of future acts",
}
"""What is changed in this order; each step is told by what it adds to the score."""
SHOWN = 6
LEAST = 0.05
"""Points from which a step is worth a line: it shows."""
AGED = "  no measure on its way changed its state; acts of the past count a little less from month to month"
NAMED_ODDS = 0.02
"""Log-odds from which a family's part in a source's change is told."""


class AskedBundle(NamedTuple):
    """A bundle and a day on which it is asked."""

    kernel: Kernel
    on: date


@dataclass(frozen=True)
class ScoreChange:
    """Two answers of one product, and what each of ``STEPS`` adds to the score between them: they sum up to it."""

    before: Score
    after: Score
    steps: dict[str, float]

    @property
    def points(self) -> float:
        """After less before; 0 where either has no score."""
        return (self.after.score or 0.0) - (self.before.score or 0.0)


def change(bom: Bom, before: AskedBundle, after: AskedBundle) -> ScoreChange:
    """What moved a product's score. Raises ``BomError`` where it can't be scored."""
    asked = replace(bom, as_of=None)
    first = score(asked, before.kernel, before.on)
    last, steps = first, {}
    scored = AskedBundle(before.kernel, before.on)
    for name, kernel in _mixed(before.kernel, after.kernel):
        step = AskedBundle(kernel, after.on)
        now = last if step.kernel is scored.kernel and step.on == scored.on else score(asked, *step)
        scored = step
        steps[name] = (now.score or 0.0) - (last.score or 0.0)
        last = now
    return ScoreChange(first, last, steps)


def _mixed(old: Kernel, new: Kernel) -> Iterator[tuple[str, Kernel]]:
    """The bundle before, with one part after the other taken from the one after; the same one where that changes
    nothing."""
    yield "day", old
    mixed = old
    for name in ("register", "evidence", "trade", "governance"):
        part = getattr(new.facts, name)
        if not _same(getattr(mixed.facts, name), part):
            mixed = replace(mixed, facts=replace(mixed.facts, **{name: part}))
        yield name, mixed
    if mixed.resolver is not new.resolver:
        mixed = replace(mixed, resolver=new.resolver)
    yield "reading", mixed
    same_model = mixed.restriction is new.restriction and mixed.price is new.price and mixed.manifest == new.manifest
    yield "model", mixed if same_model else new


def _same(one: Any, other: Any) -> bool:
    """Whether two parts of the facts say the same."""
    if isinstance(one, Register):
        return bool(one.revision) and one.revision == other.revision
    if isinstance(one, Evidence):
        return list(one.claims) == list(other.claims)
    return bool(one == other)


def lines(told: ScoreChange) -> Iterator[str]:
    """The change in words: the points, the steps, the measures whose state changed, and the sources by family."""
    old, new = told.before, told.after
    yield f"Score {_points(old)} on {old.as_of}, {_points(new)} on {new.as_of}: {told.points:+.1f} points."
    yield f"Band {old.band or 'none'} before, {new.band or 'none'} after{_set_by(new)}."
    moved = {name: points for name, points in told.steps.items() if abs(points) >= LEAST}
    yield from (f"  {points:+6.1f}  {STEPS[name]}" for name, points in moved.items())
    if not moved:
        yield "  no step of it moves the score by a tenth of a point"
    yield from named(told) or ([AGED] if moved else [])


def named(told: ScoreChange) -> list[str]:
    """The measures whose state changed, and the sources whose chance did."""
    return [*_measures(told.before, told.after), *_sources(told.before, told.after)]


def _points(one: Score) -> str:
    return "none" if one.score is None else f"{one.score:.1f}"


def _set_by(one: Score) -> str:
    return f", set by {one.band_set_by}" if one.band_set_by else ""


def _measures(old: Score, new: Score) -> Iterator[str]:
    """Measures on the product's ways whose state differs."""
    was, now = ({entry.measure_id: entry for entry in one.register} for one in (old, new))
    moved = [name for name in sorted({*was, *now}) if _state(was.get(name)) != _state(now.get(name))]
    for name in moved[:SHOWN]:
        yield f"  {name}: {_state(was.get(name))} -> {_state(now.get(name))}"
    if len(moved) > SHOWN:
        yield f"  and {len(moved) - SHOWN} measures more"


def _state(entry: RegisterEntry | None) -> str:
    return f"{entry.status.replace('_', ' ')} ({entry.counts.replace('_', ' ')})" if entry else "not met"


def _sources(old: Score, new: Score) -> Iterator[str]:
    """Chances of a restriction that moved most, each with the families that moved it."""
    was, now = ({(s.country, s.element): s for s in one.sources} for one in (old, new))
    shared = sorted(was.keys() & now.keys(), key=lambda k: (-abs(now[k].restriction - was[k].restriction), k))
    for key in shared[:SHOWN]:
        families = list(_families(was[key].log_odds, now[key].log_odds))
        if families:
            chances = f"{was[key].restriction:.2%} -> {now[key].restriction:.2%}"
            yield f"  {' '.join(key)}, chance of a further restriction {chances}: {', '.join(families)}"
    for words, keys in (("no longer met", was.keys() - now.keys()), ("newly met", now.keys() - was.keys())):
        if keys:
            yield f"  sources {words}: {', '.join(' '.join(key) for key in sorted(keys)[:SHOWN])}"


def _families(was: LogOdds, now: LogOdds) -> Iterator[str]:
    for field in fields(LogOdds):
        moved = getattr(now, field.name) - getattr(was, field.name)
        if abs(moved) >= NAMED_ODDS:
            yield f"{field.name.replace('_', ' ')} {moved:+.2f} in log-odds"
