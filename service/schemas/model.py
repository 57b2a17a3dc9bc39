"""The track record of the served model."""

from __future__ import annotations

from marshmallow import Schema, fields

from service.schemas.fields import Country
from service.schemas.openapi import flag, number, said, word


class RecordSummarySchema(Schema):
    """How forecasts compare with what happened; null where nothing was forecast, or, for the AUC, where all outcomes
    are alike."""

    cells = fields.Integer(required=True, metadata=said("Importer, HS code and base year."))
    mean_forecast = number("0..1.", null=True)
    event_rate = number("0..1.", null=True)
    brier_skill = number("Against the event rate known at the time; 0 is no better, 1 is perfect.", null=True)
    auc = number("0.5 is chance.", null=True)


class RecordYearSchema(RecordSummarySchema):
    year = fields.Integer(required=True, metadata=said("Base year; the outcome is that of the year after."))


class MissSchema(Schema):
    """A forecast that failed."""

    hs92_code = fields.String(required=True, attribute="code", metadata=said("Six digits."))
    importer = Country(required=True)
    year = fields.Integer(required=True, metadata=said("Base year; the outcome is that of the year after."))
    forecast = number("Probability given, 0..1.")
    base_rate = number("Event rate known at the time, 0..1.")
    event = flag("Whether it happened.")


class RecordGroupSchema(Schema):
    group = fields.String(required=True, attribute="name", metadata=said("all or rare_earths."))
    summary = fields.Nested(RecordSummarySchema, required=True)
    years = fields.List(fields.Nested(RecordYearSchema), required=True)
    surprises = fields.List(fields.Nested(MissSchema), required=True, metadata=said("Low forecasts, and it happened."))
    false_alarms = fields.List(fields.Nested(MissSchema), required=True, metadata=said("High forecasts, and nothing."))


class TrackRecordSchema(Schema):
    version = word()
    sha256 = word("Of the file of all forecasts.")
    event = word()
    vintage = word("operational: trade two years old, as in life; hindcast: trade of the year.")
    groups = fields.List(fields.Nested(RecordGroupSchema), required=True)
