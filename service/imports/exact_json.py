"""JSON whose numbers stay as the file has them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import orjson

LARGEST = 2**63


def dumps(value: Any) -> bytes:
    """The JSON of a value with exact decimals and whole numbers of any size."""
    try:
        return orjson.dumps(value, default=_exact)
    except TypeError:  # a whole number that is larger than orjson writes
        return orjson.dumps(_reduced(value), default=_exact)


def _exact(value: Any) -> Any:
    if isinstance(value, Decimal):
        return orjson.Fragment(str(value)) if value.is_finite() else str(value)
    raise TypeError(type(value).__name__)


def _reduced(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _reduced(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_reduced(inner) for inner in value]
    large = isinstance(value, int) and not -LARGEST <= value < LARGEST
    return Decimal(value) if large else value
