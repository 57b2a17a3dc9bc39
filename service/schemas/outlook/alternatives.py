"""Other sources of an element: makers, plants that have produced, and plans."""

from __future__ import annotations

from marshmallow import Schema, fields

from service.risk.outlook.projects import STATES, State
from service.schemas.amounts import Number
from service.schemas.bom import ElementSymbol, StageWord
from service.schemas.fields import Country, Day
from service.schemas.openapi import about, day, estimate, estimates, flag, number, texts, word
from service.schemas.outlook.made_with import made_with
from service.schemas.prices import LARGEST
from service.schemas.strict import Strict

_STATES = "; ".join(f"{state}: {meaning}" for state, meaning in STATES.items()) + "."


class AlternativesQuery(Strict):
    element = ElementSymbol(required=True)
    stage = StageWord(required=True)
    without = Country(metadata=about("The country to do without; CN when left out."))
    by = Day(metadata=about("Plans that state a start by this day; all plans when left out."))
    buyer_country = Country(metadata=about("Who buys: an act may be limited to some buyers."))
    need_kg = Number(
        "0.000001", LARGEST, metadata=about("What you need in a year, in kg: plants are compared with it.")
    )
    as_of = Day(metadata=about("What was known by this day; today when left out."))


class ProjectSchema(Schema):
    """A plant or mine with its capacity, as its newest source has it."""

    name = word("As its source calls it.")
    owner = word("Who owns it; blank where the source doesn't say.")
    country = Country(required=True, metadata=about("Where it stands, ISO 3166-1 alpha-2."))
    status = word(_STATES, enum=list(State))
    supplies = flag("Whether it has produced. Planned capacity is no supply.")
    verified = flag("Whether somebody verified a figure of it.")
    capacity_tonnes = number("A year, of what `note` says; the middle where a range is stated.", null=True)
    times_need = estimate("Capacity over `need_kg`; null without it.", null=True)
    stated_starts = texts("Starts that its sources state, in the order of their publication.")
    slipped_months = fields.Integer(
        required=True,
        allow_none=True,
        metadata=about("From the first stated start to the last; null with fewer than two."),
    )
    years_without_output = estimate("Since a source dates a decision or study; null where none does.", null=True)
    offtake = word("Who buys from it, where a source says so; else blank.")
    claims = texts("Where the figures stand, /v1/claims/{claim_id}; the newest last.")
    note = word("What the newest source says of the capacity.")


class FeedSchema(Schema):
    """A country at an earlier stage on whose material the makers depend."""

    stage = word()
    country = Country(required=True, metadata=about("ISO 3166-1 alpha-2; ZZ stands for makers that no source names."))
    share = estimate("Of what the makers take in, 0..1.")


class MakerSchema(Schema):
    """A country that makes it."""

    country = Country(required=True, metadata=about("ISO 3166-1 alpha-2."))
    world_share = estimate("Of the world's output, 0..1, central.")
    shock_probability = estimate("Of a serious act or a collapse of exports there within twelve months, 0..1.")
    score = estimate("Of buying all of the stage there, feeds among what can hit it: points, 0..100.")
    interval = estimates("Of that score, low and high end.")
    feeds = fields.List(fields.Nested(FeedSchema), required=True, metadata=about("Whose material it depends on."))
    plants = fields.List(
        fields.Nested(ProjectSchema), required=True, metadata=about("Known plants that have produced.")
    )
    figures = texts("Behind the share, /v1/claims/{claim_id}.")


class LeadTimeSchema(Schema):
    """How long new capacity takes, as a source document has it."""

    claim_id = word()
    country = Country(required=True, metadata=about("Of which it is said."))
    low_years = number("Low end.", null=True)
    high_years = number("High end.", null=True)


class AlternativesSchema(Schema):
    made_with = made_with()
    element = word()
    stage = word()
    as_of = day("What was known by this day.")
    by = day("Plans that state a start by this day; null for all.", null=True)
    without = Country(required=True, metadata=about("The country to do without."))
    sentences = texts("The answer in plain words.")
    lost_share = estimate("Of the world's output that is made in the country, 0..1.")
    world_share = estimate("Of the world's output that the makers below have, 0..1: plans add nothing to it.")
    makers = fields.List(fields.Nested(MakerSchema), required=True, metadata=about("The largest first."))
    left_out = texts("Smaller makers, ISO 3166-1 alpha-2.")
    planned = fields.List(
        fields.Nested(ProjectSchema), required=True, metadata=about("Never supply before it has produced.")
    )
    recyclers = fields.List(
        fields.Nested(ProjectSchema), required=True, metadata=about("Plants that work scrap, built or planned.")
    )
    lead_time = fields.List(fields.Nested(LeadTimeSchema), required=True)
    dated = fields.List(
        fields.Nested(ProjectSchema),
        required=True,
        metadata=about("Projects for any element with a dated decision and no output: they check the lead time."),
    )
    stands_in = word("What is used where no figure on the element at the stage is known; empty where one is.")
    qualification = word("How long a new source takes to be qualified.")
