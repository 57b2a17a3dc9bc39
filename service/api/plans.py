"""``POST /v1/plans``: what to change so that a product's score comes down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import orjson
from flask import Response

from service.api.confirmations import with_confirmed
from service.api.context import alone, answer, document, kernel, services, today
from service.api.outlook.alternatives import project_row
from service.api.outlook.made_with import made_with
from service.api.protocol.budget import Budget
from service.api.smorest import BODY_STATUSES, Blueprint
from service.risk.answer import Summary
from service.risk.bom import Bom, Line
from service.risk.errors import BomError, FieldError
from service.risk.mitigation.actions import DESCRIPTIONS, Move, Swap
from service.risk.mitigation.first import FIRST_WORK, First
from service.risk.mitigation.plan import WITHOUT_EXPLANATIONS, Effects, Plan, Step, Wish
from service.risk.mitigation.sentences import action_words, sentences
from service.risk.mix import DEFAULT_MIX
from service.risk.outlook.durations import COLLAPSES
from service.risk.outlook.from_whom import FromWhom
from service.risk.outlook.from_whom import sentences as whom
from service.risk.outlook.projects import TABLE as PROJECTS
from service.risk.outlook.spending import Spending
from service.risk.outlook.spending import sentences as spent
from service.risk.outlook.stock import Money
from service.schemas.fields import ALPHA3_TO_ALPHA2
from service.schemas.plan import PLAN_EXAMPLE, PlanRequestSchema, PlanSchema
from service.schemas.serialise import dumper

TO_WEIGH = ("project_lead_time", "stock_cover_target")
"""Quantities of the source documents that a plan should be weighed against: new capacity takes years, stock days."""

blueprint = Blueprint("plans", __name__, description="Find what would lower a score.")
_dump = dumper(PlanSchema())


@blueprint.route("/v1/plans", methods=["POST"])
@blueprint.arguments(PlanRequestSchema(), example=PLAN_EXAMPLE)
@blueprint.response(200, PlanSchema)
@blueprint.problems(*BODY_STATUSES, 500, 503)
def post_plan(wanted: tuple[Bom, Wish, Money]) -> Response:
    """The cheapest set of actions that brings a product to a target

    Every effect is measured by scoring the changed BOM, which the answer holds whole. Moves go to makers of two percent
    or more of the world's output, never to the largest; your own offers go anywhere. Nothing is stored.
    """
    bom, wish, prices = wanted
    try:
        plan = planned(bom, wish, {})
        bought = within_budget(plan, wish, prices)
    except BomError as error:
        raise BomError(error.detail, [_within(fault) for fault in error.errors]) from error
    return answer(_dump(shown(plan, wish, bom, orjson.loads(document())["bom"], bought)))


def planned(bom: Bom, wish: Wish, effects: Effects) -> Plan:
    """The plan for a BOM, with what was confirmed of its parts. Raises ``BomError``."""
    known = replace(bom, lines=with_confirmed(bom.lines))
    with alone():
        return services().engine.plan(known, wish, kernel(), today(), effects)


def within_budget(plan: Plan, wish: Wish, prices: Money) -> Spending | None:
    """What the budget of a wish buys beside its plan; ``None`` where it has none."""
    with alone():
        return services().engine.spending(plan, wish, prices, kernel(), today())


def plan_work_of(bom: Bom) -> int:
    """What a plan for a BOM takes at the most, in the unit of an answer's limit. Raises ``BomError``."""
    known = replace(bom, lines=with_confirmed(bom.lines))
    with alone():
        return services().engine.plan_work(known, kernel(), today())


