"""Where the measures around a hazard stand on its day, counted or not, and what an answer says of them.

The score counts what ``register.acting`` gives. What is suspended, eased or of unknown status counts for nothing, or
for the interval only, and so two days can tie: the messages here say why.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from service.risk.answer import Message, Standing
from service.risk.bundle.kernel import Kernel
from service.risk.controls.measures import Acting, Measure, Span, Status
from service.risk.intervals import VIEWS
from service.risk.product.assessment import CENTRAL, Assessed
from service.risk.supply_chain.borders import MODERATE, RECENT_DAYS, Bearing
from service.risk.vocabulary import Stage

NO_WEIGHT = 0.005
"""Log-odds below which a contribution counts as none."""


class Weightless(IntEnum):
    """Why a control has no weight of its own; of several borders the highest speaks."""

    ADMINISTRATIVE = 0
    ORE = 1
    OLD = 2
    SMALL = 3


WEIGHTLESS = {
    Weightless.ADMINISTRATIVE: "Of administrative severity",
    Weightless.ORE: "On ore bought upstream, which counts as a control whatever its severity and age",
    Weightless.OLD: f"Older than {RECENT_DAYS // 365} years on {{day}}, a renewal counted from the first of its chain",
    Weightless.SMALL: f"Of moderate severity or worse and younger than {RECENT_DAYS // 365} years",
}


@dataclass(frozen=True)
class Surroundings:
    """The measures and relaxations on one hazard's chain by id, the same as the answer shows them, and those that share
    a border with another control of moderate severity or worse."""

    found: Mapping[str, tuple[Measure, Span]]
    shown: tuple[Standing, ...]
    overlapping: frozenset[str]
    weightless: Mapping[str, Weightless]
    """Controls met that the model adds nothing for, with the reason; empty where it adds something for one of them."""


def surroundings(assessed: Assessed, kernel: Kernel) -> Surroundings:
    """Every announced measure on the goods of the central chain, and what any view counts beside them."""
    register, day = kernel.register, assessed.key.on
    found: dict[str, tuple[Measure, Span]] = {}
    overlapping: set[str] = set()
    for bearing in _borders(assessed, kernel):
        found.update(bearing.found)
        overlapping |= bearing.overlapping
    found = {name: pair for name, pair in found.items() if _worth_telling(*pair, found, day)}
    for point in assessed.points:  # the chains of the other views meet others
        for name, _ in point.assembly.measures if point.assembly else ():
            if name not in found:
                found[name] = register[name], register[name].span(day)
    central, adverse = (_met(assessed, view) for view in (CENTRAL, "adverse"))
    shown = tuple(_shown(*found[name], central, adverse) for name in sorted(found))
    plain = bool(central) and abs(assessed.central.control) < NO_WEIGHT
    weightless = _weightless(assessed, kernel) if plain else {}
    return Surroundings(found, shown, frozenset(overlapping), weightless)


def _borders(assessed: Assessed, kernel: Kernel) -> Iterator[Bearing]:
    """What bears on each border of the central chain."""
    assembly, key = assessed.central.assembly, assessed.key
    assert assembly is not None
    for step in assembly.chain.steps:
        borders = kernel.facts.borders(step.good, step.stage, key.on, key.end_use, CENTRAL)
        for buyer, sellers in step.sellers_of.items():
            for seller in sellers:
                if kernel.register.issues(seller):
                    yield borders.bearing(seller, buyer)


def _shown(measure: Measure, span: Span, central: frozenset[str], adverse: frozenset[str]) -> Standing:
    name = measure.measure_id
    counts = "score" if name in central else "upper_end" if name in adverse else "nothing"
    return Standing(name, str(span.status), measure.sign, measure.severity, span.since, span.until, counts)


def _met(assessed: Assessed, view: str) -> frozenset[str]:
    """Measures that act on the hazard in a view."""
    assembly = assessed.points[VIEWS.index(view)].assembly
    return frozenset(measure for measure, _ in assembly.measures) if assembly else frozenset()


def _worth_telling(measure: Measure, span: Span, found: Mapping[str, tuple[Measure, Span]], day: date) -> bool:
    """Leaves out what eased a control long ago that stands no more."""
    young = span.since is not None and (day - span.since).days < RECENT_DAYS
    return measure.sign != "relaxation" or young or bool(measure.eases & found.keys())


def register_messages(
    assessed: Sequence[Assessed], parts: Sequence[Surroundings], kernel: Kernel, day: date
) -> Iterator[Message]:
    """Why the register counts as it does on this day; one message per reason, measures of all hazards together."""
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
        told = kernel.register.told_of((name for name, _, _ in unknown), day)
        detail += "".join(f" {m.measure_id} ({m.announced}): {m.note.rstrip('.')}." for m in told)
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
    yield from _without_weight(assessed, parts, day)


def _eased(found: Mapping[str, tuple[Measure, Span]], day: date) -> Iterator[Message]:
    """General licences in force, which ease a licence for some firms and lift it for nobody else, and what was lifted
    of late."""
    standing = [(n, m) for n, (m, span) in sorted(found.items()) if span.status is Status.IN_FORCE]
    for name, licence in standing:
        if licence.instrument == "general_licence" and (eased := sorted(licence.eases & found.keys())):
            detail = (
                f"General licences ({name}) ease {', '.join(eased)} for named exporters and customers. "
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


def _without_weight(assessed: Sequence[Assessed], parts: Sequence[Surroundings], day: date) -> Iterator[Message]:
    """Controls met on hazards to which the model adds nothing for them, each with what it is that has no weight."""
    plain: set[str] = set()
    reasons: dict[str, Weightless] = {}
    shares: dict[str, float] = {}
    for each, around in zip(assessed, parts, strict=True):
        assembly = each.central.assembly
        assert assembly is not None
        if around.weightless:
            plain.add(f"{each.key.element} {each.key.form}")
            for name, reason in around.weightless.items():
                reasons[name] = max(reason, reasons.get(name, reason))
            for name, share in assembly.measures:
                shares[name] = max(share, shares.get(name, 0.0))
    if plain:
        told = []
        for reason in sorted(set(reasons.values())):
            names = [f"{n} on {shares[n]:.0%} of the supply" for n in sorted(reasons) if reasons[n] is reason]
            told.append(f"{WEIGHTLESS[reason].format(day=day)}: {', '.join(names)}")
        detail = (
            f"Controls are met and the fitted model adds less than {NO_WEIGHT} to the log-odds of "
            f"{', '.join(sorted(plain))} for them. {'; '.join(told)}."
        )
        yield Message("info", "controls_without_weight", None, detail)


def _weightless(assessed: Assessed, kernel: Kernel) -> dict[str, Weightless]:
    """Why the features read nothing of each control met; of the borders of the central chain the highest reason."""
    assembly, key = assessed.central.assembly, assessed.key
    assert assembly is not None
    reasons: dict[str, Weightless] = {}
    for number, step in enumerate(assembly.chain.steps):
        table = kernel.facts.borders(step.good, step.stage, key.on, key.end_use, CENTRAL)
        ore = number > 0 and step.stage is Stage.MINING
        for buyer, sellers in step.sellers_of.items():
            for act in (act for seller in sellers for act in table.border(seller, buyer)[0]):
                reason = _reason(act, key.on, ore=ore)
                reasons[act.measure_id] = max(reason, reasons.get(act.measure_id, reason))
    return reasons


def _reason(act: Acting, on: date, *, ore: bool) -> Weightless:
    """Why a control has no weight at one border; ``ore``: it bears on ore bought upstream."""
    if act.rank < MODERATE:
        return Weightless.ADMINISTRATIVE
    if ore:
        return Weightless.ORE
    return Weightless.OLD if act.in_force and (on - act.since).days >= RECENT_DAYS else Weightless.SMALL
