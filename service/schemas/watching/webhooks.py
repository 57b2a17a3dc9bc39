"""Webhooks, and the messages that they were sent."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from service.schemas.amounts import Number
from service.schemas.answers.codes import BANDS
from service.schemas.bom import LIMITS, ElementSymbol, StageWord
from service.schemas.fields import ALPHA3_TO_ALPHA2, Choice, Country, Flag, Text, Token, Whole
from service.schemas.openapi import about, flag, texts, word
from service.schemas.strict import ITSELF, Fault, Shape, Shapes, Strict
from service.schemas.watching.links import Count
from service.store.watch.messages import DAILY, STATES, WAITS
from service.store.watch.notices import BAND, JOB, REGISTER
from service.store.watch.webhooks import WantedWebhook

LONGEST_URL = 2_000
KINDS = (BAND, REGISTER, JOB)
LEAST_OVERLAP_HOURS, MOST_OVERLAP_HOURS = 0, 24 * 7
DEFAULT_OVERLAP_HOURS = 24
WEBHOOK_EXAMPLE = {
    "url": "https://example.com/hooks/chokepoint",
    "on": [BAND, REGISTER],
    "condition": {"min_score": 45, "country": "CN", "stage": "magnet"},
}
SCHEDULE = ", ".join(str(wait) for wait in WAITS)
"""The waits between attempts, hours:minutes:seconds."""


class ConditionSchema(Strict):
    """What a score must be for a notice: all that is given must hold. `element`, `country` and `stage` are of one
    chokepoint, which a quarter or more of a purchase's need passes."""

    min_score = Number("0", "100", metadata=about("The score is at least this."))
    min_band = Choice(list(BANDS), metadata=about("The band is this or a higher one."))
    element = ElementSymbol(metadata=about("A rare earth of the chokepoint."))
    country = Country(metadata=about("The country of the chokepoint."))
    stage = StageWord(metadata=about("The stage of the chokepoint."))
    measure = Text(100, metadata=about("Id of a measure of /v1/controls that the score has met."))

    def check(self, values: dict[str, Any], faults: dict[str, Any]) -> None:
        if not values and not faults:
            faults[ITSELF] = [Fault("empty", f"Say one of {', '.join(self.fields)}, or leave the condition out.")]

    def build(self, values: dict[str, Any]) -> dict[str, Any]:
        kept = {name: value for name, value in values.items() if name != "min_band"}
        if "min_score" in kept:
            kept["min_score"] = float(kept["min_score"])
        if "min_band" in values:
            kept["bands"] = list(BANDS[BANDS.index(values["min_band"]) :])
        return kept


class WebhookSchema(Strict):
    """Where notices are sent, and which."""

    url = Text(
        LONGEST_URL,
        required=True,
        metadata=about(
            "https, a public address: no private, loopback or link-local one unless the operator allows it."
        ),
    )
    on = Shapes(
        Choice(list(KINDS)),
        most=len(KINDS),
        metadata=about(
            "Kinds of notices. band_crossed: a BOM came into another band. register_changed: a measure came to touch a "
            "BOM, left it, or stands otherwise. job_finished: a job ended."
        ),
    )
    condition = Shape(ConditionSchema, metadata=about("A notice when a BOM comes to meet it, and when it ceases to."))
    digest = Choice([DAILY], metadata=about("daily: one message a day with all notices of that day (UTC)."))
    enabled = Flag(metadata=about("false: nothing is noted for it and nothing sent; true when left out."))

    def check(self, values: dict[str, Any], faults: dict[str, Any]) -> None:
        if not faults and not values.get("on") and "condition" not in values:
            faults[ITSELF] = [Fault("empty", "Say with `on` or `condition` what shall be sent.")]

    def build(self, values: dict[str, Any]) -> WantedWebhook:
        kinds = tuple(dict.fromkeys(values.get("on", ())))
        more = values.get("condition"), values.get("digest"), values.get("enabled", True)
        return WantedWebhook(values["url"], kinds, *more)


