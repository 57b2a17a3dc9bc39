"""Why a stored BOM's score is another than it was."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from service.risk.changes.mixtures import PARTS
from service.schemas.answers.codes import BANDS
from service.schemas.fields import Day
from service.schemas.openapi import about, day, estimate, flag, texts, word
from service.schemas.series.queries import check_span
from service.schemas.strict import Strict

OTHER_EVENT, NO_SCORE = "other_event", "no_score"
RELEASE = "release"
PART_WORDS = PARTS | {RELEASE: "what can't be told apart: the bundle or the release that scored then isn't here whole"}
"""What a part is, by its name on the wire."""


class ChangesQuery(Strict):
    start = Day(data_key="from", metadata=about("The newest point by this day; the one before `to` when left out."))
    end = Day(data_key="to", metadata=about("The newest point by this day; the newest of all when left out."))

    def check(self, values: dict[str, Any], faults: dict[str, Any]) -> None:
        check_span(values, faults)


class ComparedSchema(Schema):
    """One of the two points."""

    as_of = day("The day that was scored.")
    revision = fields.Integer(required=True, metadata=about("Of the BOM."))
    score = estimate("In points; null without a score.", null=True)
    band = word("Null while a line may hold what the score doesn't count.", null=True, among=BANDS)
    model_version = word()
    event = word("What the score forecasts.")


class MeasureChangeSchema(Schema):
    """A measure of which the two points know different things, or that moved between them."""

    measure_id = word()
    before = word("Its status on the first day, as known then.")
    after = word("Its status on the second day, as known then.")


class MovedPartSchema(Schema):
    """What one part adds to the difference."""

    part = word("bom, register, evidence, trade_and_prices, model, time, or release.", among=[*PART_WORDS])
    text = word("What the part is.")
    points = fields.Float(
        required=True, metadata=about("In points of the score. As printed, the parts add up to `difference`.")
    )
    measures = fields.List(
        fields.Nested(MeasureChangeSchema), required=True, metadata=about("Those that bear on it most; at most 20.")
    )
    measure_count = fields.Integer(required=True, metadata=about("How many there are."))
    figures = texts("Ids of figures that one side knows and the other doesn't, for /v1/claims/{claim_id}; at most 20.")
    figure_count = fields.Integer(required=True, metadata=about("How many there are."))


class OtherModelSchema(Schema):
    """What the model of the first point says of the second: BOM and day of the second, all else of the first."""

    model_version = word()
    score = estimate("In points; null where that bundle isn't here whole.", null=True)


class ChangesSchema(Schema):
    """The difference of two scores of a BOM, split exactly. Each part has the mean of its additions over all orders in
    which the parts could have changed (Shapley)."""

    bom_id = word()
    before = fields.Nested(ComparedSchema, required=True, data_key="from", metadata=about("The earlier point."))
    after = fields.Nested(ComparedSchema, required=True, data_key="to", metadata=about("The later point."))
    comparable = flag("Whether both are scores of one event.")
    why_not = word("other_event or no_score; null where they compare.", null=True, among=[OTHER_EVENT, NO_SCORE])
    difference = fields.Float(
        required=True, allow_none=True, metadata=about("`to` less `from`, in points as printed; null where none.")
    )
    parts = fields.List(
        fields.Nested(MovedPartSchema), required=True, metadata=about("What differs; empty where they don't compare.")
    )
    old_model = fields.Nested(
        OtherModelSchema, required=True, allow_none=True, metadata=about("Null where both are of one model.")
    )
    scorings = fields.Integer(required=True, metadata=about("How often was scored for it: 2 to the number of parts."))
