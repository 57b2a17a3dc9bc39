from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="Level")


@_attrs_define
class Level:
    """
    Attributes:
        score (float): Points, 0..100.
        interval (list[float]): Low and high end in points.
        expected_share_hit (float): Mean share of the need hit, 0..1.
    """

    score: float
    interval: list[float]
    expected_share_hit: float

    def to_dict(self) -> dict[str, Any]:
        score = self.score

        interval = self.interval

        expected_share_hit = self.expected_share_hit

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "score": score,
                "interval": interval,
                "expected_share_hit": expected_share_hit,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        score = d.pop("score")

        interval = cast(list[float], d.pop("interval"))

        expected_share_hit = d.pop("expected_share_hit")

        level = cls(
            score=score,
            interval=interval,
            expected_share_hit=expected_share_hit,
        )

        return level
