"""Scenarios: the table, what they would make of a product, and one of them over all stored products."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import Response
from sqlalchemy import RowMapping

from service.api.confirmations import with_confirmed
from service.api.context import alone, answer, kernel, services, tenant, today
from service.api.outlook.made_with import made_with
from service.api.outlook.subject import in_body, stored
from service.api.smorest import BODY_STATUSES, Blueprint
from service.api.stored import paging
from service.api.stored.boms import ONE, PATH
from service.api.stored.current import document_of
from service.api.stored.filters import filters_in
from service.risk.bom import Bom
from service.risk.errors import BomError
from service.risk.outlook.scenarios import TABLE, Assumption, Scenario, scenarios
from service.risk.outlook.what_if import MOST_WORK, PER_SCENARIO, Outcome, WhatIf
from service.risk.outlook.wording.scenarios import NOT_A_FORECAST, sentence
from service.schemas.fields import ALPHA3_TO_ALPHA2
from service.schemas.outlook.scenarios import (
    SCENARIOS_EXAMPLE,
    PortfolioScenarioQuery,
    PortfolioScenarioSchema,
    ScenariosQuery,
    ScenariosRequestSchema,
    ScenarioTableSchema,
    WhatIfSchema,
)
from service.schemas.serialise import dumper
from service.store.lists import Order, Position

blueprint = Blueprint("scenarios", __name__, description="What would be if: assumptions, never the forecast.")
_dump_table = dumper(ScenarioTableSchema())
_dump = dumper(WhatIfSchema())
_dump_portfolio = dumper(PortfolioScenarioSchema())


@blueprint.route("/v1/scenarios", methods=["GET"])
@blueprint.response(200, ScenarioTableSchema)
@blueprint.problems(500)
def list_scenarios() -> Response:
    """The table of scenarios: what each assumes, and who set it"""
    rows = [_scenario(one) for one in scenarios().values()]
    return answer(_dump_table({"made_with": made_with(TABLE), "note": NOT_A_FORECAST, "items": rows}))


@blueprint.route("/v1/scenarios", methods=["POST"])
@blueprint.arguments(ScenariosRequestSchema(), example=SCENARIOS_EXAMPLE)
@blueprint.response(200, WhatIfSchema)
@blueprint.problems(*BODY_STATUSES, 500, 503)
def post_scenarios(wanted: dict[str, Any]) -> Response:
    """What scenarios would make of a product

    Each stands beside the forecast and says what it assumes. Nothing is stored.
    """
    bom: Bom = wanted["bom"]
    delay = wanted.get("delay_days")
    with in_body():
        made = scored(bom, wanted.get("scenarios") or (), None if delay is None else float(delay))
    return answer(_dump(_shown(made)))


@blueprint.route(f"{PATH}/scenarios", methods=["GET"], **ONE)
@blueprint.arguments(ScenariosQuery(), location="query")
@blueprint.response(200, WhatIfSchema)
@blueprint.problems(404, 500, 503)
def get_scenarios(query: dict[str, Any], bom_id: str) -> Response:
    """What scenarios would make of a stored product

    Each stands beside today's forecast, or beside that of `as_of`, and says what it assumes.
    """
    wanted = [query["scenario"]] if "scenario" in query else []
    with stored(bom_id, query.get("as_of")) as bom:
        made = scored(bom, wanted, query.get("delay_days"))
    return answer(_dump(_shown(made)))


@blueprint.route("/v1/portfolio/scenarios", methods=["GET"])
@blueprint.arguments(PortfolioScenarioQuery(), location="query")
@blueprint.response(200, PortfolioScenarioSchema)
@blueprint.problems(500, 503)
def get_portfolio_scenario(query: dict[str, Any]) -> Response:
    """One scenario over all stored products, or over those that the filters leave

    By `bom_id`. Bounded in number and in work: ask for `next` until it is null.
    """
    scenario = scenarios()[query["scenario"]]
    after = paging.position(query["after"]) if query["after"] else ""
    if not isinstance(after, str):
        raise paging.refused(f"It holds no product: {paging.ASK_NEXT}")
    position = Position(after, after) if after else None
    rows = services().store.lists.page(tenant(), filters_in(query), Order(), query["limit"] + 1, position)
    items = of_products(rows[: query["limit"]], scenario, query["delay_days"])
    more = len(rows) > len(items)
    following = paging.next_path(items[-1].bom_id) if items and more else None
    told = {"scenario": _scenario(scenario), "as_of": today(), "made_with": made_with(TABLE), "note": NOT_A_FORECAST}
    return answer(_dump_portfolio(told | {"items": [_under(one) for one in items], "next": following}))


def scored(bom: Bom, wanted: Sequence[str], delay_days: float | None) -> WhatIf:
    """A BOM under scenarios, with what was confirmed of its parts. Raises ``BomError``."""
    known = replace(bom, lines=with_confirmed(bom.lines))
    with alone():
        return services().engine.what_if(known, wanted, kernel(), today(), delay_days)


@dataclass(frozen=True)
class Under:
    """A stored product under a scenario; ``why_not`` says why there is nothing ``made`` of it."""

    bom_id: str
    name: str | None
    made: WhatIf | None
    why_not: str = ""


def of_products(rows: Sequence[RowMapping], scenario: Scenario, delay_days: float | None) -> list[Under]:
    """Stored products under a scenario, until their work is that of one answer; at least one."""
    items: list[Under] = []
    work = 0
    for row in rows:
        kept = services().store.document(tenant(), row["bom_id"])
        named = row["bom_id"], row["name"]
        try:
            bom = document_of(kept[1], row["bom_id"]) if kept else None
            work += services().engine.work(bom, kernel(), today()) + PER_SCENARIO if bom else 0
            if items and work > MOST_WORK // 2:  # each is scored twice: as it is, and under the scenario
                break
            made = scored(bom, [scenario.id], delay_days) if bom else None
            items.append(Under(*named, made, "" if made else "It was deleted."))
        except BomError as error:
            items.append(
                Under(*named, None, f"It can't be scored: {error.errors[0].detail if error.errors else error.detail}")
            )
    return items


def _under(one: Under) -> dict[str, Any]:
    shown: dict[str, Any] = {"bom_id": one.bom_id, "name": one.name, "sentence": one.why_not}
    if one.made is None:
        return shown
    outcome = one.made.outcomes[0]
    return shown | {
        "sentence": sentence(outcome, one.made.forecast),
        "forecast": one.made.forecast.score,
        "score": outcome.level.score if outcome.level else None,
        "surely_lost": outcome.surely_lost,
    }


def _shown(made: WhatIf) -> dict[str, Any]:
    return {
        "bom_id": made.bom.bom_id,
        "as_of": made.as_of,
        "made_with": made_with(TABLE),
        "note": NOT_A_FORECAST,
        "forecast": vars(made.forecast),
        "scenarios": [outcome_shown(one, made) for one in made.outcomes],
        "left_out": made.left_out,
    }


def outcome_shown(one: Outcome, made: WhatIf) -> dict[str, Any]:
    """An outcome as it is answered."""
    level = one.level
    return {
        **_scenario(one.scenario),
        "sentence": sentence(one, made.forecast),
        "applies": level is not None,
        "why_not": one.why_not or None,
        "level": vars(level) if level else None,
        "points_more": level.score - made.forecast.score if level else None,
        "surely_lost": one.surely_lost,
        "lost": [{"stage": stage, "country": country} for stage, country in one.lost],
        "withheld": one.withheld,
        "extra_cost": one.extra_cost,
        "late": [vars(line) for line in one.late],
    }


def _scenario(one: Scenario) -> dict[str, Any]:
    return {**vars(one), "assumptions": [_assumption(row) for row in one.assumptions]}


def _assumption(row: Assumption) -> dict[str, Any]:
    return {
        **vars(row),
        "country": _code(row.country) or None,
        "destinations": sorted(map(_code, row.destinations)),
        "end_uses": sorted(row.end_uses),
        "assumption": row.words,
    }


def _code(place: str) -> str:
    return ALPHA3_TO_ALPHA2.get(place, place)
