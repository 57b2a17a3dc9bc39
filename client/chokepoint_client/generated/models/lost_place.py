from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="LostPlace")


@_attrs_define
class LostPlace:
    """
    Attributes:
        stage (str): mining, separation, metal or magnet.
        country (str): ISO 3166-1 alpha-2.
    """

    stage: str
    country: str

    def to_dict(self) -> dict[str, Any]:
        stage = self.stage

        country = self.country

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "stage": stage,
                "country": country,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        stage = d.pop("stage")

        country = d.pop("country")

        lost_place = cls(
            stage=stage,
            country=country,
        )

        return lost_place
