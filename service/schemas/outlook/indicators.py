"""Indicators to watch, with what was seen."""

from __future__ import annotations

from marshmallow import Schema, fields

from service.risk.outlook.indicators import DIRECTIONS
from service.schemas.openapi import about, day, word
from service.schemas.outlook.made_with import made_with

STEPS = "Steps up less steps down"


def _whole(description: str) -> fields.Integer:
    return fields.Integer(required=True, metadata=about(description))


class ObservationSchema(Schema):
    """Something that was seen."""

    on = day("The day from which it could be known.")
    seen = word("What it was.")
    step = _whole("1 up, -1 down, 0 neither.")
    source = word("Id of a control, or of a claim.")


class YearStepsSchema(Schema):
    """A year of an indicator."""

    year = _whole("The year.")
    steps = _whole(f"{STEPS} in it.")


class IndicatorSchema(Schema):
    """One indicator on a day."""

    indicator = word("Its id.")
    name = word()
    statement = word("Id of the passage that names it, for /v1/statements/{statement_id}.")
    counts = word("What is counted, so that two people count alike.")
    direction = word(
        "Where the last twelve months went. not_observed: nobody published what would tell.", among=DIRECTIONS
    )
    rising_means = word("What it means that it rises.")
    would_move = word("Which numbers of this service follow it, once evidence says so.")
    missing = word("What it would also count, if anybody published it.")
    last = _whole(f"{STEPS} in the last twelve months.")
    before = _whole(f"{STEPS} in the twelve months before.")
    by_year = fields.List(
        fields.Nested(YearStepsSchema),
        required=True,
        metadata=about("From the first that was seen. Where not all is published, only years in which something was."),
    )
    observations = fields.List(fields.Nested(ObservationSchema), required=True, metadata=about("The newest first."))


class IndicatorsSchema(Schema):
    """Five indicators, in the order of the document that names them."""

    made_with = made_with()
    on = day()
    items = fields.List(fields.Nested(IndicatorSchema), required=True)
