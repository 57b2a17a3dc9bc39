"""The whole answer."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from service.schemas.answers.codes import (
    BAND_SETTERS,
    BANDS,
    CONTROL_SEVERITIES,
    COUNTS,
    SIGNS,
    STANDING_STATES,
    STATUSES,
)
from service.schemas.answers.messages import MessageSchema
from service.schemas.fields import Country, Estimate
from service.schemas.openapi import (
    CONFIDENCE_WORDS,
    METHOD_WORDS,
    about,
    day,
    estimate,
    estimates,
    flag,
    number,
    texts,
    word,
)

SUPPLY = (
    "Country shares by stage: favourable, central and adverse view, low to high. A stage that the line declares stands "
    "as declared. Else the default mix of makers stands in: for separation half the world's shares and half three "
    "years of trade from makers, for other stages the world's shares, home production first. Behind each maker stands "
    "its own feed. ZZ stands for makers that no source names."
)

INTERVAL_PARTS = (
    "Width of the interval, in points, that each cause makes alone; they don't add up. `coefficients`: years that the "
    "hazard was fitted on, and acts that the register may miss; `cover`: forms that a future act reaches; `collapse`: "
    "its rate, and where on a path it counts; `evidence`: sources that disagree about shares; `pending`: acts whose "
    "start is open; `unnamed`: makers that no source names; `destination`: a buyer who isn't stated; "
    "`age`: what may have come since the evidence ended."
)

SCORE_WORDS = (
    "100 x the probability that at least one purchase meets a further supply shock within the window; null when "
    "nothing could be scored."
)
INTERVAL_WORDS = "Low and high score in points; holds 90 % of what the stated uncertainties allow."
BAND_WORDS = "See /v1/model for the thresholds; null while a line may hold what the score doesn't count."
BAND_RANGE = "Where there is no band: the bands of the interval's ends, between which the product lies."
PERCENTILE_WORDS = "Among the reference portfolio, 0..1."
STATUS_WORDS = "scored, partial (some lines could not be read) or unscored."


def band_range() -> fields.List[Any]:
    """The two bands between which a product lies."""
    one = fields.String(metadata={"enum": list(BANDS)})
    return fields.List(one, required=True, allow_none=True, metadata=about(BAND_RANGE))


class CoverageSchema(Schema):
    """Shares (0..1) of the BOM that could be scored, null where the BOM doesn't say, and counts of lines."""

    lines = estimate("Of the lines.", null=True)
    mass = estimate("Of the mass.", null=True)
    value = estimate("Of the value.", null=True)
    unread = fields.Integer(required=True, metadata=about("Lines that couldn't be read."))
    unread_may_hold = fields.Integer(
        required=True, metadata=about("Unread lines that may hold rare earths: the interval counts the worst of each.")
    )
    low_confidence = fields.Integer(
        required=True, metadata=about("Lines whose reading leaves open what they hold; a message says what settles it.")
    )


class ReadingSchema(Schema):
    """What a line was read as, how, and how surely."""

    material_id = word("/v1/materials/{id}; null for a formula, a composition, an element or a salt.", null=True)
    name = word(null=True)
    form = word("Null of goods that only words tell to hold no rare earth.", null=True)
    method = word(METHOD_WORDS)
    confidence = word(CONFIDENCE_WORDS)
    set_aside = texts("Words that change no composition, as written.")
    out_of_scope = flag("Holds no rare earth, but another critical material, which this score doesn't cover.")
    confirmed_by = word("Who confirmed it of the part number; null where its own words were read.", null=True)
    confirmed_at = fields.AwareDateTime(required=True, allow_none=True)


class CountryLossSchema(Schema):
    """What a country adds to the expected share hit, by peril; all countries add up to it."""

    country = Country(required=True)
    restriction = estimate("By a serious export restriction, 0..1.")
    collapse = estimate("By a collapse of its exports for reasons of supply, 0..1.")


class ShareHitSchema(Schema):
    """Mean share of the need that passes a source that is hit."""

    value = estimate("0..1.")
    weight = word("How purchases are averaged: value where all values are known, else equal.")
    by_country = fields.List(fields.Nested(CountryLossSchema), required=True)


class PointsSchema(Schema):
    """The score as a sum: an exact Shapley split, in points."""

    concentration = estimate("Against twenty equal, independent sources.")
    source_power_and_governance = estimate("Against sources of average power and governance.")
    export_control = estimate("Against an empty register.")
    substitution = estimate("How hard elements are to replace, and what the owner can do without.")
    reference = estimate("What is left with every family off.")


