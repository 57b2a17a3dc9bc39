from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="Place")


@_attrs_define
class Place:
    """
    Attributes:
        stage (str): mining, separation, metal or magnet.
        country (str): ZZ stands for makers that no source names.
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

        place = cls(
            stage=stage,
            country=country,
        )

        return place
