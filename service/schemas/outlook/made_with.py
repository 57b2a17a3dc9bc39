"""With what an answer was made."""

from __future__ import annotations

from marshmallow import Schema, fields

from service.schemas.openapi import about, word


class TableRevisionSchema(Schema):
    """A table beside the bundle, in `service/risk/outlook`."""

    name = word("Its file.")
    revision = word("Digest of its bytes.")


class MadeWithSchema(Schema):
    """What the answer is a function of, besides the request and the day."""

    model_version = word()
    evidence_revision = word()
    register_revision = word()
    tables = fields.List(
        fields.Nested(TableRevisionSchema),
        required=True,
        metadata=about("Tables that were read beside the bundle."),
    )


def made_with() -> fields.Nested:
    """The member that says so."""
    return fields.Nested(
        MadeWithSchema,
        required=True,
        metadata=about("Model, evidence, register and tables: with the same ones the same request answers the same."),
    )
