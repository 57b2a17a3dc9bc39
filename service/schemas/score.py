"""The answer."""

from __future__ import annotations

from marshmallow import Schema, fields

from service.schemas.fields import Country
from service.schemas.openapi import CONFIDENCE_WORDS, METHOD_WORDS, day, flag, number, said, span, word, words

SUPPLY = (
    "Country shares by stage. Those of the bought form are declared, or the buyer country's import mix "
    "(`buyer_import_mix`; `baci-imports-...` in `figures`), or the world's (`world_mix`). Further up, each country of "
    "the next stage sources at `home` as far as its share of the world's output of the stage covers its share of the "
    "next stage's; the rest follows its own import mix (`imports`), else the world's (`world`); sellers below 1 % are "
    "left out and what remains is scaled to 1. The world's shares are the central values of "
    "/v1/elements/{symbol}/supply, with ZZ for what they leave: of the views of /v1/claims?quantity=stage_share, the "
    "largest country's as it stands, the others' scaled where they exceed what it leaves; export shares where none is "
    "published."
)


class CoverageSchema(Schema):
    """Shares (0..1) of the BOM that could be scored; null where the BOM doesn't say."""

    lines = number(null=True)
    mass = number(null=True)
    value = number(null=True)


class ReadingSchema(Schema):
    """What a line was read as, how, and how surely."""

    material_id = word("/v1/materials/{id}; null for a formula, a composition, an element or a salt.", null=True)
    name = word(null=True)
    form = word()
    method = word(METHOD_WORDS)
    confidence = word(CONFIDENCE_WORDS)


class LineScoreSchema(Schema):
    line_id = word()
    score = number("100 x probability; null when nothing in the line could be scored.", null=True)
    probability = number("That at least one of the line's hazards happens.", null=True)
    hazards = words("Ids of the line's hazards.")
    score_without = number("The BOM's score without this line.", null=True)
    mass_g = number("Grams of the whole line.", null=True)
    value = number("Quantity x unit price, in the BOM's currency.", null=True)
    expected_cost_increase = number(
        "In the BOM's currency; null without a value, or where rare earths are under a fifth of the mass.", null=True
    )
    reading = fields.Nested(ReadingSchema, required=True, allow_none=True)


class ContributionsSchema(Schema):
    """Log-odds by family; together with the baseline they are the hazard's log-odds."""

    baseline = number()
    concentration = number()
    export_control = number()
    substitution = number()
    market = number()


class ShareSchema(Schema):
    country = Country(required=True, metadata=said("ZZ stands for all others and the unknown."))
    share = span("Low, central, high; 0..1.")


class StandingSchema(Schema):
    """Where a measure stands on the day of the answer: /v1/controls/{measure_id} tells the rest."""

    measure_id = word()
    status = word("in_force, announced, suspended or unknown.")
    sign = word("tightening; relaxation for what eases a control and lifts it for nobody else.")
    severity = word("prohibitive, strong, moderate or administrative.")
    since = day("First day of the status.", null=True)
    until = day("Last day of the status, where one was known.", null=True)
    counts = word("score, upper_end (in the upper end of the interval only) or nothing.")


class HazardScoreSchema(Schema):
    """One element in one form from one source mix."""

    id = word()
    element = word()
    form = word()
    weakest_stage = word("The step of the chain that decides.", null=True)
    probability = number()
    interval = span(
        "Low and high, from disagreeing evidence, calibration and transfer, for the hazard as listed. What a line "
        "may or may not hold is not in it: that widens the product's interval only."
    )
    calibration = word("Whether observed outcomes of this very form stand behind it: in_domain or extrapolated.")
    contributions = fields.Nested(ContributionsSchema, required=True)
    supply = fields.Dict(
        keys=fields.String(),
        values=fields.List(fields.Nested(ShareSchema)),
        required=True,
        metadata=said(SUPPLY),
    )
    mass_g = number("Grams of the element.", null=True)
    mass_range_g = span("Least and most grams of it that the composition allows.", null=True)
    value = number("In the BOM's currency: the lines' value split as mass x price of their rare earths.", null=True)
    expected_cost_increase = number(
        "In the BOM's currency; null without a value, or where rare earths are under a fifth of the mass.", null=True
    )
    figures = words(
        "Ids for /v1/claims/{id} of all behind it: claims, import mixes, export shares, price indices, governance."
    )
    controls = words("Ids of the measures met on the way, whatever their weight: /v1/controls/{id}.")
    register = fields.List(
        fields.Nested(StandingSchema),
        required=True,
        metadata=said("All measures around the hazard on the day, suspended, unknown and easing ones among them."),
    )
    defaults = words("What was filled in: stage and rule, as `supply` tells them.")


class WithoutSchema(Schema):
    """What is taken away; one member is given."""

    country = Country()
    element = fields.String()
    line_id = fields.String()
    hazard = fields.String()
    measure = fields.String()


class DriverSchema(Schema):
    """A counterfactual, not a share: scores without this and without that don't add up."""

    without = fields.Nested(WithoutSchema, required=True)
    score = number("The score that would remain.", null=True)


class ModelRefSchema(Schema):
    version = word()
    sha256 = word()
    vintage = word()
    trained_through = fields.Integer(required=True, allow_none=True)
    structure_through = fields.Integer(required=True, allow_none=True)
    prices_through = word(null=True)


class MessageSchema(Schema):
    severity = word("info, warning or error.")
    code = word()
    pointer = word("Into the BOM.", null=True)
    detail = word()


class ScoreSchema(Schema):
    """The answer."""

    score = number("100 x probability; null when nothing could be scored.", null=True)
    probability = number("That at least one hazard happens within the window.", null=True)
    interval = span(
        "Low and high, from disagreeing evidence, calibration, transfer, and what lines may or may not hold; the "
        "intervals of `hazards` leave out the last.",
        null=True,
    )
    band = word("See /v1/model for the thresholds.", null=True)
    percentile = number("Among the reference portfolio, 0..1.", null=True)
    event = word("The definition of what is forecast.")
    horizon_days = fields.Integer(required=True)
    window_start = day()
    window_end = day()
    as_of = day()
    status = word("scored, partial (some lines could not be read) or unscored.")
    in_sample_replay = flag("Whether as_of lies within the years the model learned from.")
    coverage = fields.Nested(CoverageSchema, required=True)
    expected_cost_increase = number(
        "Over the window, in the BOM's currency: value x probability x mean rise of price after an event, summed over "
        "the lines that have one, the smallest of each alternate_group. An upper bound for goods made of rare earths.",
        null=True,
    )
    lines = fields.List(fields.Nested(LineScoreSchema), required=True)
    hazards = fields.List(fields.Nested(HazardScoreSchema), required=True)
    interval_figures = words(
        "Ids for /v1/claims/{id} that only the interval rests on: those of elements that lines may hold."
    )
    drivers = fields.List(fields.Nested(DriverSchema), required=True)
    model = fields.Nested(ModelRefSchema, required=True)
    evidence_revision = word()
    register_revision = word()
    receipt = word("Send it to /v1/receipts to recompute this answer.")
    messages = fields.List(fields.Nested(MessageSchema), required=True)