class LineScoreSchema(Schema):
    """A line with its own score."""

    line_id = word("Yours.")
    part_number = word("Yours.", null=True)
    described = word("Your words for it; null where a composition or the part number alone says it.", null=True)
    score = estimate("100 x probability; null when the line couldn't be read.", null=True)
    probability = estimate("That at least one of the line's purchases is hit.", null=True)
    expected_share_hit = estimate("Mean over the line's purchases; lines are ranked by it.", null=True)
    hazards = texts("Ids of the line's purchases.")
    score_without = estimate(
        "The BOM's score without this line; without the whole part where it has several suppliers.", null=True
    )
    mass_g = number("Grams of the whole line: exact.", null=True)
    value = number("Quantity x unit price: exact, in the BOM's currency.", null=True)
    expected_cost_increase = estimate(
        "In the BOM's currency; null without a value, or where rare earths are under a fifth of the mass.", null=True
    )
    reading = fields.Nested(
        ReadingSchema, required=True, allow_none=True, metadata=about("Null where the line couldn't be read.")
    )


class LogOddsSchema(Schema):
    """Log-odds of a serious restriction; the members add up to them."""

    baseline = estimate("Of an average country, element and year.")
    concentration = estimate("The country's own share of the element's supply.")
    governance = estimate("Its political instability.")
    export_control = estimate("How lately it restricted this element, and other minerals.")
    substitution = estimate("How hard the element is to replace.")


class ShockSourceSchema(Schema):
    """A country that can be hit, for one element."""

    country = Country(required=True)
    element = word()
    stages = texts("Where the product meets it.")
    restriction = estimate("P(a serious act that names the element takes effect within the window), before coverage.")
    collapse = estimate("P(its exports collapse for reasons of supply within the window).")
    log_odds = fields.Nested(LogOddsSchema, required=True)
    figure_list = word("Id in `figure_lists` of what it rests on.")


class StandingSchema(Schema):
    """A serious act that stands on the day. It never enters the score; it can set the band."""

    measure_id = word("In `register`.")
    state = word(
        "already_hit: in force for up to twelve months; under_control: longer; announced.", among=STANDING_STATES
    )
    country = Country(required=True)
    share = estimate("Largest share of a purchase's need whose path meets it, 0..1.")
    since = day(null=True)
    eased_since = day("First day of a relaxation in force that speaks of it.", null=True)


class PendingRiskSchema(Schema):
    """An act that may start within the window."""

    measure_id = word("In `register`.")
    status = word("announced, suspended or unknown.")
    country = Country(required=True)
    share = estimate("Largest share of a purchase's need whose path would meet it, 0..1.")
    central = estimate("Probability of a start that the score counts.")
    adverse = estimate("Probability of a start that the upper end of the interval counts.")
    until = day("Last day of the present status, where one is known.", null=True)


class RegisterSchema(Schema):
    """A measure around the product's paths."""

    measure_id = word("/v1/controls/{measure_id}.")
    country = Country(required=True, metadata=about("Where the product meets it first."))
    status = word("in_force, announced, suspended or unknown.")
    instrument = word("licence, quota, ban, tax and the like.")
    elements = texts("Symbols that it names.")
    sign = word("tightening; relaxation for what eases a control and lifts it for nobody else.", among=SIGNS)
    severity = word("How hard it bites.", among=CONTROL_SEVERITIES)
    since = day("First day of the status.", null=True)
    until = day("Last day of the status, where one was known.", null=True)
    counts = word("standing, score (as a pending act), upper_end (of the interval only) or nothing.", among=COUNTS)


class OriginShareSchema(Schema):
    """A country's share of a stage."""

    country = Country(required=True, metadata=about("ZZ stands for makers that no source names."))
    share = estimates("Low, central, high; 0..1.")


class PathSchema(Schema):
    """A chain that the purchase comes through."""

    weight = estimate("Share of the need, 0..1; all paths add up to 1, the heaviest twelve are given.")
    chain = word("Id in `chains`.")


class PlaceSchema(Schema):
    """Where a stage is done."""

    stage = word("mining, separation, metal or magnet.")
    country = Country(required=True, metadata=about("ZZ stands for makers that no source names."))


