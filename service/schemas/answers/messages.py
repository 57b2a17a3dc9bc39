"""Messages: those of one kind are one, with a count and pointers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from marshmallow import Schema, fields

from service.risk.answer import Message
from service.schemas.answers.codes import CODES, SEVERITIES
from service.schemas.openapi import about, texts, word

MOST_POINTERS = 20
MOST_WORDINGS = 20


class MessageSchema(Schema):
    """What should be known of one kind, told once."""

    severity = word("How much it matters.", among=SEVERITIES)
    code = word("The kind: a stable word.", among=CODES)
    count = fields.Integer(required=True, metadata=about("Places in the BOM that it was said of."))
    detail = word("In words, as of the first place.")
    wordings = fields.List(
        fields.String(),
        metadata=about(f"What is said in other words of other places: the first {MOST_WORDINGS}. Not in a summary."),
    )
    pointers = texts(f"Into the BOM: the first {MOST_POINTERS} places; none where it is of the whole.")


def grouped(messages: Iterable[Message], *, wordings: bool) -> list[dict[str, Any]]:
    """The messages by severity and code, in the order of the first of each kind, with other ``wordings`` or without."""
    kinds: dict[tuple[str, str], list[Message]] = {}
    for message in messages:
        kinds.setdefault((message.severity, message.code), []).append(message)
    return [_one(kind, same, wordings) for kind, same in kinds.items()]


def _one(kind: tuple[str, str], same: list[Message], wordings: bool) -> dict[str, Any]:
    first, *others = dict.fromkeys(message.detail for message in same)
    one = {
        "severity": kind[0],
        "code": kind[1],
        "count": len(same),
        "detail": first,
        "pointers": [one.pointer for one in same if one.pointer is not None][:MOST_POINTERS],
    }
    return one | {"wordings": others[:MOST_WORDINGS]} if wordings else one
