"""From whom an action of a plan would buy, on which figures that rests, and how long it takes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from service.risk.bundle.kernel import Kernel
from service.risk.evidence.claims import Claim
from service.risk.explanation.words import country_name, listed
from service.risk.mitigation.actions import Action, Move, Swap
from service.risk.mitigation.plan import Plan
from service.risk.outlook.projects import Project, projects
from service.risk.purchase.basket import Basket, read_bom

LEAD_TIME = "project_lead_time"
"""Quantity of the claims that say how long new capacity takes."""
MOST_PLANTS = 3
QUALIFICATION = (
    "No source of ours states how long a new source takes to be qualified: ask your engineers, and add it to any start "
    "that a plan states."
)
REDESIGN = "No source of ours states how long another material takes to be qualified: ask your engineers."


@dataclass(frozen=True)
class FromWhom:
    """Plants known to have produced in the country of an action, the claims behind its share of the world's output, and
    what is known of the time that it takes."""

    plants: tuple[Project, ...]
    figures: tuple[str, ...]
    lead_time: str


def from_whom(plan: Plan, kernel: Kernel) -> tuple[FromWhom, ...]:
    """What stands behind each action of a plan."""
    basket = read_bom(plan.bom, kernel.resolver)
    return tuple(_behind(step.action, basket, kernel, plan.after.as_of) for step in plan.steps)


def _behind(action: Action, basket: Basket, kernel: Kernel, on: date) -> FromWhom:
    """What stands behind an action; ``basket`` is that of the plan's BOM."""
    if isinstance(action, Swap):
        return FromWhom((), (), REDESIGN)
    elements = sorted({one.element for at in action.positions for one in basket.lines[at].purchases})
    evidence = kernel.evidence
    figures: list[str] = []
    for element in elements:
        shares = evidence.supply(element, action.stage, on).shares
        figures += shares[action.country].figures if action.country in shares else ()
    plants = [] if action.recycled else projects(evidence, on)
    there = tuple(
        one
        for one in plants
        if one.supplies
        and one.claim.geography == action.country
        and str(action.stage) in one.claim.stage.split()
        and any(one.makes(element) for element in elements)
    )
    words = QUALIFICATION if figures or there else _new(lead_times(kernel, on))
    return FromWhom(there, tuple(dict.fromkeys(figures)), words)


def sentences(plan: Plan, told: Sequence[FromWhom]) -> Iterator[str]:
    """Which plants are known where a plan moves to, and what is known of the time that each move takes."""
    for step, behind in zip(plan.steps, told, strict=True):
        action = step.action
        if behind.plants and isinstance(action, Move):
            names = [_named(one) for one in behind.plants]
            plants = "These plants have" if len(names) > 1 else "This plant has"
            yield f"{plants} produced in {country_name(action.country)}: {listed(names, MOST_PLANTS)}."
    yield from dict.fromkeys(behind.lead_time for behind in told)


def _named(plant: Project) -> str:
    """A plant with its owner and its figure."""
    doubt = "" if plant.verified else ", nobody verified it"
    return f"{plant.name} of {plant.owner} ({plant.claim.claim_id}{doubt})"


def lead_times(kernel: Kernel, on: date) -> tuple[Claim, ...]:
    """The claims on how long new capacity takes that stand on a day."""
    evidence = kernel.evidence
    return tuple(evidence.standing(evidence.query(LEAD_TIME), on))


def _new(known: Sequence[Claim]) -> str:
    """Of a country whose output no figure knows."""
    ends = [(claim.low, claim.high) for claim in known if claim.low is not None and claim.high is not None]
    words = "No output there is known to us: ask whoever offers it when it began, or begins."
    if not ends:
        return words
    low, high = min(low for low, _ in ends), max(high for _, high in ends)
    names = ", ".join(claim.claim_id for claim in known)
    return f"{words} New capacity takes {low:g} to {high:g} years, a source document says ({names})."