class ChainSchema(Schema):
    """A way of the material, which purchases may share."""

    id = word("As paths name it, in this answer only.")
    places = fields.List(fields.Nested(PlaceSchema), required=True, metadata=about("Mine first."))


class FigureListSchema(Schema):
    """Figures that something rests on; what rests on the same shares the list."""

    id = word("As purchases, sources and reasons name it, in this answer only.")
    figures = texts("Ids for /v1/claims/{id}.")


class AlternativeSchema(Schema):
    """The source that would lower the purchase's expected share hit most, were all of it bought there."""

    stage = word()
    country = Country(required=True)
    expected_share_hit = estimate("Were all of it bought there, 0..1.")


class PricePressureSchema(Schema):
    """P(price +50 % within twelve months), on world prices. Another peril: it never enters the score."""

    probability = estimate("0..1.")
    extrapolated = flag("No price series of its own stands behind it.")
    price_through = word("Last period of the price that was read.", null=True)


class HazardScoreSchema(Schema):
    """A distinct purchase: an element in a form, from a mix of sources, for a buyer country."""

    id = word()
    element = word()
    form = word()
    score = estimate("100 x probability.")
    probability = estimate("That this purchase is hit within the window.")
    expected_share_hit = estimate("Mean share of the need hit, 0..1.")
    by_country = fields.List(fields.Nested(CountryLossSchema), required=True)
    share_under_control = estimate("Share of the need under a serious act in force or announced, 0..1.")
    best_alternative = fields.Nested(AlternativeSchema, required=True, allow_none=True)
    supply = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.Nested(OriginShareSchema)),
        required=True,
        metadata=about(SUPPLY),
    )
    paths = fields.List(fields.Nested(PathSchema), required=True, metadata=about("Central view, heaviest first."))
    mass_g = estimate("Grams of the element.", null=True)
    mass_range_g = estimates("Least and most grams of it that the composition allows.", null=True)
    value = estimate("In the BOM's currency: the lines' value split as mass x price of their rare earths.", null=True)
    price_pressure = fields.Nested(PricePressureSchema, required=True, allow_none=True)
    expected_cost_increase = estimate(
        "Value x price_pressure x mean rise after an event, in the BOM's currency; null without a value, or where rare "
        "earths are under a fifth of the mass.",
        null=True,
    )
    figure_list = word("Id in `figure_lists` of all behind it: claims, trade and governance.")
    controls = texts("Ids of the serious acts met on the way: /v1/controls/{id}.")
    defaults = texts("What was filled in: stage and rule.")


class WithoutSchema(Schema):
    """What is taken away; one member is given."""

    country = Country(metadata=about("ISO 3166-1 alpha-2."))
    element = fields.String(metadata=about("Symbol of a rare earth."))
    measure = fields.String(
        metadata=about("Id for /v1/controls/{id}; all that its country tightened on its day goes with it.")
    )


class SuggestionSchema(Schema):
    """A catalogued material that a line may mean: a suggestion, never an answer."""

    material_id = word("For `read_as` on the line, or to confirm of its part.")
    name = word("As catalogued.")


class UnreadLineSchema(Schema):
    """A line that couldn't be read."""

    line_id = word("Yours.")
    part_number = word("Yours.", null=True)
    why = word("Why, and what settles it.")
    candidates = fields.List(
        fields.Nested(SuggestionSchema),
        required=True,
        metadata=about(
            "Materials that it may mean; looked up for the first lines only, POST /v1/readings does the rest."
        ),
    )


class ChokepointSchema(Schema):
    """A country that a shock would come from, at the stage where most of the need passes it."""

    country = Country(required=True, metadata=about("Where the shock would come from."))
    stage = word("mining, separation, metal or magnet.")
    elements = texts("Symbols of what passes there.")
    share = estimate("Largest share of a purchase's need that passes there, 0..1.")
    expected_share_hit = estimate("What the country adds to the expected share hit of the product, 0..1.")
    shock_probability = estimate("That it restricts or loses its exports within the window: of the likeliest element.")
    controls = texts("Ids for /v1/controls/{id} of its acts that stand.")


class DriverSchema(Schema):
    """A counterfactual, not a share: scores without this and without that don't add up."""

    without = fields.Nested(WithoutSchema, required=True)
    score = estimate("The score that would remain.")


class ReasonSchema(Schema):
    """A sentence with the ids behind it."""

    text = word()
    hazards = texts("Ids of `hazards`.")
    controls = texts("Ids for /v1/controls/{id}.")
    figures = texts("Ids for /v1/claims/{id}.")


