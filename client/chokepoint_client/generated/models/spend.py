from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="Spend")


@_attrs_define
class Spend:
    """
    Attributes:
        currency (None | str): As BOMs state it; null where they state none.
        amount (float): Quantity x unit price of these lines, for one of each product.
        boms (int): BOMs in which such a line states a price.
    """

    currency: None | str
    amount: float
    boms: int

    def to_dict(self) -> dict[str, Any]:
        currency: None | str
        currency = self.currency

        amount = self.amount

        boms = self.boms

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "currency": currency,
                "amount": amount,
                "boms": boms,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_currency(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        currency = _parse_currency(d.pop("currency"))

        amount = d.pop("amount")

        boms = d.pop("boms")

        spend = cls(
            currency=currency,
            amount=amount,
            boms=boms,
        )

        return spend
