"""Five indicators to watch, each defined so that two people would read it alike, with dated observations.

A source document (doc-001) names the five and gives no numbers. What is counted here comes from the register of export
controls and from the claims; nothing is opined, and a gap is told. None of it enters a score.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from service.risk.controls.measures import TECHNOLOGY, Measure
from service.risk.controls.register import Register
from service.risk.evidence.claims import Claim, Evidence, known

COUNTRY = "CHN"
"""The country whose policy the five watch; the document speaks of no other."""
RISING, FALLING, STEADY, NOT_OBSERVED = "rising", "falling", "steady", "not_observed"
DIRECTIONS = (RISING, FALLING, STEADY, NOT_OBSERVED)
PHASES = {
    "company_commitment_date": "A state group took on to lead two bases, in Inner Mongolia and Guangxi.",
    "phase_start": "A first phase of a separation plant in Inner Mongolia began to run.",
    "phase_construction_start": "Work on a second phase in Inner Mongolia, for medium and heavy rare earths, began.",
    "phase_enclosure_target": (
        "The halls of a second phase in Inner Mongolia were to be closed by this day; whether they were isn't known."
    ),
}
"""Dated steps in the two bases, by the quantity of their claims."""
WHOLE_YEAR = frozenset({"rock", "ion_adsorption"})
"""Kinds of ore that together make the mining quota of a year, where a source gives the whole."""
STATEMENT, GENERAL_LICENCE = "statement", "general_licence"


@dataclass(frozen=True)
class Observation:
    """Something that was seen, on the day from which it could be known. ``step`` is 1, -1 or 0; ``source`` is the id
    of a claim or of a measure."""

    on: date
    seen: str
    step: int
    source: str


@dataclass(frozen=True)
class Definition:
    """What an indicator counts. ``statement`` is the id of the passage that names it."""

    indicator: str
    name: str
    statement: str
    counts: str
    rising_means: str
    would_move: str
    missing: str
    complete: bool
    """Whether silence means that nothing happened: so with acts of a register, not with plants."""
    observe: Callable[[Register, Evidence, date], Iterator[Observation]]


@dataclass(frozen=True)
class Indicator:
    """An indicator on a day: steps of the last twelve months and of the twelve before, and all that was seen."""

    definition: Definition
    direction: str
    last: int
    before: int
    by_year: tuple[tuple[int, int], ...]
    observations: tuple[Observation, ...]


def indicators(register: Register, evidence: Evidence, on: date) -> tuple[Indicator, ...]:
    """The five, in the order of the document, from what was known on a day."""
    return tuple(_indicator(one, register, evidence, on) for one in DEFINITIONS)


def _indicator(definition: Definition, register: Register, evidence: Evidence, on: date) -> Indicator:
    seen = sorted(definition.observe(register, evidence, on), key=lambda one: (one.on, one.source))
    last, before = _steps(seen, _years_back(on, 1), on), _steps(seen, _years_back(on, 2), _years_back(on, 1))
    years = Counter[int]()
    for one in seen:
        years[one.on.year] += one.step
    all_years = range(seen[0].on.year, on.year + 1) if seen else ()
    # Where not everything is published, a year of which nothing is known isn't one in which nothing changed.
    by_year = tuple((year, years[year]) for year in all_years if definition.complete or year in years)
    return Indicator(
        definition,
        _direction(seen, last, on, complete=definition.complete),
        last,
        before,
        by_year,
        tuple(reversed(seen)),
    )


def _steps(seen: Sequence[Observation], after: date, until: date) -> int:
    return sum(one.step for one in seen if after < one.on <= until)


def _direction(seen: Sequence[Observation], last: int, on: date, *, complete: bool) -> str:
    newest = max((one.on for one in seen if one.step), default=date.min)
    if not seen or (not complete and newest <= _years_back(on, 1)):
        return NOT_OBSERVED
    if last == 0:
        return STEADY
    return RISING if last > 0 else FALLING


def _years_back(on: date, years: int) -> date:
    try:
        return on.replace(year=on.year - years)
    except ValueError:  # 29 February
        return on.replace(year=on.year - years, day=on.day - 1)


def _measures(register: Register, on: date) -> Iterator[Measure]:
    """Verified measures of the country on rare earths that were known on a day."""
    for measure in register.measures:
        if measure.jurisdiction == COUNTRY and measure.elements and date.min < measure.published <= on:
            yield measure


def _policy(register: Register, _: Evidence, on: date) -> Iterator[Observation]:
    steps = {"tightening": 1, "relaxation": -1}
    for measure in _measures(register, on):
        if measure.sign in steps:
            yield Observation(measure.published, _named(measure), steps[measure.sign], measure.measure_id)


def _technology(register: Register, _: Evidence, on: date) -> Iterator[Observation]:
    controls = {one.measure_id: one for one in _measures(register, on) if TECHNOLOGY in one.forms}
    for measure in controls.values():
        if measure.sign == "tightening":
            yield Observation(measure.published, _named(measure), 1, measure.measure_id)
    for measure in _measures(register, on):
        if measure.sign == "relaxation" and measure.eases & controls.keys():
            yield Observation(measure.published, _named(measure), -1, measure.measure_id)


def _cooperation(register: Register, _: Evidence, on: date) -> Iterator[Observation]:
    for measure in _measures(register, on):
        if measure.instrument in (STATEMENT, GENERAL_LICENCE):
            yield Observation(measure.published, _named(measure), 1, measure.measure_id)


def _regions(_: Register, evidence: Evidence, on: date) -> Iterator[Observation]:
    for quantity, seen in PHASES.items():
        for claim in evidence.query(quantity, geography=COUNTRY):
            day = date.fromisoformat(claim.valid_to or claim.valid_from)
            if known(claim, on) and day <= on:
                yield Observation(day, seen, 0 if claim.nature == "target" else 1, claim.claim_id)


def _investment(_: Register, evidence: Evidence, on: date) -> Iterator[Observation]:
    """Each year's quota beside the last that was stated in the same way: whole years, or first batches."""
    totals: dict[tuple[bool, int], list[Claim]] = {}
    for claim in evidence.query("mining_quota", geography=COUNTRY):
        if known(claim, on):
            totals.setdefault((claim.basis not in WHOLE_YEAR, int(claim.valid_from[:4])), []).append(claim)
    before: dict[bool, tuple[int, int]] = {}
    for (batch, year), claims in sorted(totals.items()):
        tonnes = sum(round(claim.centre) for claim in claims)
        if batch in before:
            then, less = before[batch]
            part = "in the first batch of" if batch else "in"
            seen = f"{tonnes:,} t of oxide might be mined {part} {year}, after {less:,} t {part} {then}."
            step = (tonnes > less) - (tonnes < less)
            yield Observation(max(claim.published for claim in claims), seen, step, claims[0].claim_id)
        before[batch] = (year, tonnes)


