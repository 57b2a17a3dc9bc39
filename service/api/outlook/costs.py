"""What dearer supply is expected to cost a product in a year."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from flask import Response

from service.api.confirmations import with_confirmed
from service.api.context import alone, answer, kernel, services, today
from service.api.outlook.made_with import made_with
from service.api.outlook.subject import in_body, stored
from service.api.smorest import BODY_STATUSES, Blueprint
from service.api.stored.boms import ONE, PATH
from service.risk.bom import Bom
from service.risk.outlook.costs import Bought, YearCosts
from service.risk.outlook.durations import COLLAPSES
from service.risk.outlook.hit_prices import TABLE as ACT_PRICES
from service.risk.outlook.wording.costs import sentences
from service.schemas.outlook.costs import COSTS_EXAMPLE, CostsQuery, YearCostsRequestSchema, YearCostsSchema
from service.schemas.serialise import dumper

blueprint = Blueprint("costs", __name__, description="What dearer supply is expected to cost in a year.")
_dump = dumper(YearCostsSchema())


@blueprint.route("/v1/costs", methods=["POST"])
@blueprint.arguments(YearCostsRequestSchema(), example=COSTS_EXAMPLE)
@blueprint.response(200, YearCostsSchema)
@blueprint.problems(*BODY_STATUSES, 500, 503)
def post_costs(wanted: dict[str, Any]) -> Response:
    """What dearer supply is expected to cost a product in a year, with its ends, and what prices did when it was hit

    The spend is `monthly_need` or the quantity times `products_per_year`, at `unit_price`. Nothing is stored.
    """
    with in_body():
        made = costed(wanted["bom"], wanted)
    return answer(_dump(shown(made)))


@blueprint.route(f"{PATH}/costs", methods=["GET"], **ONE)
@blueprint.arguments(CostsQuery(), location="query")
@blueprint.response(200, YearCostsSchema)
@blueprint.problems(404, 500, 503)
def get_costs(query: dict[str, Any], bom_id: str) -> Response:
    """What dearer supply is expected to cost a stored product in a year, and what prices did when it was hit"""
    with stored(bom_id, query.get("as_of")) as bom:
        made = costed(bom, query)
    return answer(_dump(shown(made)))


def costed(bom: Bom, bought: dict[str, Any]) -> YearCosts:
    """The costs of a BOM, with what was confirmed of its parts. Raises ``BomError``."""
    known = replace(bom, lines=with_confirmed(bom.lines))
    amounts = Bought(bought.get("products_per_year"), bought.get("contract_share") or Decimal(0))
    with alone():
        return services().engine.year_costs(known, amounts, kernel(), today())


def shown(made: YearCosts) -> dict[str, Any]:
    """The answer as it is written."""
    return {
        **vars(made),
        "made_with": made_with(ACT_PRICES, COLLAPSES),
        "bom_id": made.bom.bom_id,
        "as_of": made.score.as_of,
        "score": made.score.score,
        "sentences": sentences(made),
    }