def first_of(bom: Bom, budget: Budget) -> First | None:
    """The one move that helps most, with what was confirmed of the BOM's parts. It is ``None`` where trying moves
    doesn't fit into ``budget``, or the BOM is too large. Raises ``BomError``."""
    if not budget.fits(FIRST_WORK // WITHOUT_EXPLANATIONS):
        return None
    known = replace(bom, lines=with_confirmed(bom.lines))
    with alone():
        return services().engine.first_move(known, kernel(), today())


def figures_to_weigh(score: Summary) -> list[str]:
    """Ids of figures of the source documents that a plan should be weighed against."""
    evidence = kernel().evidence
    return [c.claim_id for quantity in TO_WEIGH for c in evidence.query(quantity) if c.published <= score.as_of]


def _within(fault: FieldError) -> FieldError:
    """A fault of the BOM points into the request."""
    own = fault.pointer.startswith(("/bom", "/offers", "/materials"))
    return fault if own else replace(fault, pointer=f"/bom{fault.pointer}")


def shown(plan: Plan, wish: Wish, bom: Bom, asked: Mapping[str, Any], bought: Spending | None = None) -> dict[str, Any]:
    """The answer as it is written; ``asked`` is the BOM as the request holds it."""
    line_ids = [line.line_id for line in bom.lines]
    behind = services().engine.from_whom(plan, kernel())
    return {
        "made_with": made_with(PROJECTS, *([COLLAPSES] if bought else [])),
        "reached": plan.reached,
        "sentences": [
            *sentences(plan, wish, line_ids),
            *whom(plan, behind),
            *(spent(bought, plan, line_ids) if bought else ()),
        ],
        "method": plan.method,
        "scored": plan.scored,
        "before": _product(plan.before),
        "after": _product(plan.after),
        "actions": [_action(*one, line_ids, plan.after.as_of) for one in zip(plan.steps, behind, strict=True)],
        "cost": plan.cost,
        "budget": vars(bought) | {"lines": [vars(one) for one in bought.lines]} if bought else None,
        "stuck": [vars(one) for one in plan.stuck],
        "claims": figures_to_weigh(plan.after),
        "bom": _changed(plan, asked),
    }


def _product(score: Summary) -> dict[str, Any]:
    hit = score.expected_share_hit
    return {
        "score": score.score,
        "interval": score.interval,
        "band": score.band,
        "expected_share_hit": hit.value if hit else 0.0,
    }


def _action(step: Step, behind: FromWhom, line_ids: list[str], on: date) -> dict[str, Any]:
    action = step.action
    move = action if isinstance(action, Move) else None
    return {
        "id": action.id,
        "kind": action.kind,
        "words": action_words(action, line_ids),
        "line_ids": [line_ids[position] for position in action.positions],
        "stage": move.stage if move else None,
        "country": move.country if move else None,
        "share": move.share if move else None,
        "recycled": move.recycled if move else False,
        "material": action.material if isinstance(action, Swap) else None,
        "after": vars(step.after),
        "without_it": vars(step.without_it),
        "world_share": step.world_share,
        "cost": step.cost,
        "plants": [project_row(one, on) for one in behind.plants],
        "figures": behind.figures,
        "lead_time": behind.lead_time,
    }


def _changed(plan: Plan, asked: Mapping[str, Any]) -> dict[str, Any]:
    """The request's BOM with the lines of the plan changed, as a request may hold it."""
    lines = list(asked["lines"])
    actions = [step.action for step in plan.steps]
    other = {one.position: one.material for one in actions if isinstance(one, Swap)}
    for position in sorted({position for one in actions for position in one.positions}):
        line = lines[position]
        if position in other:
            line = {name: value for name, value in line.items() if name not in DESCRIPTIONS}
            line["material"] = other[position]
        lines[position] = line | {"supply": _supply(plan.bom.lines[position])}
    return {**asked, "lines": lines}


def _supply(line: Line) -> list[dict[str, Any]]:
    return [
        {
            "stage": source.stage,
            "country": None if source.country == DEFAULT_MIX else ALPHA3_TO_ALPHA2.get(source.country, source.country),
            "share": source.share,
        }
        | ({"recycled": True} if source.recycled else {})
        for source in line.supply
    ]
