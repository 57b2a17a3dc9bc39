"""What a row of a series holds."""

from __future__ import annotations

from marshmallow import Schema, fields

from service.schemas.answers.codes import BANDS
from service.schemas.fields import Country
from service.schemas.openapi import about, day, estimate, texts, word

TIME_WORDS = "The day as a moment, its first in UTC (RFC 3339): what charts put on their axis."
LOG_ODDS_WORDS = "Of the restriction's log-odds, which the five parts add up to exactly; rounded here."


class TimedSchema(Schema):
    """A row with its time."""

    time = fields.AwareDateTime(required=True, metadata=about(TIME_WORDS))
    as_of = day("The day, as known on it.")


class ShockSchema(TimedSchema):
    """A source on a day: a country that makes an element at a stage, as known on the day."""

    country = Country(required=True)
    element = word()
    stage = word()
    share = estimate("Of world supply at the stage, 0..1.")
    probability = estimate("Of a serious restriction or a collapse of exports within twelve months, 0..1.")
    restriction = estimate("Of a serious act of its own that names the element, 0..1.")
    restriction_low = estimate("Low end of the 90 % interval.")
    restriction_high = estimate("High end of the 90 % interval.")
    collapse = estimate("Of exports that break down for reasons of supply: one stated rate for all, 0..1.")
    baseline = estimate(f"What every source begins with. {LOG_ODDS_WORDS}")
    concentration = estimate("Added by its share of world supply.")
    governance = estimate("Added by its political stability.")
    export_control = estimate("Added by its record of acts.")
    substitution = estimate("Added by how hard the element is to replace.")
    controls = texts("Ids of its serious general acts on the element that are in force; in CSV with blanks between.")


class ShocksSchema(Schema):
    """Every source on a day."""

    as_of = day()
    version = word()
    event = word()
    items = fields.List(fields.Nested(ShockSchema), required=True, metadata=about("A row a source."))


class ElementPointSchema(TimedSchema):
    """One purchase of an element from the world's default mix, scored for a day."""

    score = estimate("In points; null where it can't be scored.", null=True)
    low = estimate("Low end of the interval, in points.", null=True)
    high = estimate("High end of the interval, in points.", null=True)
    band = word("Of score and standing; null without a score.", null=True, among=BANDS)
    model_version = word()


class ElementSeriesSchema(Schema):
    """An element's scores by day, as if register and evidence were those of the day."""

    symbol = word()
    form = word()
    items = fields.List(fields.Nested(ElementPointSchema), required=True, metadata=about("The newest first."))
    left = fields.Integer(
        required=True,
        metadata=about("Points of the span that aren't computed yet, the oldest: ask again, what is computed is kept."),
    )


class PortfolioPointSchema(TimedSchema):
    """All stored BOMs on a day, each with its newest score by then."""

    boms = fields.Integer(required=True, metadata=about("With a score of the served event by then, or unscored by it."))
    scored = fields.Integer(required=True, metadata=about("Those with a score in points."))
    mean_score = estimate("In points; null without a score.", null=True)
    highest_score = estimate("In points; null without a score.", null=True)
    low = fields.Integer(required=True, metadata=about("BOMs in the band low."))
    guarded = fields.Integer(required=True, metadata=about("BOMs in the band guarded."))
    elevated = fields.Integer(required=True, metadata=about("BOMs in the band elevated."))
    high = fields.Integer(required=True, metadata=about("BOMs in the band high."))
    severe = fields.Integer(required=True, metadata=about("BOMs in the band severe."))
    without_band = fields.Integer(required=True, metadata=about("BOMs of which lines are open, or without a score."))
    other_event = fields.Integer(
        required=True, metadata=about("BOMs whose newest score by then forecasts another event: not counted above.")
    )


class PortfolioSeriesSchema(Schema):
    """The portfolio by day."""

    items = fields.List(fields.Nested(PortfolioPointSchema), required=True, metadata=about("The oldest first."))