class FullReasonSchema(Schema):
    """A sentence with the ids behind it."""

    text = word("In plain words.")
    hazards = texts("Ids of `hazards`.")
    controls = texts("Ids of `register`.")
    figure_list = word("Id in `figure_lists`.")


class ModelRefSchema(Schema):
    """Which model answered, and how fresh what it knows is."""

    version = word()
    sha256 = word()
    trained_through = fields.Integer(required=True, allow_none=True)
    structure_through = fields.Integer(required=True, allow_none=True)


class AgeSchema(Schema):
    """How old something is."""

    day = day("Of the newest that was known and read.")
    age_days = fields.Integer(required=True, metadata=about("Days from it to as_of."))


class DataAgesSchema(Schema):
    """What the answer knew last."""

    register = fields.Nested(
        AgeSchema, required=True, allow_none=True, metadata=about("The register's newest entry by as_of.")
    )
    prices = fields.Nested(
        AgeSchema,
        required=True,
        allow_none=True,
        metadata=about("The last day of the newest price that was read; null where none was."),
    )
    trade_year = fields.Integer(required=True, metadata=about("The newest year of trade that was read."))


class ScoreSchema(Schema):
    """The whole answer: `?view=full`."""

    bom_id = word("Yours.", null=True)
    name = word("Yours.", null=True)
    score = estimate(SCORE_WORDS, null=True)
    probability = estimate("The score as a probability.", null=True)
    interval = estimates(INTERVAL_WORDS, null=True)
    interval_parts = fields.Dict(
        keys=fields.String(), values=Estimate(), required=True, allow_none=True, metadata=about(INTERVAL_PARTS)
    )
    band = word(BAND_WORDS, null=True, among=BANDS)
    band_range = band_range()
    band_set_by = word("score, or standing where acts in force or announced set it.", null=True, among=BAND_SETTERS)
    percentile = estimate(PERCENTILE_WORDS, null=True)
    expected_share_hit = fields.Nested(ShareHitSchema, required=True, allow_none=True)
    points = fields.Nested(PointsSchema, required=True, allow_none=True)
    reasons = fields.List(fields.Nested(FullReasonSchema), required=True)
    chokepoints = fields.List(fields.Nested(ChokepointSchema), required=True)
    standing = fields.List(fields.Nested(StandingSchema), required=True)
    share_under_control = estimate(
        "Share of the most controlled purchase's need under a serious act in force or announced, 0..1.", null=True
    )
    pending_risk = fields.List(fields.Nested(PendingRiskSchema), required=True)
    event = word("The definition of what is forecast.")
    horizon_days = fields.Integer(required=True)
    window_start = day("First day that is forecast.")
    window_end = day("Last day that is forecast.")
    as_of = day()
    status = word(STATUS_WORDS, among=STATUSES)
    in_sample_replay = flag("Whether as_of lies within the years the model learned from.")
    tolerance = number("Share of need that may be lost without harm, as stated; null: 0.25 to 0.75, alike.", null=True)
    coverage = fields.Nested(CoverageSchema, required=True)
    expected_cost_increase = estimate(
        "Over the window, in the BOM's currency, by price pressure: summed over the lines that have one, the smallest "
        "of each alternate_group. An upper bound for goods made of rare earths.",
        null=True,
    )
    lines = fields.List(fields.Nested(LineScoreSchema), required=True)
    unread = fields.List(fields.Nested(UnreadLineSchema), required=True)
    hazards = fields.List(fields.Nested(HazardScoreSchema), required=True)
    sources = fields.List(fields.Nested(ShockSourceSchema), required=True)
    chains = fields.List(fields.Nested(ChainSchema), required=True, metadata=about("Every chain once."))
    figure_lists = fields.List(fields.Nested(FigureListSchema), required=True, metadata=about("Every list once."))
    interval_figures = texts(
        "Ids for /v1/claims/{id} that only the interval rests on: those of elements that lines may hold."
    )
    drivers = fields.List(fields.Nested(DriverSchema), required=True)
    register = fields.List(fields.Nested(RegisterSchema), required=True)
    data_ages = fields.Nested(DataAgesSchema, required=True)
    model = fields.Nested(ModelRefSchema, required=True)
    evidence_revision = word()
    register_revision = word()
    receipt = word("Send it to /v1/receipts to recompute this answer.")
    messages = fields.List(fields.Nested(MessageSchema), required=True)
