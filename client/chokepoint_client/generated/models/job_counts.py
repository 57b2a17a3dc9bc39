from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="JobCounts")


@_attrs_define
class JobCounts:
    """
    Attributes:
        scored (int): That got a score.
        stored (int): That were stored, or whose score was.
        failed (int): That can't be scored; the errors say why.
        errors (int): Rows of `/errors`: everything open or refused, so far.
    """

    scored: int
    stored: int
    failed: int
    errors: int

    def to_dict(self) -> dict[str, Any]:
        scored = self.scored

        stored = self.stored

        failed = self.failed

        errors = self.errors

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "scored": scored,
                "stored": stored,
                "failed": failed,
                "errors": errors,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        scored = d.pop("scored")

        stored = d.pop("stored")

        failed = d.pop("failed")

        errors = d.pop("errors")

        job_counts = cls(
            scored=scored,
            stored=stored,
            failed=failed,
            errors=errors,
        )

        return job_counts
