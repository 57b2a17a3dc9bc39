"""Costs: what is bought in a year, and what dearer supply is expected to cost of it."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from service.schemas.amounts import Number, Share
from service.schemas.bom import EXAMPLE, BomSchema
from service.schemas.fields import Day
from service.schemas.openapi import about, day, estimate, estimates, number, texts, word
from service.schemas.outlook.made_with import made_with
from service.schemas.prices import LARGEST
from service.schemas.strict import Shape, Strict

NONE = "0"
PRODUCTS = "How many products are made in a year; a line's monthly_need goes before it."
CONTRACT = "The share of what is bought whose price a contract holds for the year, 0 to 1; 0 when left out."
ENDS = "Low, central and high."
MONEY = "In the BOM's currency."
COSTS_EXAMPLE: dict[str, Any] = {"bom": EXAMPLE, "products_per_year": 5000, "contract_share": 0.5}


class YearCostsRequestSchema(Strict):
    """A BOM, how many of it are made in a year, and how much a contract holds."""

    bom = Shape(BomSchema, required=True)
    products_per_year = Number(NONE, LARGEST, allow_none=True, metadata=about(PRODUCTS))
    contract_share = Share(allow_none=True, metadata=about(CONTRACT))


class CostsQuery(Strict):
    products_per_year = Number(NONE, LARGEST, metadata=about(PRODUCTS))
    contract_share = Share(metadata=about(CONTRACT))
    as_of = Day(metadata=about("The day from which twelve months are counted; today when left out."))


class LineCostSchema(Schema):
    """What dearer supply is expected to cost of one line in a year."""

    line_id = word()
    spend = estimate(f"Bought in a year at today's price. {MONEY} Null where nobody said.", null=True)
    world_price = estimates(
        f"Of a rise of the world price by half or more, beyond stock and contracts. {ENDS} {MONEY}", null=True
    )
    hit = estimates(f"Of a hit that must be bought elsewhere, beyond stock. {ENDS} {MONEY}", null=True)
    together = estimates(
        f"Both: their sum where a price outside was quoted under an act, else the larger. {ENDS} {MONEY}", null=True
    )
    why_not = word("Why there is no cost; empty where there is.")


class AfterActsSchema(Schema):
    """World prices in the year after a serious act over those in the year before; rises, 0.5 is +50 %."""

    count = fields.Integer(required=True, metadata=about("Years of traded codes in which such an act began."))
    measures = texts("Ids of the acts, /v1/controls/{measure_id}.")
    mean = estimate("Mean rise.")
    median = estimate("Median rise.")
    low = estimate("One year in twenty rose by less.")
    high = estimate("One year in twenty rose by more.")
    other_count = fields.Integer(required=True, metadata=about("Years of the same codes in which none began."))
    other_median = estimate("Their median rise over two years.")


class PremiumSchema(Schema):
    """A quote outside China over the price FOB China whose period covers it; rises, 2.0 is three times as dear."""

    low = estimate("Low end.")
    high = estimate("High end.")
    basis = word("Where it was quoted.")
    start = day("First day of the quote.")
    end = day("Last day of the quote.")
    china_start = day("First day of the price in China, which may be a year's mean.")
    china_end = day("Last day of the price in China.")
    claims = texts("Ids of both prices, /v1/claims/{claim_id}.")
    under = texts("Serious acts of China on the oxide in force on the quote's first day; empty: it was under none.")


class RiseSchema(Schema):
    """How much dearer a hit is taken to make an element."""

    ends = estimates(f"Rises. {ENDS}")
    quoted = fields.Boolean(
        required=True,
        metadata=about(
            "From quotes outside China under an act. Else the mean of world prices after acts on any mineral stands in."
        ),
    )


class ElementPricesSchema(Schema):
    """What is known of an element's price when its supply is hit."""

    element = word()
    after = fields.Nested(
        AfterActsSchema, required=True, allow_none=True, metadata=about("Of the codes that the element is traded in.")
    )
    premia = fields.List(fields.Nested(PremiumSchema), required=True)
    rise = fields.Nested(RiseSchema, required=True, allow_none=True)


class DocumentSaysSchema(Schema):
    """What a source document says of prices or costs."""

    claim_id = word()
    quantity = word()
    low = number("Low end, 0.2 is +20 %.", null=True)
    high = number("High end.", null=True)
    attributed_to = word()
    note = word()


class YearCostsSchema(Schema):
    made_with = made_with()
    bom_id = word("Yours.", null=True)
    as_of = day("The day from which twelve months are counted.")
    score = estimate("The product's score.")
    sentences = texts("The answer in plain words.")
    spend = estimate(f"Bought in a year at today's prices, of the lines whose cost is counted. {MONEY}")
    replaced = texts("Lines that another of their alternate_group replaces, the cheapest: they aren't counted.")
    together = estimates(
        "Expected cost of dearer supply in the year: the sum over lines, of alternates the cheapest. Low and high take "
        f"every figure at its end: all but the chance of a rise, whose error isn't known. {ENDS} {MONEY}",
        null=True,
    )
    lines = fields.List(fields.Nested(LineCostSchema), required=True)
    rises = estimates("Smallest, mean and largest yearly rise of rare earths' world prices that was one by half.")
    after = fields.Nested(
        AfterActsSchema, required=True, allow_none=True, metadata=about("Of any mineral under serious acts.")
    )
    elements = fields.List(fields.Nested(ElementPricesSchema), required=True)
    documents = fields.List(fields.Nested(DocumentSaysSchema), required=True)
