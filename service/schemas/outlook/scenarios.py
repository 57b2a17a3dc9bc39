"""Scenarios: what is asked, and what would be."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from service.risk.outlook.scenarios import CHANGES, LONGEST_DELAY_DAYS, Change, scenarios
from service.schemas.amounts import Number
from service.schemas.bom import EXAMPLE, BomSchema
from service.schemas.did_you_mean import near
from service.schemas.fields import Country, Day, Text, Token, Whole
from service.schemas.openapi import about, day, estimate, estimates, flag, number, texts, word
from service.schemas.outlook.made_with import made_with
from service.schemas.stored.queries import FilterQuery, filters_of
from service.schemas.strict import Shape, Shapes, Strict, fault

MOST_SCENARIOS, MOST_PRODUCTS, DEFAULT_PRODUCTS = 30, 20, 10
DELAY_WORDS = "Days by which licences come late, in place of those of `licences-late`; dated scenarios keep theirs."
ALL_WORDS = "Id of a scenario of GET /v1/scenarios; all when left out."
_CHANGES = "; ".join(f"{change}: {meaning}" for change, meaning in CHANGES.items()) + "."
SCENARIOS_EXAMPLE: dict[str, Any] = {"bom": EXAMPLE, "scenarios": ["n-1-separation", "licences-late"], "delay_days": 90}


class ScenarioId(Text):
    """The id of a scenario of the table."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(100, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        name = super()._deserialize(value, attr, data, **kwargs)
        if name not in scenarios():
            words = f"No scenario {name!r}; GET /v1/scenarios lists them."
            raise fault("unknown_scenario", words, lambda: near(name, scenarios()))
        return name


class ScenariosRequestSchema(Strict):
    """A BOM, and the scenarios that are asked about."""

    bom = Shape(BomSchema, required=True)
    scenarios = Shapes(ScenarioId(), most=MOST_SCENARIOS, allow_none=True, metadata=about("Ids; all when left out."))
    delay_days = Number("1", str(LONGEST_DELAY_DAYS), allow_none=True, metadata=about(DELAY_WORDS))


class ScenariosQuery(Strict):
    scenario = ScenarioId(metadata=about(ALL_WORDS))
    delay_days = Whole(1, LONGEST_DELAY_DAYS, metadata=about(DELAY_WORDS))
    as_of = Day(metadata=about("The day whose forecast the scenarios stand beside; today when left out."))


class PortfolioScenarioQuery(FilterQuery):
    scenario = ScenarioId(required=True, metadata=about("Id of a scenario of GET /v1/scenarios."))
    delay_days = Whole(1, LONGEST_DELAY_DAYS, metadata=about(DELAY_WORDS))
    limit = Whole(1, MOST_PRODUCTS, metadata=about(f"Products on a page; {DEFAULT_PRODUCTS} when left out."))
    after = Token()

    def build(self, values: dict[str, Any]) -> dict[str, Any]:
        own = {name: values.get(name) for name in ("scenario", "delay_days", "after")}
        return {"filters": filters_of(values), "limit": values.get("limit", DEFAULT_PRODUCTS), **own}


class AssumptionSchema(Schema):
    """One row of the table of scenarios."""

    change = word(_CHANGES, enum=list(Change))
    assumption = word("What is assumed, in words.")
    country = word(
        "ISO 3166-1 alpha-2; `largest`: the product's largest source at the stage. Null where none is meant.", null=True
    )
    stage = word("Where it changes something; null for all stages.", null=True)
    destinations = texts("Where exports go, ISO 3166-1 alpha-2; `buyer`: the buyer's country. Empty means everywhere.")
    end_uses = texts("For which uses; empty means all.")
    measures = texts("Ids for /v1/controls/{measure_id}.")
    low = number("Low end of a rise of prices, as a share.", null=True)
    value = number("A share 0..1; days of a delay; a factor of odds.", null=True)
    high = number("High end of a rise of prices, as a share.", null=True)
    claims = texts("Figures of the source documents, /v1/claims/{claim_id}: only where one stands there.")
    set_by = word("Who assumed it.")
    set_on = day("When it was assumed.")


