"""Ids in paths that callers choose for what they watch with."""

from __future__ import annotations

import re
from typing import Any

from service.errors import RequestError
from service.risk.errors import FieldError
from service.schemas.watching.links import NAME, RULE


def in_path(name: str) -> list[dict[str, Any]]:
    """The parameter of a path, for the OpenAPI document."""
    return [{"in": "path", "name": name, "schema": {"type": "string", "pattern": f"^{NAME}$", "maxLength": 100}}]


def possible(given: str) -> bool:
    """Whether something can have this id."""
    return re.fullmatch(NAME, given) is not None


def check(given: str, parameter: str) -> None:
    """Raise ``RequestError`` for an id that nothing can have."""
    if not possible(given):
        words = f"{given[:100]!r} can't be used: {RULE}, at most 100 characters."
        raise RequestError("The id can't be used.", [FieldError(f"?{parameter}", "pattern", words)])
