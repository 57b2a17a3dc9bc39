"""Where the measures around a hazard stand on its day, counted or not, and what an answer says of them.

The score counts what ``register.acting`` gives. What is suspended, eased or of unknown status counts for nothing, or
for the interval only, and so two days can tie: the messages here say why.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from service.risk.answer import Message, Standing
from service.risk.assess import Assessed
from service.risk.borders import MODERATE, RECENT_DAYS, Bearing
from service.risk.bundle import Kernel
from service.risk.features import CONTROL_LEVELS
from service.risk.measures import Measure, Span, Status
from service.risk.stage_supply import SCENARIOS

NO_WEIGHT = 0.005
"""Log-odds below which a contribution counts as none."""


@dataclass(frozen=True)
class Surroundings:
    """The measures and relaxations on one hazard's chain by id, the same as the answer shows them, and those that share
    a border with another control of moderate severity or worse."""

    found: Mapping[str, tuple[Measure, Span]]
    shown: tuple[Standing, ...]
    overlapping: frozenset[str]


def surroundings(assessed: Assessed, kernel: Kernel) -> Surroundings:
    """Every announced measure on the goods of the central chain, and what any scenario counts beside them."""
    register, day = kernel.register, assessed.key.on
    found: dict[str, tuple[Measure, Span]] = {}
    overlapping: set[str] = set()
    for bearing in _borders(assessed, kernel):
        found |= {measure.measure_id: (measure, span) for measure, span in bearing}
        alike = {m.measure_id for m, span in bearing if _weighs(m, span)}
        overlapping |= alike if len(alike) > 1 else set()
    found = {name: pair for name, pair in found.items() if _worth_telling(*pair, found, day)}
    for point in assessed.points:  # technology controls bear on no good; the adverse scenario meets unknown ones
        for name, _ in point.assembly.measures if point.assembly else ():
            found.setdefault(name, (register[name], register[name].span(day)))
    shown = tuple(_shown(assessed, *found[name]) for name in sorted(found))
    return Surroundings(found, shown, frozenset(overlapping))


def _borders(assessed: Assessed, kernel: Kernel) -> Iterator[Bearing]:
    """What bears on each border of the central chain."""
    assembly, key = assessed.central.assembly, assessed.key
    assert assembly is not None
    for step in assembly.chain.steps:
        borders = kernel.facts.borders(step.good, step.stage, key.on, key.end_use, "central")
        for buyer, sellers in step.sellers_of.items():
            for seller in sellers:
                if kernel.register.issues(seller):
                    yield borders.bearing(seller, buyer)


def _shown(assessed: Assessed, measure: Measure, span: Span) -> Standing:
    name = measure.measure_id
    counts = "score" if _met(assessed, "central", name) else "nothing"
    if counts == "nothing" and _met(assessed, "adverse", name):
        counts = "upper_end"
    return Standing(name, str(span.status), measure.sign, measure.severity, span.since, span.until, counts)


def _met(assessed: Assessed, scenario: str, name: str) -> bool:
    """Whether a measure acts on the hazard in a scenario."""
    assembly = assessed.points[SCENARIOS.index(scenario)].assembly
    return assembly is not None and any(measure == name for measure, _ in assembly.measures)


def _worth_telling(measure: Measure, span: Span, found: Mapping[str, tuple[Measure, Span]], day: date) -> bool:
    """Leaves out what eased a control long ago that stands no more."""
    young = span.since is not None and (day - span.since).days < RECENT_DAYS
    return measure.sign != "relaxation" or young or bool(measure.eases & found.keys())


def _weighs(measure: Measure, span: Span) -> bool:
    return measure.sign == "tightening" and measure.rank >= MODERATE and span.status is Status.IN_FORCE


def register_messages(assessed: Sequence[Assessed], around: Iterable[Surroundings], day: date) -> Iterator[Message]:
    """Why the register counts as it does on this day; one message per reason, measures of all hazards together."""
    parts = list(around)
    found = {name: pair for part in parts for name, pair in part.found.items()}
    controls = {n: (m, span) for n, (m, span) in sorted(found.items()) if m.sign == "tightening"}

    def of(status: Status) -> list[tuple[str, Measure, Span]]:
        return [(name, m, span) for name, (m, span) in controls.items() if span.status is status]

    if unknown := of(Status.UNKNOWN):
        names = ", ".join(f"{name} (since {span.since})" for name, _, span in unknown)
        detail = (
            f"Whether these are in force is unknown: {names}. The score takes them as not in force, the upper end of "
            "the interval as in force."
        )
        yield Message("warning", "unknown_status", None, detail)
    if suspended := of(Status.SUSPENDED):
        names = ", ".join(f"{name} ({span.since} to {span.until or 'an open end'})" for name, _, span in suspended)
        yield Message("info", "suspended", None, f"Suspended on this day, so they count for nothing: {names}.")
    if announced := [row for row in of(Status.ANNOUNCED) if not row[1].renews]:
        names = ", ".join(f"{name} (from {m.effective or 'a day not yet set'})" for name, m, _ in announced)
        detail = (
            f"Announced and not in force: {names}. They count as news, not as controls in force; the favourable view "
            "leaves them out."
        )
        yield Message("info", "announced", None, detail)
    yield from _eased(found, day)
    yield from _overlapping(parts)
    yield from _without_weight(assessed, day)


def _eased(found: Mapping[str, tuple[Measure, Span]], day: date) -> Iterator[Message]:
    """General licences in force, which ease a licence for some firms and lift it for nobody else, and what was lifted
    of late."""
    standing = [(n, m) for n, (m, span) in sorted(found.items()) if span.status is Status.IN_FORCE]
    for name, licence in standing:
        if licence.instrument == "general_licence":
            eased = ", ".join(sorted(licence.eases & found.keys()))
            detail = (
                f"General licences ({name}) ease {eased or 'a licence'} for named exporters and customers. "
                "They don't lift it: the score counts the licence in full."
            )
            yield Message("info", "general_licence", None, detail)
    lifted = [
        f"{name} (from {m.effective})"
        for name, m in standing
        if m.instrument in ("removal", "relaxation") and m.effective and (day - m.effective).days < RECENT_DAYS
    ]
    if lifted:
        detail = f"Lifted or eased within two years before {day}: {', '.join(lifted)}. What they ended counts no more."
        yield Message("info", "lifted", None, detail)


def _overlapping(parts: Sequence[Surroundings]) -> Iterator[Message]:
    names = sorted({name for part in parts for name in part.overlapping})
    if names:
        detail = (
            f"These bear on the same supply: {', '.join(names)}. The score counts the share of supply under a control "
            "of some severity and age, once however many there are: one more or one less need not move it."
        )
        yield Message("info", "overlapping_controls", None, detail)


def _without_weight(assessed: Sequence[Assessed], day: date) -> Iterator[Message]:
    """Controls met that the fitted model gives no weight: none is both moderate or worse and younger than two years."""
    plain: dict[str, set[str]] = {}
    for each in assessed:
        assembly = each.central.assembly
        assert assembly is not None
        recent = assembly.exposure.controls[CONTROL_LEVELS.index("recent")]
        if assembly.measures and not recent and abs(each.central.control) < NO_WEIGHT:
            plain.setdefault(f"{each.key.element} {each.key.form}", set()).update(m for m, _ in assembly.measures)
    if plain:
        detail = (
            f"Controls are met and add nothing to {', '.join(sorted(plain))}: "
            f"{', '.join(sorted(set().union(*plain.values())))}. None is both of moderate severity or worse and "
            f"younger than {RECENT_DAYS // 365} years on {day}, and the fitted model found no effect of others."
        )
        yield Message("info", "controls_without_weight", None, detail)
