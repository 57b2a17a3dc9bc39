"""Many BOMs in one request."""

from __future__ import annotations

from typing import Any, ClassVar

from marshmallow import Schema, fields

from service.config import Limits
from service.schemas.openapi import said
from service.schemas.reference import ProblemSchema
from service.schemas.strict import Strict, fault

LIMITS = Limits()
LONGEST_KEY = 100


class Boms(fields.Field[dict[str, Any]]):
    """BOMs by keys of the caller's; each is read for itself later."""

    openapi: ClassVar[dict[str, Any]] = {
        "type": "object",
        "minProperties": 1,
        "maxProperties": LIMITS.batch,
        "propertyNames": {"minLength": 1, "maxLength": LONGEST_KEY},
        "additionalProperties": {"$ref": "#/components/schemas/Bom"},
    }

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise fault("not_an_object", "Must be an object of BOMs by your keys.")
        if not 1 <= len(value) <= LIMITS.batch:
            words = f"Must hold from 1 to {LIMITS.batch} BOMs, holds {len(value):,}: send the rest in another request."
            raise fault("length", words)
        for key in value:
            if not 1 <= len(key) <= LONGEST_KEY or not key.isprintable():
                raise fault("key", f"A key must have 1 to {LONGEST_KEY} printable characters.")
        return value


class BatchSchema(Strict):
    """BOMs to be scored, each for itself."""

    boms = Boms(required=True, metadata=said("Each as POST /v1/scores takes it."))


class ScoreOfView(fields.Field[Any]):
    """A score in the view that was asked for."""

    openapi: ClassVar[dict[str, Any]] = {
        "oneOf": [{"$ref": "#/components/schemas/Summary"}, {"$ref": "#/components/schemas/Score"}]
    }


class ResultSchema(Schema):
    """One BOM's score, or why it has none."""

    status = fields.Integer(required=True, metadata=said("200, 422, or 503 where the model was busy or not there."))
    score = ScoreOfView(metadata=said("With 200; the whole score with `?view=full`."))
    problem = fields.Nested(ProblemSchema, metadata=said("With any other status."))


class ResultsSchema(Schema):
    results = fields.Dict(keys=fields.String(), values=fields.Nested(ResultSchema), required=True)