class SecretSchema(Strict):
    overlap_hours = Count(
        LEAST_OVERLAP_HOURS,
        MOST_OVERLAP_HOURS,
        metadata=about(f"For how long the old secrets sign along; {DEFAULT_OVERLAP_HOURS} when left out."),
    )


class ShownConditionSchema(Schema):
    """The condition on a score."""

    min_score = fields.Float(metadata=about("The score is at least this."))
    min_band = fields.String(metadata=about("The band is this or a higher one."))
    element = fields.String(metadata=about("A rare earth of the chokepoint."))
    country = fields.String(metadata=about("The country of the chokepoint."))
    stage = fields.String(metadata=about("The stage of the chokepoint."))
    measure = fields.String(metadata=about("Id of a measure of /v1/controls."))


class KeptWebhookSchema(Schema):
    """A webhook, without its secret."""

    webhook_id = word("Yours.")
    url = word("Where it leads.")
    on = texts("Kinds of notices that it is sent.")
    condition = fields.Nested(ShownConditionSchema, required=True, allow_none=True)
    meets_now = fields.Integer(
        required=True, allow_none=True, metadata=about("BOMs that meet the condition now; null without one.")
    )
    digest = word("daily, or null: each notice by itself.", null=True)
    enabled = flag("Whether notices are sent.")
    why_off = word("Why the service switched it off; null where it didn't.", null=True)
    secrets = fields.Integer(required=True, metadata=about("Secrets that sign now: several after one was rotated."))
    created_at = fields.AwareDateTime(required=True, metadata=about("When it was first put."))
    updated_at = fields.AwareDateTime(required=True, metadata=about("When it was changed last."))


class NewWebhookSchema(KeptWebhookSchema):
    """A webhook, with its secret where that is new. It is shown this once."""

    secret = fields.String(metadata=about("Verifies signatures (Standard Webhooks); only where it is new."))


class WebhookListSchema(Schema):
    items = fields.List(fields.Nested(KeptWebhookSchema), required=True, metadata=about("By `webhook_id`."))


class NewSecretSchema(Schema):
    """A secret that was made. It is shown this once."""

    secret = fields.String(
        metadata=about("Verifies signatures (Standard Webhooks); not there where an Idempotency-Key is answered again.")
    )
    others_until = fields.AwareDateTime(required=True, metadata=about("When the secrets before it cease to sign."))


class DeliveryQuery(Strict):
    state = Choice(list(STATES), metadata=about("Messages in this state; dead: those that were given up."))
    limit = Whole(1, LIMITS.page, metadata=about("Items on a page; 50 when left out."))
    after = Token()


class DeliverySchema(Schema):
    """A message to a webhook."""

    message_id = word("The webhook-id that is sent, at each attempt the same.")
    kind = word("Of its notice, or digest.")
    state = word(
        "pending: to be sent, or again. delivered: taken. dead: given up. withdrawn: what it told was deleted.",
        among=STATES,
    )
    created_at = fields.AwareDateTime(required=True, metadata=about("When it was written."))
    due_at = fields.AwareDateTime(required=True, metadata=about("When it is tried next, or was last due."))
    attempts = fields.Integer(required=True, metadata=about(f"So far. After a failed one it waits: {SCHEDULE}."))
    last_at = fields.AwareDateTime(required=True, allow_none=True, metadata=about("Of the last attempt."))
    last_status = fields.Integer(required=True, allow_none=True, metadata=about("HTTP status of the last answer."))
    last_error = word("Why the last attempt failed; null where it didn't.", null=True)


class DeliveryPageSchema(Schema):
    items = fields.List(fields.Nested(DeliverySchema), required=True, metadata=about("Newest first."))
    next = word("Path of the next page; null on the last.", null=True)


def shown_condition(kept: dict[str, Any] | None) -> dict[str, Any] | None:
    """A condition as it was said."""
    if kept is None:
        return None
    told = {name: value for name, value in kept.items() if name != "bands"}
    if "country" in told:
        told["country"] = ALPHA3_TO_ALPHA2.get(told["country"], told["country"])
    return told | ({"min_band": kept["bands"][0]} if "bands" in kept else {})
