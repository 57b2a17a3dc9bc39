from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="Effect")


@_attrs_define
class Effect:
    """
    Attributes:
        score (float): Points, 0..100.
        expected_share_hit (float): Mean share of the need hit, 0..1.
    """

    score: float
    expected_share_hit: float

    def to_dict(self) -> dict[str, Any]:
        score = self.score

        expected_share_hit = self.expected_share_hit

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "score": score,
                "expected_share_hit": expected_share_hit,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        score = d.pop("score")

        expected_share_hit = d.pop("expected_share_hit")

        effect = cls(
            score=score,
            expected_share_hit=expected_share_hit,
        )

        return effect
