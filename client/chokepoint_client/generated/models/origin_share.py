from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="OriginShare")


@_attrs_define
class OriginShare:
    """
    Attributes:
        country (str): ZZ stands for makers that no source names.
        share (list[float]): Low, central, high; 0..1.
    """

    country: str
    share: list[float]

    def to_dict(self) -> dict[str, Any]:
        country = self.country

        share = self.share

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "country": country,
                "share": share,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        country = d.pop("country")

        share = cast(list[float], d.pop("share"))

        origin_share = cls(
            country=country,
            share=share,
        )

        return origin_share