def _named(measure: Measure) -> str:
    title = measure.announcement or measure.authority or measure.measure_id
    return f"{title}: {measure.instrument.replace('_', ' ')}, {measure.commodity}."


DEFINITIONS = (
    Definition(
        "investment", "Investment", "doc-001-s54",
        "Mining quotas of China: a step up or down for each year whose quota is above or below the last one stated.",
        "more ore for plants that the state controls: more supply, and more of it from one country.",
        "Shares of mining and separation, and so the chance of every source in China.",
        "Money: no public series of state investment in processing is held. Quotas since 2025 weren't published.",
        False,
        _investment,
    ),
    Definition(
        "export_policy", "Export policy", "doc-001-s55",
        "Acts of China on rare earths: a step up for each that tightens, a step down for each that eases, on the day "
        "on which it became known.",
        "more or harder controls.",
        "China's own record, the strongest feature of the forecast, and the standing of every product that it reaches.",
        "Grants and refusals of licences: no complete public count is held.",
        True,
        _policy,
    ),
    Definition(
        "technology_transfer", "Technology transfer", "doc-001-s56",
        "Acts of China on technology of rare earths: a step up for each control, a step down for each that eases one.",
        "know-how is closed further; new plants elsewhere take longer.",
        "No forecast directly. It slows the alternatives that a plan may name.",
        "Technology asked for in return for access: no dated case is held.",
        True,
        _technology,
    ),
    Definition(
        "regions", "Regional build-out", "doc-001-s57",
        "Dated steps of plants in the two bases, Inner Mongolia and Guangxi: a step up for each that was seen.",
        "capacity grows in the two bases.",
        "Shares of separation, most of all of medium and heavy rare earths.",
        "Steps in Guangxi, and what became of targets whose day has passed.",
        False,
        _regions,
    ),
    Definition(
        "cooperation", "International cooperation", "doc-001-s58",
        "Joint statements and general licences of China on rare earths: a step up for each.",
        "more is agreed with buyers' governments; it need not last.",
        "Suspensions and licences that follow; the forecast waits for these.",
        "Supply agreements under the Belt and Road Initiative: no dated one is held.",
        True,
        _cooperation,
    ),
)  # fmt: skip