class ScenarioSchema(Schema):
    """A set of assumptions that hold together."""

    id = word("Asks for it in `scenario`.")
    title = word("What would be the case.")
    starts = day("First day for which it is thought; null where it is for any.", null=True)
    ends = day("Last day for which it is thought; null where it is for any.", null=True)
    assumptions = fields.List(fields.Nested(AssumptionSchema), required=True)


class ScenarioTableSchema(Schema):
    made_with = made_with()
    note = word("What a scenario is, and isn't.")
    items = fields.List(fields.Nested(ScenarioSchema), required=True)


class LevelSchema(Schema):
    """What the product comes to."""

    score = estimate("Points, 0..100.")
    interval = estimates("Low and high end in points.")
    expected_share_hit = estimate("Mean share of the need hit, 0..1.")


class LostPlaceSchema(Schema):
    """A country that is lost at a stage."""

    stage = word()
    country = Country(required=True, metadata=about("ISO 3166-1 alpha-2."))


class LateLineSchema(Schema):
    """A line that late licences reach."""

    line_id = word()
    late_days = estimate("Days of its whole need that come late: the delay times the share that passes the licences.")
    stock_days = number("As the line states it; null where it doesn't, which counts as none.", null=True)
    bridged_days = estimate("Of the late days, those that the stock covers.")
    stop_days = estimate("Days of standstill that are left.")


class OutcomeSchema(ScenarioSchema):
    """A scenario, and what would become of the product if it held."""

    sentence = word("If what, then what.")
    applies = flag("Whether it says something about this product.")
    why_not = word("Why it says nothing, and what would change that; null where it applies.", null=True)
    level = fields.Nested(
        LevelSchema, required=True, allow_none=True, metadata=about("Null where the scenario doesn't apply.")
    )
    points_more = estimate("Score less the forecast's; null where the scenario doesn't apply.", null=True)
    surely_lost = estimate(
        "Share of need that the assumptions take by themselves, of the part that loses most, 0..1, before stock."
    )
    lost = fields.List(fields.Nested(LostPlaceSchema), required=True, metadata=about("Sources that are lost."))
    withheld = estimate("Share of what the assumed acts reach that is lost, 0..1; null where it is all.", null=True)
    extra_cost = estimates(
        "What risen prices add to the stated quantities, low and high, in the BOM's currency.", null=True
    )
    late = fields.List(
        fields.Nested(LateLineSchema),
        required=True,
        metadata=about("Lines that late licences reach, and what their `stock_days` bridge; empty without a delay."),
    )


class WhatIfSchema(Schema):
    bom_id = word("Yours.", null=True)
    as_of = day("The day whose forecast stands beside.")
    made_with = made_with()
    note = word("What a scenario is, and isn't.")
    forecast = fields.Nested(LevelSchema, required=True, metadata=about("As POST /v1/scores has it."))
    scenarios = fields.List(fields.Nested(OutcomeSchema), required=True)
    left_out = texts("Ids that would have taken too much work at once: ask for each in `scenario`.")


class ProductOutcomeSchema(Schema):
    """A stored product under the scenario."""

    bom_id = word("Yours.")
    name = word("Yours.", null=True)
    sentence = word("If what, then what; or why the product couldn't be scored.")
    forecast = estimate("Its score, 0..100; null where it couldn't be scored.", null=True)
    score = estimate("Under the scenario; null where that doesn't apply.", null=True)
    surely_lost = estimate("As in a product's own scenarios; null where it couldn't be scored.", null=True)


class PortfolioScenarioSchema(Schema):
    scenario = fields.Nested(ScenarioSchema, required=True)
    as_of = day("Today.")
    made_with = made_with()
    note = word("What a scenario is, and isn't.")
    items = fields.List(fields.Nested(ProductOutcomeSchema), required=True)
    next = word("Path of the next page; null on the last.", null=True)
