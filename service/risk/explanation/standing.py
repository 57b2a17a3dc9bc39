"""Where the acts around a product stand on its day: what is in force, announced, suspended, eased or unknown.

Standing is a fact beside the forecast: it never enters the score, but it can set the band. An act stands on a purchase
as far as the weight of the paths that meet it at a border.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from service.risk.answer import PendingRisk, RegisterEntry, Standing
from service.risk.controls.measures import SEVERITIES, Measure, Span, Status
from service.risk.controls.register import Register
from service.risk.product.needs import Need
from service.risk.source_shock.acts import is_serious, months_since
from service.risk.source_shock.source_hazards import PendingAct
from service.risk.source_shock.steps import CENTRAL, Good, Places, Step, steps
from service.risk.vocabulary import hs92_code

ALREADY_HIT, UNDER_CONTROL, ANNOUNCED = "already_hit", "under_control", "announced"
HIT_MONTHS = 12
"""Months in force after which an act counts as standing control: exports don't come back by then."""
RECENT_MONTHS = 24
"""A relaxation is told for two years, and as long as it speaks of an act that stands."""


@dataclass
class Met:
    """Measures around one purchase: id -> measure with its span, and the share (0..1) of need whose paths meet it.
    ``controlled`` is the share under a serious act in force or announced."""

    measures: dict[str, tuple[Measure, Span]] = field(default_factory=dict)
    shares: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    countries: dict[str, str] = field(default_factory=dict)
    controlled: float = 0.0


class Around(NamedTuple):
    """Measures that a path meets: id -> measure with its span and the country; ``stands`` where a serious one does."""

    measures: Mapping[str, tuple[tuple[Measure, Span], str]]
    stands: bool


def met_by(needs: Sequence[Need], register: Register, on: date) -> list[Met]:
    """By purchase, all measures announced and not ended that its paths meet at their borders. Purchases of the same
    good share most of their paths, and paths most of their steps: each is looked up once."""
    goods: dict[Good, dict[Places, Around]] = {}
    borders: dict[tuple[Good, Step], tuple[tuple[Measure, Span], ...]] = {}
    return [_met(need, goods.setdefault(need.good, {}), borders, register, on) for need in needs]


def _met(
    need: Need,
    known: dict[Places, Around],
    borders: dict[tuple[Good, Step], tuple[tuple[Measure, Span], ...]],
    register: Register,
    on: date,
) -> Met:
    found = Met()
    for path in need.paths:
        around = known.get(path.places)
        if around is None:
            around = known[path.places] = _around(need.good, path.places, borders, register, on)
        for name, (pair, country) in around.measures.items():
            found.measures[name] = pair
            found.countries.setdefault(name, country)
            found.shares[name] += path.weight
        if around.stands:
            found.controlled = min(1.0, found.controlled + path.weight)
    return found


def _around(
    good: Good,
    places: Places,
    borders: dict[tuple[Good, Step], tuple[tuple[Measure, Span], ...]],
    register: Register,
    on: date,
) -> Around:
    found: dict[str, tuple[tuple[Measure, Span], str]] = {}
    for step in steps(good, places, CENTRAL):
        if not step.restrictable:
            continue
        acts = borders.get((good, step))
        if acts is None:
            acts = borders[good, step] = bearing(step, good, register, on)
        for pair in acts:
            found[pair[0].measure_id] = pair, step.country
    return Around(found, any(stands(*pair) for pair, _ in found.values()))


def bearing(step: Step, good: Good, register: Register, on: date) -> tuple[tuple[Measure, Span], ...]:
    """What the country of a step has announced on the good that reaches the next country and hasn't ended."""
    if not step.restrictable or not register.issues(step.country):
        return ()
    return register.bearing(
        step.country,
        on,
        hs92=hs92_code(good.element, step.form),
        element=good.element,
        form=step.form,
        destination=step.towards or "",
        end_use=good.end_use,
        also=good.elements(step.form) - {good.element},
    )


def stands(measure: Measure, span: Span) -> bool:
    """Whether an act is serious and in force, or announced for a day to come."""
    return (
        measure.sign == "tightening"
        and measure.rank >= SEVERITIES["moderate"]
        and is_serious(measure)
        and span.status in (Status.IN_FORCE, Status.ANNOUNCED)
    )


