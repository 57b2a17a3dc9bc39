from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="Price")


@_attrs_define
class Price:
    """
    Attributes:
        value (float | str): In the BOM's currency.
        per (str): What is priced: kg, g, t, piece, or kg TREO ...
        per_quantity (float | None | str | Unset): How many units the price is for, such as 100; 1 left out.
    """

    value: float | str
    per: str
    per_quantity: float | None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        value: float | str
        value = self.value

        per = self.per

        per_quantity: float | None | str | Unset
        if isinstance(self.per_quantity, Unset):
            per_quantity = UNSET
        else:
            per_quantity = self.per_quantity

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "value": value,
                "per": per,
            }
        )
        if per_quantity is not UNSET:
            field_dict["per_quantity"] = per_quantity

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_value(data: object) -> float | str:
            return cast(float | str, data)

        value = _parse_value(d.pop("value"))

        per = d.pop("per")

        def _parse_per_quantity(data: object) -> float | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | str | Unset, data)

        per_quantity = _parse_per_quantity(d.pop("per_quantity", UNSET))

        price = cls(
            value=value,
            per=per,
            per_quantity=per_quantity,
        )

        return price
