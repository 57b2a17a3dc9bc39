from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.stop_at import StopAt


T = TypeVar("T", bound="LineStock")


@_attrs_define
class LineStock:
    """
    Attributes:
        line_id (str): Yours, unique within the BOM.
        stock_days (float | None): As the line states it; null where it doesn't, which counts as none.
        hit (float): P(a further shock hits the line within twelve months), as its score, 0..1.
        stops_on (datetime.date): When it would stop, were it cut off on `as_of`: a shock must last longer than its
            stock.
        stop (float): P(the line stops within twelve months), 0..1.
        stop_between (list[float]): The same at the ends of what is known of durations, low and high.
        stop_at (list[StopAt]): What another stock would do.
        day_value (float | None): What another day of stock is worth in a year, in the BOM's currency.
        day_cost (float | None): What another day of stock costs to carry in a year, in the BOM's currency.
        best_days (int | None): Fewest days at which another costs what it is worth; of the 365 that are looked at.
    """

    line_id: str
    stock_days: float | None
    hit: float
    stops_on: datetime.date
    stop: float
    stop_between: list[float]
    stop_at: list[StopAt]
    day_value: float | None
    day_cost: float | None
    best_days: int | None

    def to_dict(self) -> dict[str, Any]:
        line_id = self.line_id

        stock_days: float | None
        stock_days = self.stock_days

        hit = self.hit

        stops_on = self.stops_on.isoformat()

        stop = self.stop

        stop_between = self.stop_between

        stop_at = []
        for stop_at_item_data in self.stop_at:
            stop_at_item = stop_at_item_data.to_dict()
            stop_at.append(stop_at_item)

        day_value: float | None
        day_value = self.day_value

        day_cost: float | None
        day_cost = self.day_cost

        best_days: int | None
        best_days = self.best_days

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "line_id": line_id,
                "stock_days": stock_days,
                "hit": hit,
                "stops_on": stops_on,
                "stop": stop,
                "stop_between": stop_between,
                "stop_at": stop_at,
                "day_value": day_value,
                "day_cost": day_cost,
                "best_days": best_days,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.stop_at import StopAt  # noqa: PLC0415

        d = dict(src_dict)
        line_id = d.pop("line_id")

        def _parse_stock_days(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        stock_days = _parse_stock_days(d.pop("stock_days"))

        hit = d.pop("hit")

        stops_on = datetime.date.fromisoformat(d.pop("stops_on"))

        stop = d.pop("stop")

        stop_between = cast(list[float], d.pop("stop_between"))

        stop_at = []
        _stop_at = d.pop("stop_at")
        for stop_at_item_data in _stop_at:
            stop_at_item = StopAt.from_dict(stop_at_item_data)

            stop_at.append(stop_at_item)

        def _parse_day_value(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        day_value = _parse_day_value(d.pop("day_value"))

        def _parse_day_cost(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        day_cost = _parse_day_cost(d.pop("day_cost"))

        def _parse_best_days(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        best_days = _parse_best_days(d.pop("best_days"))

        line_stock = cls(
            line_id=line_id,
            stock_days=stock_days,
            hit=hit,
            stops_on=stops_on,
            stop=stop,
            stop_between=stop_between,
            stop_at=stop_at,
            day_value=day_value,
            day_cost=day_cost,
            best_days=best_days,
        )

        return line_stock
