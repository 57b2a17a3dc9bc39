"""Readings of lines before they are scored, and what is confirmed of parts."""

from __future__ import annotations

from typing import Any

from marshmallow import RAISE, Schema, fields

from service.schemas.amounts import Composition
from service.schemas.bom import FORMS, LIMITS, ElementSymbol, LineSchema
from service.schemas.did_you_mean import FORM_WORDS
from service.schemas.fields import Choice, NoneOfIt, Text
from service.schemas.openapi import about, texts, word
from service.schemas.reference import MeaningSchema
from service.schemas.strict import ITSELF, Fault, Shape, Shapes, Strict, which_given

PART_NUMBER = Text(100)
DESCRIBED = ("material_id", "element", "formula", "composition", "rare_earth")
READINGS_EXAMPLE = {"lines": [{"line_id": "10", "part_number": "MAG-0042", "material": "Permanent magnet, special"}]}
PART_EXAMPLE = {"material_id": "ndfeb-sintered-sh", "confirmed_by": "A. Engineer", "note": "Drawing 77, rev. C"}


class LineToReadSchema(LineSchema):
    """A line as it would be posted, without amounts and supply."""

    class Meta:
        unknown = RAISE
        exclude = (
            "quantity", "pieces", "mass_per_metre", "unit_price", "supply", "alternate_group", "end_use",
            "supplier", "can_do_without", "stock_days", "monthly_need",
        )  # fmt: skip

    line_id = Text(100, allow_none=True, metadata=about("Comes back as it is; needn't be unique."))

    def build(self, values: dict[str, Any]) -> Any:
        return super().build({"line_id": ""} | values)


class ReadingsRequestSchema(Strict):
    lines = Shapes(Shape(LineToReadSchema), least=1, most=LIMITS.lines, required=True)


class PartSchema(Strict):
    """What a part is, by exactly one of material_id, element + form, formula, composition or rare_earth."""

    material_id = Text(100, allow_none=True, metadata=about("Of a catalogued material (/v1/materials)."))
    element = ElementSymbol(allow_none=True)
    form = Choice(FORMS, synonyms=FORM_WORDS, allow_none=True, metadata=about("Needed with element."))
    formula = Text(100, allow_none=True, metadata=about("A chemical formula.", examples=["Dy2O3"]))
    composition = Composition(allow_none=True, metadata=about('Mass fractions (0.29 or "29 %") by symbol.'))
    rare_earth = NoneOfIt(allow_none=True, metadata=about("false: it holds no rare earth."))
    confirmed_by = Text(100, required=True, metadata=about("Who confirms it.", examples=["A. Engineer"]))
    note = Text(500, allow_none=True, metadata=about("On what grounds."))

    def check(self, values: dict[str, Any], faults: dict[str, Any]) -> None:
        given = [name for name in DESCRIBED if name in values or name in faults]
        if len(given) != 1:
            fix = f"Say what the part is by exactly one of {', '.join(DESCRIBED)}; {which_given(given)}."
            faults[ITSELF] = [Fault("description", fix)]
        elif given == ["element"] and "form" not in values and "form" not in faults:
            faults["form"] = [Fault("required", f"Is required with element: one of {', '.join(FORMS)}.")]
        elif "form" in values and given[0] not in ("element", "composition"):
            faults["form"] = [Fault("not_used", f"Belongs to element or composition; {given[0]} says it already.")]


class ConfirmationSchema(Schema):
    """What was confirmed of a part; of what it is, the one description that was given."""

    part_number = word()
    material_id = fields.String()
    element = fields.String()
    form = fields.String()
    formula = fields.String()
    composition = fields.Dict(keys=fields.String(), values=fields.Float())
    rare_earth = fields.Boolean()
    confirmed_by = word()
    confirmed_at = fields.AwareDateTime(required=True)
    note = word(null=True)
    reading = fields.Nested(MeaningSchema, required=True, metadata=about("What its lines are read as."))


class PartPageSchema(Schema):
    items = fields.List(fields.Nested(ConfirmationSchema), required=True)
    next = word("Path of the next page; null on the last.", null=True)


class CandidateSchema(Schema):
    """A catalogued material that a line may mean: a suggestion, never an answer."""

    material_id = word("For `read_as` on the line, or to confirm of its part.")
    name = word()
    form = word()
    elements = texts("Rare earths that it holds or may hold.")
    reason = word("Why it is near.")


class ReadLineSchema(Schema):
    line_id = word(null=True)
    part_number = word(null=True)
    reading = fields.Nested(MeaningSchema, required=True)
    why = word("Why the line is left open and what would settle it; null where it was read.", null=True)
    candidates = fields.List(fields.Nested(CandidateSchema), required=True)
    confirmed_by = word("Who confirmed it of the part number, where that was used.", null=True)
    confirmed_at = fields.AwareDateTime(required=True, allow_none=True)


class ReadingsSchema(Schema):
    """Readings in the order of the lines."""

    lines = fields.List(fields.Nested(ReadLineSchema), required=True)
