from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="CountryLoss")


@_attrs_define
class CountryLoss:
    """
    Attributes:
        country (str): ISO 3166-1 alpha-2; ZZ stands for makers that no source names.
        restriction (float): By a serious export restriction, 0..1.
        collapse (float): By a collapse of its exports for reasons of supply, 0..1.
    """

    country: str
    restriction: float
    collapse: float

    def to_dict(self) -> dict[str, Any]:
        country = self.country

        restriction = self.restriction

        collapse = self.collapse

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "country": country,
                "restriction": restriction,
                "collapse": collapse,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        country = d.pop("country")

        restriction = d.pop("restriction")

        collapse = d.pop("collapse")

        country_loss = cls(
            country=country,
            restriction=restriction,
            collapse=collapse,
        )

        return country_loss
