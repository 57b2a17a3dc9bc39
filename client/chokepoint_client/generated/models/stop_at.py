from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="StopAt")


@_attrs_define
class StopAt:
    """
    Attributes:
        stock_days (int): Days of stock.
        stop (float): P(the line stops within twelve months), 0..1.
    """

    stock_days: int
    stop: float

    def to_dict(self) -> dict[str, Any]:
        stock_days = self.stock_days

        stop = self.stop

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "stock_days": stock_days,
                "stop": stop,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        stock_days = d.pop("stock_days")

        stop = d.pop("stop")

        stop_at = cls(
            stock_days=stock_days,
            stop=stop,
        )

        return stop_at
