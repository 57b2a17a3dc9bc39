"""What the kernel raises. Each error carries every problem found, with a pointer and a fix."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class FieldError:
    """One problem: an RFC 6901 pointer into the input, a stable code, and words that name the fix."""

    pointer: str
    code: str
    detail: str


class RiskError(Exception):
    """Base of the kernel's errors; ``errors`` lists all problems, not only the first."""

    def __init__(self, detail: str, errors: Sequence[FieldError] = ()) -> None:
        super().__init__(detail)
        self.detail = detail
        self.errors = list(errors)


class BomError(RiskError):
    """The bill of materials can't be scored as it stands."""


class ReceiptError(RiskError):
    """The receipt is damaged or belongs to another model, evidence or register."""


class BundleError(RiskError):
    """The model bundle can't be trusted: the detail says which check failed."""


class NotFoundError(RiskError):
    """No such element, claim, measure or material."""
