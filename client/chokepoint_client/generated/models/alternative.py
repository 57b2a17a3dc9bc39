from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="Alternative")


@_attrs_define
class Alternative:
    """
    Attributes:
        stage (str): mining, separation, metal or magnet.
        country (str): ISO 3166-1 alpha-2; ZZ stands for makers that no source names.
        expected_share_hit (float): Were all of it bought there, 0..1.
    """

    stage: str
    country: str
    expected_share_hit: float

    def to_dict(self) -> dict[str, Any]:
        stage = self.stage

        country = self.country

        expected_share_hit = self.expected_share_hit

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "stage": stage,
                "country": country,
                "expected_share_hit": expected_share_hit,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        stage = d.pop("stage")

        country = d.pop("country")

        expected_share_hit = d.pop("expected_share_hit")

        alternative = cls(
            stage=stage,
            country=country,
            expected_share_hit=expected_share_hit,
        )

        return alternative
