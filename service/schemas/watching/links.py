"""What is said to those who watch: links, and what opens by them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from marshmallow import Schema, fields

from service.schemas.fields import Choice, Text
from service.schemas.openapi import about, word
from service.schemas.strict import Fault, Strict, fault
from service.store.watch.links import BADGE, FEED

NAME = "[a-z0-9][a-z0-9._-]{0,99}"
RULE = "use small letters, digits and . _ -, a letter or digit first"
LINK_EXAMPLE = {"opens": BADGE, "bom_id": "motor-7", "days": 365}
MOST_DAYS = 3_650


class OwnName(Text):
    """An id that the caller chooses, as it stands in a path."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(100, pattern=NAME, rule=RULE, **kwargs)


class Count(fields.Field[int]):
    """A whole number in a body. Bounds are inclusive."""

    def __init__(self, low: int, high: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.low, self.high = low, high
        self.openapi = {"type": "integer", "minimum": low, "maximum": high}

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            raise fault("not_a_number", "Must be a number, without quotation marks.")
        if not self.low <= value <= self.high or value != int(value):
            raise fault("out_of_range", f"Must be a whole number from {self.low} to {self.high:,}, is {value!s:.20}.")
        return int(value)


class TokenQuery(Strict):
    token = Text(80, metadata=about("Of a link, where no key is sent."))


class LinkSchema(Strict):
    """What a link opens, and for how long."""

    opens = Choice(
        [BADGE, FEED],
        required=True,
        metadata=about("The badge of one BOM, or both feeds: of all changes, and of indicators."),
    )
    bom_id = Text(200, metadata=about("The stored BOM of a badge."))
    days = Count(1, MOST_DAYS, metadata=about("How long it lasts; until it is deleted when left out."))

    def check(self, values: dict[str, Any], faults: dict[str, Any]) -> None:
        badge = values.get("opens") == BADGE
        if badge and "bom_id" not in values and "bom_id" not in faults:
            faults["bom_id"] = [Fault("required", "Is required for a badge: the id of a stored BOM.")]
        if values.get("opens") == FEED and "bom_id" in values:
            faults["bom_id"] = [Fault("not_used", "The feed is of all BOMs: leave it out.")]


class KeptLinkSchema(Schema):
    """A link, without its token."""

    link_id = word("Yours.")
    opens = word("badge or feed.", among=(BADGE, FEED))
    bom_id = word("Of a badge; null of the feed.", null=True)
    created_at = fields.AwareDateTime(required=True, metadata=about("When its token was made."))
    created_by = word("Name of the key that made it.", null=True)
    expires_at = fields.AwareDateTime(required=True, allow_none=True, metadata=about("Null: when it is deleted."))


class NewLinkSchema(KeptLinkSchema):
    """A link with the address that holds its token. It is shown this once."""

    path = fields.String(metadata=about("The address that it opens, below that of the service; only where it is new."))


class LinkPageSchema(Schema):
    items = fields.List(fields.Nested(KeptLinkSchema), required=True, metadata=about("By `link_id`."))
    next = word("Path of the next page; null on the last.", null=True)
