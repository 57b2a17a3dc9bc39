"""What all stored BOMs together answer."""

from __future__ import annotations

from marshmallow import Schema, fields

from service.schemas.bom import LIMITS
from service.schemas.fields import Country, Estimate, Token, Whole
from service.schemas.openapi import about, day, estimate, texts, word
from service.schemas.stored.queries import FilterQuery, filters_of
from service.schemas.strict import Strict

MOST_CHOKEPOINTS, DEFAULT_CHOKEPOINTS = 200, 20


class PortfolioQuery(FilterQuery):
    chokepoints = Whole(1, MOST_CHOKEPOINTS, metadata=about("Shared chokepoints at most; 20 when left out."))

    def build(self, values: dict[str, object]) -> dict[str, object]:
        return {"filters": filters_of(values), "chokepoints": values.get("chokepoints", DEFAULT_CHOKEPOINTS)}


class SupplierQuery(Strict):
    limit = Whole(1, LIMITS.page, metadata=about("Items on a page; 50 when left out."))
    after = Token()


class SharedChokepointSchema(Schema):
    """A country at a stage for an element, which a quarter or more of some purchase's need passes."""

    country = Country(required=True)
    stage = word()
    element = word()
    boms = fields.Integer(required=True, metadata=about("In how many BOMs."))
    share = estimate("Largest share of a purchase's need that passes it, 0..1.")
    shock_probability = estimate("Of a restriction or a collapse there within twelve months, 0..1: the largest.")


class SpendSchema(Schema):
    """What the lines that depend on a place cost in one currency. Currencies are never added to each other."""

    currency = word("As BOMs state it; null where they state none.", null=True)
    amount = Estimate(required=True, metadata=about("Quantity x unit price of these lines, for one of each product."))
    boms = fields.Integer(required=True, metadata=about("BOMs in which such a line states a price."))


class SharedPlaceSchema(Schema):
    """A country at a stage, whatever the element, which a quarter or more of some purchase's need passes."""

    country = Country(required=True)
    stage = word()
    elements = texts("Symbols of the elements for which BOMs depend on it.")
    boms = fields.Integer(required=True, metadata=about("How many BOMs depend on it."))
    share = estimate("Largest share of a purchase's need that passes it, 0..1.")
    shock_probability = Estimate(
        required=True,
        attribute="probability",
        metadata=about("Of a restriction or a collapse there within twelve months, 0..1: for its likeliest element."),
    )
    mass_g = estimate("Grams of the lines that depend on it, for one of each product; null without a mass.", null=True)
    mass_boms = fields.Integer(required=True, metadata=about("BOMs in which such a line states a mass."))
    spend = fields.List(
        fields.Nested(SpendSchema), required=True, metadata=about("What these lines cost, each currency by itself.")
    )


class PortfolioSchema(Schema):
    """The current scores of all BOMs that the filters leave, those that are out of date among them."""

    as_of = day("Today: scores of earlier days count under `stale`.")
    boms = fields.Integer(required=True, metadata=about("BOMs that the filters leave."))
    scored = fields.Integer(required=True, metadata=about("Those with a score."))
    stale = fields.Integer(
        required=True,
        metadata=about("Those whose score isn't today's; `POST /v1/boms/rescore` brings them up to date."),
    )
    bands = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True, metadata=about("BOMs by band."))
    without_band = fields.Integer(required=True, metadata=about("BOMs of which lines are open, or that have no score."))
    mean_score = estimate("In points; null without a score.", null=True)
    median_score = estimate("In points; null without a score.", null=True)
    chokepoints = fields.List(
        fields.Nested(SharedChokepointSchema), required=True, metadata=about("Those of most BOMs first.")
    )
    shared = fields.List(
        fields.Nested(SharedPlaceSchema),
        required=True,
        metadata=about("Those first of which a shock would most probably hit most BOMs; at most 20."),
    )


class SupplierSchema(Schema):
    """A supplier as lines name it."""

    supplier = fields.String(required=True, attribute="value", metadata=about("As lines name it."))
    boms = fields.Integer(required=True, metadata=about("With a line of it."))
    lines = fields.Integer(required=True)
    highest_score = estimate("Of these BOMs, in points; null without a score.", null=True)


class SupplierPageSchema(Schema):
    """In the order of their names."""

    items = fields.List(fields.Nested(SupplierSchema), required=True)
    next = word("Path of the next page; null on the last.", null=True)
