from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="PricePressure")


@_attrs_define
class PricePressure:
    """
    Attributes:
        probability (float): 0..1.
        extrapolated (bool): No price series of its own stands behind it.
        price_through (None | str): Last period of the price that was read.
    """

    probability: float
    extrapolated: bool
    price_through: None | str

    def to_dict(self) -> dict[str, Any]:
        probability = self.probability

        extrapolated = self.extrapolated

        price_through: None | str
        price_through = self.price_through

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "probability": probability,
                "extrapolated": extrapolated,
                "price_through": price_through,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        probability = d.pop("probability")

        extrapolated = d.pop("extrapolated")

        def _parse_price_through(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        price_through = _parse_price_through(d.pop("price_through"))

        price_pressure = cls(
            probability=probability,
            extrapolated=extrapolated,
            price_through=price_through,
        )

        return price_pressure
