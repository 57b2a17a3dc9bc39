from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.country_loss import CountryLoss


T = TypeVar("T", bound="ShareHit")


@_attrs_define
class ShareHit:
    """
    Attributes:
        value (float): 0..1.
        weight (str): How purchases are averaged: value where all values are known, else equal.
        by_country (list[CountryLoss]): What a country adds to the expected share hit, by peril; all countries add up to
            it.
    """

    value: float
    weight: str
    by_country: list[CountryLoss]

    def to_dict(self) -> dict[str, Any]:
        value = self.value

        weight = self.weight

        by_country = []
        for by_country_item_data in self.by_country:
            by_country_item = by_country_item_data.to_dict()
            by_country.append(by_country_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "value": value,
                "weight": weight,
                "by_country": by_country,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.country_loss import CountryLoss  # noqa: PLC0415

        d = dict(src_dict)
        value = d.pop("value")

        weight = d.pop("weight")

        by_country = []
        _by_country = d.pop("by_country")
        for by_country_item_data in _by_country:
            by_country_item = CountryLoss.from_dict(by_country_item_data)

            by_country.append(by_country_item)

        share_hit = cls(
            value=value,
            weight=weight,
            by_country=by_country,
        )

        return share_hit