def standing(parts: Sequence[Met], register: Register, on: date) -> tuple[Standing, ...]:
    """Serious acts in force or announced around a product, the largest share first. The share is that of the purchase
    that it bears on most."""
    found = [_standing(name, parts, register, on) for name in _names(parts)]
    told = [one for one in found if one is not None]
    return tuple(sorted(told, key=lambda s: (-round(s.share, 6), s.measure_id)))


def _names(parts: Sequence[Met]) -> list[str]:
    return sorted({name for part in parts for name in part.measures})


def _standing(name: str, parts: Sequence[Met], register: Register, on: date) -> Standing | None:
    measure, span = next(part.measures[name] for part in parts if name in part.measures)
    if not stands(measure, span):
        return None
    if span.status is Status.ANNOUNCED:
        state, since = ANNOUNCED, measure.effective
    else:
        since = _head_since(measure, span, register)
        state = ALREADY_HIT if since is not None and months_since(since, on) < HIT_MONTHS else UNDER_CONTROL
    eased = [register[other] for other in register.easing(measure, on, on)]
    eased_since = min((m.effective or m.announced or on for m in eased), default=None)
    return Standing(
        name, state, _country(parts, name), measure.severity, measure.instrument,
        tuple(sorted(measure.elements)), _largest(parts, name), since, eased_since,
    )  # fmt: skip


def _head_since(measure: Measure, span: Span, register: Register) -> date | None:
    """First day in force, that of the head of its chain for a renewal; a measure back from a suspension starts anew."""
    if span.since is None or not measure.renews or measure.back_from_suspension(span.since) == span.since:
        return span.since
    head = register[measure.renews]
    return min(span.since, head.effective) if head.effective else span.since


def _country(parts: Sequence[Met], name: str) -> str:
    return next(part.countries[name] for part in parts if name in part.measures)


def _largest(parts: Sequence[Met], name: str) -> float:
    return min(1.0, max(part.shares.get(name, 0.0) for part in parts))


def pending_risk(parts: Sequence[Met], pending: Sequence[PendingAct]) -> tuple[PendingRisk, ...]:
    """Acts around a product that may start within the window, the largest share first."""
    odds = {act.measure_id: act for act in pending}
    found = []
    for name in _names(parts):
        if name not in odds:
            continue
        _, span = next(part.measures[name] for part in parts if name in part.measures)
        act = odds[name]
        found.append(PendingRisk(name, str(span.status), _country(parts, name), _largest(parts, name),
                                 act.central, act.adverse, span.until))  # fmt: skip
    return tuple(sorted(found, key=lambda one: (-round(one.share, 6), one.measure_id)))


def entries(parts: Sequence[Met], pending: Sequence[PendingAct], on: date) -> tuple[RegisterEntry, ...]:
    """Every measure around a product with what it counts for."""
    odds = {act.measure_id: act for act in pending}
    found = {name: pair for part in parts for name, pair in part.measures.items()}
    return tuple(
        RegisterEntry(name, str(span.status), m.sign, m.severity, span.since, span.until, _counts(m, span, odds))
        for name, (m, span) in sorted(found.items())
        if _worth_telling(m, span, found, on)
    )


def _counts(measure: Measure, span: Span, odds: Mapping[str, PendingAct]) -> str:
    act = odds.get(measure.measure_id)
    if act is not None and act.central > 0:
        return "score"
    if stands(measure, span):
        return "standing"
    return "upper_end" if act is not None and act.adverse > 0 else "nothing"


def _worth_telling(measure: Measure, span: Span, found: Mapping[str, tuple[Measure, Span]], on: date) -> bool:
    """Leaves out what eased a control long ago that stands no more."""
    young = span.since is not None and months_since(span.since, on) < RECENT_MONTHS
    return measure.sign != "relaxation" or young or bool(measure.eases & found.keys())


def unknown_and_suspended(parts: Sequence[Met]) -> Iterator[tuple[Measure, Span]]:
    """Measures around a product that are suspended or of unknown status, by id."""
    for name in _names(parts):
        measure, span = next(part.measures[name] for part in parts if name in part.measures)
        if measure.sign == "tightening" and span.status in (Status.SUSPENDED, Status.UNKNOWN):
            yield measure, span
