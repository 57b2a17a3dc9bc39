"""The track record of the served model, and the forecasts frozen on a day."""

from __future__ import annotations

from marshmallow import Schema, fields

from service.schemas.fields import Country
from service.schemas.openapi import about, flag, number, word


class RecordSummarySchema(Schema):
    """How forecasts compare with what happened; null where nothing was forecast, or, for the AUC, where all outcomes
    are alike."""

    cells = fields.Integer(required=True, metadata=about("Country, mineral and base year."))
    mean_forecast = number("0..1.", null=True)
    event_rate = number("0..1.", null=True)
    brier_skill = number("Against the event rate known at the time; 0 is no better, 1 is perfect.", null=True)
    auc = number("0.5 is chance.", null=True)


class RecordYearSchema(RecordSummarySchema):
    year = fields.Integer(required=True, metadata=about("Base year; the outcome is that of the year after."))


class MissSchema(Schema):
    """A forecast that failed."""

    mineral = word("LREE and HREE are the light and the heavy rare earths.")
    country = Country(required=True)
    year = fields.Integer(required=True, metadata=about("Base year; the outcome is that of the year after."))
    forecast = number("Probability given, 0..1.")
    base_rate = number("Event rate known at the time, 0..1.")
    event = flag("Whether it happened.")


class RecordGroupSchema(Schema):
    """The record of some minerals."""

    group = fields.String(required=True, attribute="name", metadata=about("all or rare_earths."))
    summary = fields.Nested(RecordSummarySchema, required=True)
    years = fields.List(fields.Nested(RecordYearSchema), required=True, metadata=about("Year by year."))
    surprises = fields.List(fields.Nested(MissSchema), required=True, metadata=about("Low forecasts, and it happened."))
    false_alarms = fields.List(fields.Nested(MissSchema), required=True, metadata=about("High forecasts, and nothing."))


class TrackRecordSchema(Schema):
    version = word()
    sha256 = word("Of the file of all forecasts.")
    event = word()
    groups = fields.List(fields.Nested(RecordGroupSchema), required=True, metadata=about("All minerals, rare earths."))


class FrozenShockSchema(Schema):
    country = Country(required=True)
    mineral = word("LREE and HREE are the light and the heavy rare earths.")
    element = word("Symbol of a rare earth; null for other minerals.", null=True)
    probability = number("Of a general serious restriction that takes effect within twelve months, 0..1.")
    base_rate = number("Share of the rows trained on that had one, 0..1.")


class FrozenShocksSchema(Schema):
    """The forecasts frozen on a day."""

    day = word("The day on which they were frozen; the event is of the 365 days after.")
    good_until = word("Last day before newer ones are due.")
    overdue = word("What is said once that day is over; null until then.", null=True)
    version = word("Model that made them.")
    event = word()
    sha256 = word("Of the CSV file.")
    items = fields.List(fields.Nested(FrozenShockSchema), required=True)
