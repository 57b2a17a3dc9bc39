"""Stored bills of materials, their revisions and their scores."""

from __future__ import annotations

from marshmallow import Schema, fields

from service.schemas.answers.codes import BANDS, STATUSES
from service.schemas.answers.score import DataAgesSchema
from service.schemas.openapi import about, day, estimate, flag, texts, word

REVISION_WORDS = "Counts what was put under the id; the same content again is no other."
STALE_WORDS = (
    "Whether the score isn't today's: another day, model, evidence or register, a revision or a confirmed part came "
    "after it. `GET /v1/boms/{bom_id}/score` brings it up to date, `POST /v1/boms/rescore` many."
)


class NumbersSchema(Schema):
    """What a score comes to."""

    score = estimate("In points; null without a score.", null=True)
    low = estimate("Low end of the interval, in points.", null=True)
    high = estimate("High end of the interval, in points.", null=True)
    band = word("Null while a line may hold what the score doesn't count.", null=True, among=BANDS)
    percentile = estimate("Share of the reference portfolio that scores no higher, 0..1.", null=True)
    status = word("Whether every line could be read; null before the first score.", null=True, among=STATUSES)
    as_of = day("The day that was scored.", null=True)
    model_version = word(null=True)
    event = word("What the score forecasts: scores of different events don't compare.", null=True)
    unread = fields.Integer(
        required=True, allow_none=True, metadata=about("Lines that couldn't be read; null in scores of older releases.")
    )
    unread_may_hold = fields.Integer(
        required=True, allow_none=True, metadata=about("Of them, lines that may hold rare earths.")
    )
    scored_at = fields.AwareDateTime(required=True, allow_none=True)


class NamedSchema(Schema):
    """Which BOM."""

    bom_id = word()
    name = word(null=True)
    tags = texts("Sorted.")
    revision = fields.Integer(required=True, metadata=about(REVISION_WORDS))


class CurrentScoreSchema(NumbersSchema, NamedSchema):
    """One stored BOM with its newest score."""

    stale = flag(STALE_WORDS)
    data_ages = fields.Nested(DataAgesSchema, required=True, allow_none=True)
    changed_at = fields.AwareDateTime(
        required=True, metadata=about("When it was put, tagged or scored otherwise: for `changed_since`.")
    )


class PointSchema(NumbersSchema):
    """One point of a BOM's history: the newest score of a revision for a day."""

    time = fields.AwareDateTime(
        required=True,
        metadata=about("The day as a moment, its first in UTC (RFC 3339): what charts put on their axis."),
    )
    revision = fields.Integer(required=True, metadata=about(REVISION_WORDS))
    receipt = fields.String(metadata=about("With `receipts=true`: send it to /v1/receipts of a service of this model."))


class BomPageSchema(Schema):
    """By `bom_id`, every BOM comes once. By score or change, one that changes while you page comes again, at the
    end."""

    items = fields.List(fields.Nested(CurrentScoreSchema), required=True)
    next = word("Path of the next page, for the same filters and order; null on the last.", null=True)


class HistoryPageSchema(Schema):
    """The newest day first, and of a day the newest revision."""

    items = fields.List(fields.Nested(PointSchema), required=True)
    next = word("Path of the next page; null on the last.", null=True)


class StoredBomSchema(Schema):
    bom_id = word()
    revision = fields.Integer(required=True, metadata=about("The newest."))
    tags = texts("Sorted.")
    created_at = fields.AwareDateTime(required=True)
    updated_at = fields.AwareDateTime(required=True, metadata=about("When it was put or tagged otherwise."))
    bom = fields.Dict(required=True, metadata=about("As it was put."))


class RevisionSchema(Schema):
    """A BOM as it was put once."""

    revision = fields.Integer(required=True, metadata=about(REVISION_WORDS))
    name = word(null=True)
    put_at = fields.AwareDateTime(required=True, metadata=about("When."))
    put_by = word("Name of the key; null where nobody was asked for one.", null=True)


class RevisionPageSchema(Schema):
    """The newest first."""

    items = fields.List(fields.Nested(RevisionSchema), required=True)
    next = word("Path of the next page; null on the last.", null=True)


class WholeRevisionSchema(RevisionSchema):
    bom = fields.Dict(
        required=True, allow_none=True, metadata=about("As it was put; null where an older release kept a receipt.")
    )
    receipt = word("Of a score of it, where the BOM itself wasn't kept: it holds what was scored.", null=True)


class TaggedSchema(Schema):
    bom_id = word()
    tags = texts("Sorted.")
