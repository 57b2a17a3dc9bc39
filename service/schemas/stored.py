"""Stored bills of materials and their scores."""

from __future__ import annotations

from marshmallow import Schema, fields

from service.schemas.openapi import day, number, said, word


class CurrentScoreSchema(Schema):
    """One stored BOM with its newest score."""

    bom_id = word()
    name = word(null=True)
    revision = fields.Integer(required=True, metadata=said("Counts what was put under the id."))
    score = number(null=True)
    low = number("Low end of the interval, in points.", null=True)
    high = number("High end of the interval, in points.", null=True)
    band = word(null=True)
    percentile = number(null=True)
    status = word()
    as_of = day()
    model_version = word()
    event = word("What the score forecasts: scores of different events don't compare.")
    unread = fields.Integer(
        required=True, allow_none=True, metadata=said("Lines that couldn't be read; null in scores of older releases.")
    )
    unread_may_hold = fields.Integer(
        required=True, allow_none=True, metadata=said("Of them, lines that may hold rare earths.")
    )
    scored_at = fields.AwareDateTime(required=True)


class PointSchema(CurrentScoreSchema):
    """One point of a BOM's history."""

    class Meta:
        exclude = ("bom_id", "name")


class BomPageSchema(Schema):
    items = fields.List(fields.Nested(CurrentScoreSchema), required=True)
    next = word("Path of the next page; null on the last.", null=True)


class HistoryPageSchema(Schema):
    """Newest first."""

    items = fields.List(fields.Nested(PointSchema), required=True)
    next = word("Path of the next page; null on the last.", null=True)


class StoredBomSchema(Schema):
    bom_id = word()
    revision = fields.Integer(required=True, metadata=said("The newest."))
    created_at = fields.AwareDateTime(required=True)
    updated_at = fields.AwareDateTime(required=True)
    bom = fields.Dict(required=True, metadata=said("As it was put."))
