"""Plans: what is wanted, and what to do."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from service.risk.bom import Bom
from service.risk.mitigation.actions import KINDS, Kind
from service.risk.mitigation.plan import METHODS, Aim, Offer, Substitute, Wish
from service.risk.outlook.stock import Money
from service.risk.vocabulary import Stage
from service.schemas.amounts import Number, Share
from service.schemas.bom import EXAMPLE, BomSchema, StageWord
from service.schemas.fields import Choice, Country, Flag, SupplyCountry, Text
from service.schemas.openapi import about, estimate, estimates, flag, number, texts, word
from service.schemas.outlook.alternatives import ProjectSchema
from service.schemas.outlook.costs import PRODUCTS
from service.schemas.outlook.made_with import made_with
from service.schemas.outlook.stock import CARRYING
from service.schemas.prices import LARGEST
from service.schemas.strict import ITSELF, Fault, Shape, Shapes, Strict, which_given

MOST_MATERIALS, MOST_OFFERS, MOST_COUNTRIES = 6, 6, 50
FREE, FULL = "0", "100"
TARGETS = ("target_score", "target_share_hit")
STOCK_MEMBERS = ("products_per_year", "carrying_rate")
_KINDS = "; ".join(f"{kind}: {meaning}" for kind, meaning in KINDS.items()) + "."
MONEY = "In the BOM's currency."
PLAN_EXAMPLE: dict[str, Any] = {
    "bom": EXAMPLE,
    "target_score": 10,
    "offers": [{"stage": "separation", "country": "EE", "share": 0.6, "cost": 40000}],
    "costs": {"second_source": 25000, "sole_source": 60000},
    "without_countries": ["RU"],
}


class OtherMaterialSchema(Strict):
    """A material that a line may be made of."""

    line_id = Text(100, required=True)
    material = Text(200, required=True, metadata=about("As on a line: a name, a grade, a formula."))
    cost = Number(FREE, LARGEST, allow_none=True, metadata=about(f"Of the change. {MONEY}"))

    def build(self, values: dict[str, Any]) -> Substitute:
        return Substitute(**values)


class OfferSchema(Strict):
    """What somebody offers to make. At most one offer a stage is taken."""

    stage = StageWord(required=True)
    country = SupplyCountry(required=True, metadata=about("Where it is made."))
    share = Share(required=True, metadata=about("Of what the lines need, 0 to 1."))
    recycled = Flag(metadata=about("Made from scrap."))
    line_ids = Shapes(
        Text(100), least=1, most=1000, metadata=about("Lines that it is for; all that pass the stage when left out.")
    )
    cost = Number(FREE, LARGEST, allow_none=True, metadata=about(f"Of taking it. {MONEY}"))

    def build(self, values: dict[str, Any]) -> Offer:
        return Offer(**values | {"stage": Stage(values["stage"])})


class CostsSchema(Strict):
    """What an action of a kind costs, where it has no cost of its own."""

    second_source = Number(FREE, LARGEST, allow_none=True, metadata=about(f"{KINDS[Kind.SECOND_SOURCE]}. {MONEY}"))
    sole_source = Number(FREE, LARGEST, allow_none=True, metadata=about(f"{KINDS[Kind.SOLE_SOURCE]}. {MONEY}"))

    def build(self, values: dict[str, Any]) -> dict[Kind, Any]:
        return {Kind(name): value for name, value in values.items()}


class PlanRequestSchema(Strict):
    """A BOM, and one aim: a score or an expected share hit that it shall not exceed."""

    bom = Shape(BomSchema, required=True)
    target_score = Number(
        FREE, FULL, allow_none=True, metadata=about("The score that shall not be exceeded, 0 to 100.")
    )
    target_share_hit = Share(
        allow_none=True, metadata=about("The expected share hit that shall not be exceeded, 0..1.")
    )
    allowed = Shapes(
        Choice(list(Kind)), least=1, most=len(Kind), allow_none=True, metadata=about(f"Kinds of actions. {_KINDS}")
    )
    without_countries = Shapes(
        Country(), most=MOST_COUNTRIES, allow_none=True, metadata=about("Countries that no move goes to.")
    )
    materials = Shapes(
        Shape(OtherMaterialSchema), most=MOST_MATERIALS, allow_none=True, metadata=about("What lines may be made of.")
    )
    offers = Shapes(Shape(OfferSchema), most=MOST_OFFERS, allow_none=True, metadata=about("What the buyer can get."))
    costs = Shape(CostsSchema, allow_none=True)
    budget = Number(
        FREE,
        LARGEST,
        allow_none=True,
        metadata=about(f"The most to spend: what the changes leave of it buys stock. {MONEY}"),
    )
    products_per_year = Number(FREE, LARGEST, allow_none=True, metadata=about(PRODUCTS))
    carrying_rate = Number(FREE, "10", allow_none=True, metadata=about(CARRYING))

    def check(self, values: dict[str, Any], faults: dict[str, Any]) -> None:
        given = [name for name in TARGETS if name in values or name in faults]
        if len(given) != 1:
            words = f"State one aim, target_score or target_share_hit; {which_given(given)}."
            faults[ITSELF] = [Fault("aim", words)]
        for name in STOCK_MEMBERS:
            if name in values and "budget" not in values and not {"budget", name} & faults.keys():
                faults[name] = [Fault("not_used", "It prices the stock that a budget buys: give a budget.")]

    def build(self, values: dict[str, Any]) -> tuple[Bom, Wish, Money]:
        aim = Aim.SCORE if "target_score" in values else Aim.SHARE_HIT
        target = values["target_score"] if aim is Aim.SCORE else 100 * values["target_share_hit"]
        wish = Wish(
            float(target),
            aim,
            frozenset(map(Kind, values.get("allowed") or Kind)),
            frozenset(values.get("without_countries", ())),
            values.get("materials", ()),
            values.get("offers", ()),
            values.get("costs", {}),
            values.get("budget"),
        )
        return values["bom"], wish, Money(None, values.get("carrying_rate"), values.get("products_per_year"))


def _own(values: dict[str, Any]) -> tuple[Any, ...]:
    return (*values.get("materials", ()), *values.get("offers", ()))


class EffectSchema(Schema):
    """What a BOM comes to."""

    score = estimate("Points, 0..100.")
    expected_share_hit = estimate("Mean share of the need hit, 0..1.")


class ProductSchema(EffectSchema):
    """The product as POST /v1/scores scores it."""

    interval = estimates("Low and high score in points.", null=True)
    band = word("Null while a line may hold what the score doesn't count.", null=True)


class ActionSchema(Schema):
    """One action, in the order in which they help most."""

    id = word()
    kind = word(_KINDS, enum=list(Kind))
    words = word("The action in a sentence.")
    line_ids = fields.List(fields.String(), required=True, metadata=about("Lines that change."))
    stage = word("Where the material is made; null for another material.", null=True)
    country = Country(required=True, allow_none=True, metadata=about("Where it is made then."))
    share = number("Of what the lines need, 0..1.", null=True)
    recycled = flag("Made from scrap.")
    material = word("What the line is made of then.", null=True)
    after = fields.Nested(EffectSchema, required=True, metadata=about("With this action and those before it."))
    without_it = fields.Nested(
        EffectSchema, required=True, metadata=about("With all actions of the plan but this one.")
    )
    world_share = estimate(
        "The country's share of the world's output, 0..1: the least among the elements that are moved. 0: no figure.",
        null=True,
    )
    cost = number(f"{MONEY} Null where nobody said.", null=True)
    plants = fields.List(
        fields.Nested(ProjectSchema), required=True, metadata=about("Plants there that are known to have produced.")
    )
    figures = texts("Behind `world_share`, /v1/claims/{claim_id}.")
    lead_time = word("What is known of the time that it takes.")


class BoughtLineSchema(Schema):
    """A line for which stock is bought."""

    line_id = word()
    from_days = number("Of stock, as the line states it; 0 where it doesn't.")
    to_days = number("Of stock, with what is bought.")
    cost = estimate(f"Of the stock that is bought. {MONEY}")
    stop_before = estimate("P(the line stops within twelve months) without it, 0..1.")
    stop_after = estimate("The same with it.")


class BudgetSchema(Schema):
    """What a budget buys: the changes, and stock with what they leave. Stock changes no score."""

    budget = number(MONEY)
    actions = number(f"What the changes cost, as far as it is stated. {MONEY}")
    stock = estimate(f"What the stock costs. {MONEY}")
    left = estimate(f"What is left of the budget. {MONEY}")
    carrying = estimate(f"What the stock costs to carry in a year; null without `carrying_rate`. {MONEY}", null=True)
    unpriced = texts("Ids of changes whose cost nobody stated: the budget counts nothing for them.")
    lines = fields.List(
        fields.Nested(BoughtLineSchema),
        required=True,
        metadata=about("The lines with the least stock are brought to the same number of days."),
    )
    no_price = texts("Lines without a price for a day's need: `unit_price` and `monthly_need` or `products_per_year`.")
    stop_before = estimates("P(any line stops within twelve months) without that stock, low and high end.")
    stop_after = estimates("The same with it.")


class StuckSchema(Schema):
    """An element that one country alone makes at a stage, but for makers below two percent of the world's output."""

    element = word()
    stage = word()
    largest = Country(required=True, metadata=about("Who makes it."))
    world_share = estimate("Of the world's output, 0..1.")
    line_ids = fields.List(fields.String(), required=True, metadata=about("Lines that hold it."))


class PlanSchema(Schema):
    made_with = made_with()
    reached = flag("Whether the target is reached; else the best that was found is told.")
    sentences = fields.List(fields.String(), required=True, metadata=about("The plan in plain words."))
    method = word("; ".join(f"{name}: {meaning}" for name, meaning in METHODS.items()), enum=list(METHODS))
    scored = fields.Integer(required=True, metadata=about("How many changed BOMs were scored to find it."))
    before = fields.Nested(ProductSchema, required=True)
    after = fields.Nested(ProductSchema, required=True)
    actions = fields.List(fields.Nested(ActionSchema), required=True)
    cost = number(f"Of all actions. {MONEY} Null where the cost of one isn't known.", null=True)
    budget = fields.Nested(
        BudgetSchema, required=True, allow_none=True, metadata=about("What the budget buys; null without one.")
    )
    stuck = fields.List(
        fields.Nested(StuckSchema),
        required=True,
        metadata=about("Where there is nowhere to move to, and for which lines."),
    )
    claims = fields.List(
        fields.String(), required=True, metadata=about("Figures of the source documents to weigh, /v1/claims/{id}.")
    )
    bom = fields.Dict(required=True, metadata=about("The changed BOM: POST it to /v1/scores for the same score."))
