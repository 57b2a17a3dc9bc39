from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="Feed")


@_attrs_define
class Feed:
    """
    Attributes:
        stage (str): mining, separation, metal or magnet.
        country (str): ISO 3166-1 alpha-2; ZZ stands for makers that no source names.
        share (float): Of what the makers take in, 0..1.
    """

    stage: str
    country: str
    share: float

    def to_dict(self) -> dict[str, Any]:
        stage = self.stage

        country = self.country

        share = self.share

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "stage": stage,
                "country": country,
                "share": share,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        stage = d.pop("stage")

        country = d.pop("country")

        share = d.pop("share")

        feed = cls(
            stage=stage,
            country=country,
            share=share,
        )

        return feed
