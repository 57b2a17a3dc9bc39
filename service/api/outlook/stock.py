"""What the stocks of a product are worth."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Response

from service.api.confirmations import with_confirmed
from service.api.context import alone, answer, kernel, services, today
from service.api.outlook.made_with import made_with
from service.api.outlook.subject import in_body, stored
from service.api.smorest import BODY_STATUSES, Blueprint
from service.api.stored.boms import ONE, PATH
from service.risk.bom import Bom
from service.risk.outlook.durations import CHECKED_DAYS, COLLAPSES, SHOWN_DAYS, Curve
from service.risk.outlook.stock import LineStock, Money, Stock
from service.risk.outlook.wording.stock import sentences
from service.schemas.outlook.stock import STOCK_EXAMPLE, StockQuery, StockRequestSchema, StockSchema
from service.schemas.serialise import dumper

METHODS = {
    "restriction": "Kaplan-Meier over the acts of the register known by as_of, renewals with the act that they renew",
    "collapse": "Kaplan-Meier over collapses of exports, 1995 to 2024; trade is counted by year, so none is shorter",
}

blueprint = Blueprint("stock", __name__, description="What a stock is worth against a further shock.")
_dump = dumper(StockSchema())


@blueprint.route("/v1/stock", methods=["POST"])
@blueprint.arguments(StockRequestSchema(), example=STOCK_EXAMPLE)
@blueprint.response(200, StockSchema)
@blueprint.problems(*BODY_STATUSES, 500, 503)
def post_stock(wanted: dict[str, Any]) -> Response:
    """How likely each line stops within twelve months with the stock that it has, and what another day is worth

    `stock_days` and `monthly_need` of the lines count here alone: they change no score. Nothing is stored.
    """
    with in_body():
        made = valued(wanted["bom"], wanted)
    return answer(_dump(shown(made)))


@blueprint.route(f"{PATH}/stock", methods=["GET"], **ONE)
@blueprint.arguments(StockQuery(), location="query")
@blueprint.response(200, StockSchema)
@blueprint.problems(404, 500, 503)
def get_stock(query: dict[str, Any], bom_id: str) -> Response:
    """How likely each line of a stored product stops within twelve months, and what another day of stock is worth"""
    with stored(bom_id, query.get("as_of")) as bom:
        made = valued(bom, query)
    return answer(_dump(shown(made)))


def valued(bom: Bom, money: dict[str, Any]) -> Stock:
    """The stocks of a BOM, with what was confirmed of its parts. Raises ``BomError``."""
    known = replace(bom, lines=with_confirmed(bom.lines))
    costs = Money(money.get("stop_cost_per_day"), money.get("carrying_rate"), money.get("products_per_year"))
    with alone():
        return services().engine.stock(known, costs, kernel(), today())


def shown(made: Stock) -> dict[str, Any]:
    """The answer as it is written."""
    return {
        **vars(made),
        "made_with": made_with(COLLAPSES),
        "bom_id": made.bom.bom_id,
        "as_of": made.score.as_of,
        "score": made.score.score,
        "sentences": sentences(made),
        "lines": [_line(one) for one in made.lines],
        "durations": [_curve(kind, curve) for kind, curve in vars(made.durations).items()],
        "reference": [
            {"claim_id": c.claim_id, "country": c.geography, "low_days": c.low, "high_days": c.high}
            for c in made.reference
        ],
    }


def _line(one: LineStock) -> dict[str, Any]:
    return {**vars(one), "stop_at": [{"stock_days": days, "stop": stop} for days, stop in one.stop_at.items()]}


def _curve(kind: str, curve: Curve) -> dict[str, Any]:
    told = SHOWN_DAYS if curve.has_enough_spells else ()
    return {
        "kind": kind,
        "spells": len(curve.spells),
        "ended": curve.ended,
        "survival": [{"days": days, "share": curve.beyond(days), "interval": curve.interval(days)} for days in told],
        "left_out": curve.left_out(CHECKED_DAYS) if curve.has_enough_spells and kind == "restriction" else None,
        "method": METHODS[kind],
    }
