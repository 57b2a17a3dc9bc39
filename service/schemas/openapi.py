"""Short hands for the declarations of answers."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from service.risk.materials.composition import CONFIDENCES, MAY_HOLD, METHODS
from service.risk.purchase.stated_readings import METHODS as STATED
from service.schemas.fields import Day, Estimate

METHOD_WORDS = (
    "How it was read. " + "; ".join(f"{word}: {meaning}" for word, meaning in (METHODS | STATED).items()) + "."
)
MAY_HOLD_WORDS = "How an unread line is judged; null for what is read. " + " ".join(
    f"{word}: {meaning}" for word, meaning in MAY_HOLD.items()
)
CONFIDENCE_WORDS = "How surely. " + " ".join(f"{word}: {meaning}" for word, meaning in CONFIDENCES.items())


def said(description: str, **more: Any) -> dict[str, Any]:
    return {"description": description, **more}


def number(description: str = "", *, null: bool = False) -> fields.Float:
    return fields.Float(required=True, allow_none=null, metadata=said(description))


def word(description: str = "", *, null: bool = False, **more: Any) -> fields.String:
    return fields.String(required=True, allow_none=null, metadata=said(description, **more))


def words(description: str = "") -> fields.List[Any]:
    return fields.List(fields.String(), required=True, metadata=said(description))


def flag(description: str = "") -> fields.Boolean:
    return fields.Boolean(required=True, metadata=said(description))


def day(description: str = "", *, null: bool = False) -> Day:
    return Day(required=True, allow_none=null, metadata=said(description))


def estimate(description: str = "", *, null: bool = False) -> Estimate:
    return Estimate(required=True, allow_none=null, metadata=said(description))


def estimates(description: str, *, null: bool = False) -> fields.List[Any]:
    return fields.List(Estimate(), required=True, allow_none=null, metadata=said(description))
