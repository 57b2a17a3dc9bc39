"""Missing facts, ranked by how much each would narrow a score."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from service.risk.outlook.questions import TOO_WIDE
from service.schemas.bom import EXAMPLE, BomSchema
from service.schemas.openapi import about, day, estimate, estimates, flag, texts, word
from service.schemas.outlook.made_with import made_with
from service.schemas.outlook.scenarios import LevelSchema
from service.schemas.strict import Shape, Strict

QUESTIONS_EXAMPLE: dict[str, Any] = {"bom": EXAMPLE}


class QuestionsRequestSchema(Strict):
    """A BOM whose missing facts are ranked."""

    bom = Shape(BomSchema, required=True)


class TriedValueSchema(Schema):
    """A value of the fact, and what the product would come to."""

    value = word("The value in words.")
    level = fields.Nested(LevelSchema, required=True)


class QuestionSchema(Schema):
    """A missing fact."""

    kind = word("What is missing.", enum=["origin", "material", "recycled", "tolerance", "buyer_country"])
    text = word("The question.")
    line_ids = texts("Lines that it is about; empty for the whole BOM.")
    stage = word("Of an origin or of scrap; null else.", null=True)
    narrows_by = estimate("Points by which the interval narrows, mean over the values; below 0 it widens.")
    moves_by = estimate("Points between the scores at the values.")
    values = fields.List(
        fields.Nested(TriedValueSchema), required=True, metadata=about("The favourable one first, each scored.")
    )
    claims = texts("Figures behind the values, /v1/claims/{claim_id}.")


class QuestionsSchema(Schema):
    made_with = made_with()
    bom_id = word("Yours.", null=True)
    as_of = day("The day of the score.")
    score = estimate("Points, 0..100.")
    interval = estimates("Low and high end in points.")
    usable = flag(f"Whether the score can be acted on: a band is told and the interval spans fewer than {TOO_WIDE}.")
    band = word("Null where the score is too wide to use.", null=True)
    spans = texts("Bands of the interval's ends.")
    sentences = texts("The answer in plain words.")
    questions = fields.List(fields.Nested(QuestionSchema), required=True, metadata=about("What narrows most first."))
    scored = fields.Integer(required=True, metadata=about("How many changed BOMs were scored."))
    left_out = fields.Integer(required=True, metadata=about("Facts that would have taken too much work."))
