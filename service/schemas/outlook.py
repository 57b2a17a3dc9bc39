"""Scenarios: what is asked, and what would be."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from service.risk.outlook.projects import STATES, State
from service.risk.outlook.questions import TOO_WIDE
from service.risk.outlook.scenarios import CHANGES, Change, scenarios
from service.schemas.amounts import Number
from service.schemas.bom import EXAMPLE, BomSchema, ElementSymbol, StageWord
from service.schemas.did_you_mean import near
from service.schemas.fields import Country, Day, Text, Token, Whole
from service.schemas.openapi import day, estimate, estimates, flag, number, said, word, words
from service.schemas.prices import LARGEST
from service.schemas.stored.queries import FilterQuery, filters_of
from service.schemas.strict import Shape, Shapes, Strict, fault

LONGEST_DELAY = 365
MOST_SCENARIOS, MOST_PRODUCTS, DEFAULT_PRODUCTS = 30, 20, 10
DELAY_WORDS = "Days by which licences come late, in place of those of `licences-late`; dated scenarios keep theirs."
ALL_WORDS = "Id of a scenario of GET /v1/scenarios; all when left out."
_CHANGES = "; ".join(f"{change}: {meaning}" for change, meaning in CHANGES.items()) + "."
_STATES = "; ".join(f"{state}: {meaning}" for state, meaning in STATES.items()) + "."
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
QUESTIONS_EXAMPLE: dict[str, Any] = {"bom": EXAMPLE}
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
    scenarios = Shapes(ScenarioId(), most=MOST_SCENARIOS, allow_none=True, metadata=said("Ids; all when left out."))
    delay_days = Number("1", str(LONGEST_DELAY), allow_none=True, metadata=said(DELAY_WORDS))


class ScenariosQuery(Strict):
    scenario = ScenarioId(metadata=said(ALL_WORDS))
    delay_days = Whole(1, LONGEST_DELAY, metadata=said(DELAY_WORDS))
    as_of = Day(metadata=said("The day whose forecast the scenarios stand beside; today when left out."))


class PortfolioScenarioQuery(FilterQuery):
    scenario = ScenarioId(required=True, metadata=said("Id of a scenario of GET /v1/scenarios."))
    delay_days = Whole(1, LONGEST_DELAY, metadata=said(DELAY_WORDS))
    limit = Whole(1, MOST_PRODUCTS, metadata=said(f"Products on a page; {DEFAULT_PRODUCTS} when left out."))
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
    destinations = words("Where exports go, ISO 3166-1 alpha-2; `buyer`: the buyer's country. Empty means everywhere.")
    end_uses = words("For which uses; empty means all.")
    measures = words("Ids for /v1/controls/{measure_id}.")
    low = number("Low end of a rise of prices, as a share.", null=True)
    value = number("A share 0..1; days of a delay; a factor of odds.", null=True)
    high = number("High end of a rise of prices, as a share.", null=True)
    claims = words("Figures of the source documents, /v1/claims/{claim_id}: only where one stands there.")
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
    revision = word("Digest of the table.")
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
    country = Country(required=True, metadata=said("ISO 3166-1 alpha-2."))


class OutcomeSchema(ScenarioSchema):
    """A scenario, and what would become of the product if it held."""

    sentence = word("If what, then what.")
    applies = flag("Whether it says something about this product.")
    why_not = word("Why it says nothing, and what would change that; null where it applies.", null=True)
    level = fields.Nested(
        LevelSchema, required=True, allow_none=True, metadata=said("Null where the scenario doesn't apply.")
    )
    points_more = estimate("Score less the forecast's; null where the scenario doesn't apply.", null=True)
    surely_lost = estimate("Share of need that the assumptions take by themselves, of the part that loses most, 0..1.")
    lost = fields.List(fields.Nested(LostPlaceSchema), required=True, metadata=said("Sources that are lost."))
    withheld = estimate("Share of what the assumed acts reach that is lost, 0..1; null where it is all.", null=True)
    extra_cost = estimates(
        "What risen prices add to the stated quantities, low and high, in the BOM's currency.", null=True
    )


class WhatIfSchema(Schema):
    bom_id = word("Yours.", null=True)
    as_of = day("The day whose forecast stands beside.")
    revision = word("Digest of the table of scenarios.")
    note = word("What a scenario is, and isn't.")
    forecast = fields.Nested(LevelSchema, required=True, metadata=said("As POST /v1/scores has it."))
    scenarios = fields.List(fields.Nested(OutcomeSchema), required=True)
    left_out = words("Ids that would have taken too much work at once: ask for each in `scenario`.")


class StockRequestSchema(Strict):
    """A BOM with `stock_days` and `monthly_need` on its lines, and what days cost."""

    bom = Shape(BomSchema, required=True)
    stop_cost_per_day = Number(FREE, LARGEST, allow_none=True, metadata=said(STOP_COST))
    carrying_rate = Number(FREE, "10", allow_none=True, metadata=said(CARRYING))


class StockQuery(Strict):
    stop_cost_per_day = Number(FREE, LARGEST, metadata=said(STOP_COST))
    carrying_rate = Number(FREE, "10", metadata=said(CARRYING))
    as_of = Day(metadata=said("The day from which twelve months are counted; today when left out."))


class StopAtSchema(Schema):
    """What another stock would do."""

    stock_days = fields.Integer(required=True, metadata=said("Days of stock."))
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
    day_value = estimate("What another day of stock is worth in a year, in the BOM's currency.", null=True)
    day_cost = estimate("What another day of stock costs to carry in a year, in the BOM's currency.", null=True)
    best_days = fields.Integer(
        required=True,
        allow_none=True,
        metadata=said("Fewest days at which another costs what it is worth; of the 365 that are looked at."),
    )


class SurvivalSchema(Schema):
    """How many shocks lasted longer."""

    days = fields.Integer(required=True, metadata=said("Longer than so many days."))
    share = estimate("Of shocks, 0..1.")
    interval = estimates("90 %, low and high.")


class DurationSchema(Schema):
    """How long shocks of a kind lasted."""

    kind = word("restriction: acts that can stop deliveries, on any mineral; collapse: of exports, any raw material.")
    spells = fields.Integer(required=True, metadata=said("How many were counted."))
    ended = fields.Integer(required=True, metadata=said("Those whose end was seen; the others last so far."))
    survival = fields.List(fields.Nested(SurvivalSchema), required=True)
    left_out = estimates("Share beyond 180 days when each act is left out in turn, lowest and highest.", null=True)
    method = word("How it was estimated.")


class ReferenceSchema(Schema):
    """Days of stock that a source document names."""

    claim_id = word()
    country = Country(required=True, metadata=said("Of whose stockpile."))
    low_days = number("Low end.", null=True)
    high_days = number("High end.", null=True)


class StockSchema(Schema):
    bom_id = word("Yours.", null=True)
    as_of = day("The day from which twelve months are counted.")
    score = estimate("The product's score, which stock doesn't change; null without one.", null=True)
    sentences = words("The answer in plain words.")
    lines = fields.List(fields.Nested(LineStockSchema), required=True)
    unread = words("Ids of lines without a score.")
    stop_between = estimates(
        "P(any line stops), 0..1: at least the likeliest does, at most any shock beyond the least stock."
    )
    durations = fields.List(fields.Nested(DurationSchema), required=True)
    reference = fields.List(fields.Nested(ReferenceSchema), required=True)


class QuestionsRequestSchema(Strict):
    """A BOM whose missing facts are ranked."""

    bom = Shape(BomSchema, required=True)


class TriedValueSchema(Schema):
    """A value of the fact, and what the product would come to."""

    value = word("The value in words.")
    level = fields.Nested(LevelSchema, required=True)


class QuestionSchema(Schema):
    """A missing fact."""

    kind = word("What is missing.", enum=["origin", "material", "recycled", "tolerance", "buyer_country"])
    text = word("The question.")
    line_ids = words("Lines that it is about; empty for the whole BOM.")
    stage = word("Of an origin or of scrap; null else.", null=True)
    narrows_by = estimate("Points by which the interval narrows, mean over the values; below 0 it widens.")
    moves_by = estimate("Points between the scores at the values.")
    values = fields.List(
        fields.Nested(TriedValueSchema), required=True, metadata=said("The favourable one first, each scored.")
    )
    claims = words("Figures behind the values, /v1/claims/{claim_id}.")


class QuestionsSchema(Schema):
    bom_id = word("Yours.", null=True)
    as_of = day("The day of the score.")
    score = estimate("Points, 0..100.")
    interval = estimates("Low and high end in points.")
    usable = flag(f"Whether the score can be acted on: a band is told and the interval spans fewer than {TOO_WIDE}.")
    band = word("Null where the score is too wide to use.", null=True)
    spans = words("Bands of the interval's ends.")
    sentences = words("The answer in plain words.")
    questions = fields.List(fields.Nested(QuestionSchema), required=True, metadata=said("What narrows most first."))
    scored = fields.Integer(required=True, metadata=said("How many changed BOMs were scored."))
    left_out = fields.Integer(required=True, metadata=said("Facts that would have taken too much work."))


class ProductOutcomeSchema(Schema):
    """A stored product under the scenario."""

    bom_id = word("Yours.")
    name = word("Yours.", null=True)
    sentence = word("If what, then what; or why the product couldn't be scored.")
    forecast = estimate("Its score, 0..100; null where it couldn't be scored.", null=True)
    score = estimate("Under the scenario; null where that doesn't apply.", null=True)
    surely_lost = estimate("As in a product's own scenarios; null where it couldn't be scored.", null=True)


class AlternativesQuery(Strict):
    element = ElementSymbol(required=True)
    stage = StageWord(required=True)
    without = Country(metadata=said("The country to do without; CN when left out."))
    by = Day(metadata=said("Plans that state a start by this day; all plans when left out."))
    buyer_country = Country(metadata=said("Who buys: an act may be limited to some buyers."))
    need_kg = Number("0.000001", LARGEST, metadata=said("What you need in a year, in kg: plants are compared with it."))
    as_of = Day(metadata=said("What was known by this day; today when left out."))


class ProjectSchema(Schema):
    """A plant or mine with its capacity, as its newest source has it."""

    name = word("As its source calls it.")
    owner = word("Who owns it; blank where the source doesn't say.")
    country = Country(required=True, metadata=said("Where it stands, ISO 3166-1 alpha-2."))
    status = word(_STATES, enum=list(State))
    supplies = flag("Whether it has produced. Planned capacity is no supply.")
    capacity_tonnes = number("A year, of what `note` says; the middle where a range is stated.", null=True)
    times_need = estimate("Capacity over `need_kg`; null without it.", null=True)
    stated_starts = words("Starts that its sources state, in the order of their publication.")
    slipped_months = fields.Integer(
        required=True,
        allow_none=True,
        metadata=said("From the first stated start to the last; null with fewer than two."),
    )
    years_without_output = estimate("Since a source dates a decision or study; null where none does.", null=True)
    offtake = word("Who buys from it, where a source says so; else blank.")
    claims = words("Where the figures stand, /v1/claims/{claim_id}; the newest last.")
    note = word("What the newest source says of the capacity.")


class FeedSchema(Schema):
    """A country at an earlier stage on whose material the makers depend."""

    stage = word()
    country = Country(required=True, metadata=said("ISO 3166-1 alpha-2; ZZ stands for makers that no source names."))
    share = estimate("Of what the makers take in, 0..1.")


class MakerSchema(Schema):
    """A country that makes it."""

    country = Country(required=True, metadata=said("ISO 3166-1 alpha-2."))
    world_share = estimate("Of the world's output, 0..1, central.")
    shock_probability = estimate("Of a serious act or a collapse of exports there within twelve months, 0..1.")
    score = estimate("Of buying all of the stage there, feeds among what can hit it: points, 0..100.")
    interval = estimates("Of that score, low and high end.")
    feeds = fields.List(fields.Nested(FeedSchema), required=True, metadata=said("Whose material it depends on."))
    plants = fields.List(fields.Nested(ProjectSchema), required=True, metadata=said("Known plants that have produced."))
    figures = words("Behind the share, /v1/claims/{claim_id}.")


class LeadTimeSchema(Schema):
    """How long new capacity takes, as a source document has it."""

    claim_id = word()
    country = Country(required=True, metadata=said("Of which it is said."))
    low_years = number("Low end.", null=True)
    high_years = number("High end.", null=True)


class AlternativesSchema(Schema):
    element = word()
    stage = word()
    as_of = day("What was known by this day.")
    by = day("Plans that state a start by this day; null for all.", null=True)
    without = Country(required=True, metadata=said("The country to do without."))
    sentences = words("The answer in plain words.")
    lost_share = estimate("Of the world's output that is made in the country, 0..1.")
    world_share = estimate("Of the world's output that the makers below have, 0..1: plans add nothing to it.")
    makers = fields.List(fields.Nested(MakerSchema), required=True, metadata=said("The largest first."))
    left_out = words("Smaller makers, ISO 3166-1 alpha-2.")
    planned = fields.List(
        fields.Nested(ProjectSchema), required=True, metadata=said("Never supply before it has produced.")
    )
    recyclers = fields.List(
        fields.Nested(ProjectSchema), required=True, metadata=said("Plants that work scrap, built or planned.")
    )
    lead_time = fields.List(fields.Nested(LeadTimeSchema), required=True)
    dated = fields.List(
        fields.Nested(ProjectSchema),
        required=True,
        metadata=said("Projects for any element with a dated decision and no output: they check the lead time."),
    )
    qualification = word("How long a new source takes to be qualified.")


class PortfolioScenarioSchema(Schema):
    scenario = fields.Nested(ScenarioSchema, required=True)
    as_of = day("Today.")
    revision = word("Digest of the table of scenarios.")
    note = word("What a scenario is, and isn't.")
    items = fields.List(fields.Nested(ProductOutcomeSchema), required=True)
    next = word("Path of the next page; null on the last.", null=True)
