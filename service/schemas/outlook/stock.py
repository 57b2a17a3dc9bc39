"""Stock: what it is asked about, and what it is worth against a further shock."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from service.schemas.amounts import Number
from service.schemas.bom import EXAMPLE, BomSchema
from service.schemas.fields import Country, Day
from service.schemas.openapi import about, day, estimate, estimates, number, texts, word
from service.schemas.outlook.costs import PRODUCTS
from service.schemas.outlook.made_with import made_with
from service.schemas.prices import LARGEST
from service.schemas.strict import Shape, Strict

FREE = "0"
STOP_COST = "What a day of standstill costs, in the BOM's currency."
CARRYING = "What a unit of money in stock costs in a year: 0.1 is 10 %."
STOCK_EXAMPLE: dict[str, Any] = {
    "bom": EXAMPLE
    | {
        "lines": [
            EXAMPLE["lines"][0] | {"stock_days": 45, "monthly_need": {"value": 500, "unit": "kg"}},
            *EXAMPLE["lines"][1:],
        ]
    },
    "stop_cost_per_day": 1000,
    "carrying_rate": 0.12,
}


class StockRequestSchema(Strict):
    """A BOM with `stock_days` and `monthly_need` on its lines, and what days cost."""

    bom = Shape(BomSchema, required=True)
    stop_cost_per_day = Number(FREE, LARGEST, allow_none=True, metadata=about(STOP_COST))
    carrying_rate = Number(FREE, "10", allow_none=True, metadata=about(CARRYING))
    products_per_year = Number(FREE, LARGEST, allow_none=True, metadata=about(PRODUCTS))


class StockQuery(Strict):
    stop_cost_per_day = Number(FREE, LARGEST, metadata=about(STOP_COST))
    carrying_rate = Number(FREE, "10", metadata=about(CARRYING))
    products_per_year = Number(FREE, LARGEST, metadata=about(PRODUCTS))
    as_of = Day(metadata=about("The day from which twelve months are counted; today when left out."))


class StopAtSchema(Schema):
    """What another stock would do."""

    stock_days = fields.Integer(required=True, metadata=about("Days of stock."))
    stop = estimate("P(the line stops within twelve months), 0..1.")


class LineStockSchema(Schema):
    """A line's stock, against a further shock."""

    line_id = word()
    stock_days = number("As the line states it; null where it doesn't, which counts as none.", null=True)
    hit = estimate("P(a further shock hits the line within twelve months), as its score, 0..1.")
    stops_on = day("When it would stop, were it cut off on `as_of`: a shock must last longer than its stock.")
    stop = estimate("P(the line stops within twelve months), 0..1.")
    stop_between = estimates("The same at the ends of what is known of durations, low and high.")
    stop_at = fields.List(fields.Nested(StopAtSchema), required=True)
    day_need = estimate("What is used in a day, at its price, in the BOM's currency.", null=True)
    day_value = estimate("What another day of stock is worth in a year, in the BOM's currency.", null=True)
    day_cost = estimate("What another day of stock costs to carry in a year, in the BOM's currency.", null=True)
    best_days = fields.Integer(
        required=True,
        allow_none=True,
        metadata=about("Fewest days at which another costs what it is worth; of the 365 that are looked at."),
    )


class SurvivalSchema(Schema):
    """How many shocks lasted longer."""

    days = fields.Integer(required=True, metadata=about("Longer than so many days."))
    share = estimate("Of shocks, 0..1.")
    interval = estimates("90 %, low and high.")


class DurationSchema(Schema):
    """How long shocks of a kind lasted."""

    kind = word("restriction: acts that can stop deliveries, on any mineral; collapse: of exports, any raw material.")
    spells = fields.Integer(required=True, metadata=about("How many were counted."))
    ended = fields.Integer(required=True, metadata=about("Those whose end was seen; the others last so far."))
    survival = fields.List(fields.Nested(SurvivalSchema), required=True)
    left_out = estimates("Share beyond 180 days when each act is left out in turn, lowest and highest.", null=True)
    method = word("How it was estimated.")


class ReferenceSchema(Schema):
    """Days of stock that a source document names."""

    claim_id = word()
    country = Country(required=True, metadata=about("Of whose stockpile."))
    low_days = number("Low end.", null=True)
    high_days = number("High end.", null=True)


class StockSchema(Schema):
    made_with = made_with()
    bom_id = word("Yours.", null=True)
    as_of = day("The day from which twelve months are counted.")
    score = estimate("The product's score, which stock doesn't change; null without one.", null=True)
    sentences = texts("The answer in plain words.")
    lines = fields.List(fields.Nested(LineStockSchema), required=True)
    unread = texts("Ids of lines without a score.")
    stop_between = estimates(
        "P(any line stops), 0..1: at least the likeliest does, at most any shock beyond the least stock."
    )
    durations = fields.List(fields.Nested(DurationSchema), required=True)
    reference = fields.List(fields.Nested(ReferenceSchema), required=True)
