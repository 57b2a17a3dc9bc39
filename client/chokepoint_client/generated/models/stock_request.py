from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.bom import Bom


T = TypeVar("T", bound="StockRequest")


@_attrs_define
class StockRequest:
    """
    Attributes:
        bom (Bom):
        stop_cost_per_day (float | None | str | Unset): What a day of standstill costs, in the BOM's currency.
        carrying_rate (float | None | str | Unset): What a unit of money in stock costs in a year: 0.1 is 10 %.
    """

    bom: Bom
    stop_cost_per_day: float | None | str | Unset = UNSET
    carrying_rate: float | None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        bom = self.bom.to_dict()

        stop_cost_per_day: float | None | str | Unset
        if isinstance(self.stop_cost_per_day, Unset):
            stop_cost_per_day = UNSET
        else:
            stop_cost_per_day = self.stop_cost_per_day

        carrying_rate: float | None | str | Unset
        if isinstance(self.carrying_rate, Unset):
            carrying_rate = UNSET
        else:
            carrying_rate = self.carrying_rate

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "bom": bom,
            }
        )
        if stop_cost_per_day is not UNSET:
            field_dict["stop_cost_per_day"] = stop_cost_per_day
        if carrying_rate is not UNSET:
            field_dict["carrying_rate"] = carrying_rate

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.bom import Bom  # noqa: PLC0415

        d = dict(src_dict)
        bom = Bom.from_dict(d.pop("bom"))

        def _parse_stop_cost_per_day(data: object) -> float | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | str | Unset, data)

        stop_cost_per_day = _parse_stop_cost_per_day(d.pop("stop_cost_per_day", UNSET))

        def _parse_carrying_rate(data: object) -> float | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | str | Unset, data)

        carrying_rate = _parse_carrying_rate(d.pop("carrying_rate", UNSET))

        stock_request = cls(
            bom=bom,
            stop_cost_per_day=stop_cost_per_day,
            carrying_rate=carrying_rate,
        )

        return stock_request
