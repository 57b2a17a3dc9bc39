from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="LineCost")


@_attrs_define
class LineCost:
    """
    Attributes:
        line_id (str): Yours, unique within the BOM.
        spend (float | None): Bought in a year at today's price. In the BOM's currency. Null where nobody said.
        world_price (list[float] | None): Of a rise of the world price by half or more, beyond stock and contracts. Low,
            central and high. In the BOM's currency.
        hit (list[float] | None): Of a hit that must be bought elsewhere, beyond stock. Low, central and high. In the
            BOM's currency.
        together (list[float] | None): Both: their sum where a price outside was quoted under an act, else the larger.
            Low, central and high. In the BOM's currency.
        why_not (str): Why there is no cost; empty where there is.
    """

    line_id: str
    spend: float | None
    world_price: list[float] | None
    hit: list[float] | None
    together: list[float] | None
    why_not: str

    def to_dict(self) -> dict[str, Any]:
        line_id = self.line_id

        spend: float | None
        spend = self.spend

        world_price: list[float] | None
        if isinstance(self.world_price, list):
            world_price = self.world_price

        else:
            world_price = self.world_price

        hit: list[float] | None
        if isinstance(self.hit, list):
            hit = self.hit

        else:
            hit = self.hit

        together: list[float] | None
        if isinstance(self.together, list):
            together = self.together

        else:
            together = self.together

        why_not = self.why_not

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "line_id": line_id,
                "spend": spend,
                "world_price": world_price,
                "hit": hit,
                "together": together,
                "why_not": why_not,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        line_id = d.pop("line_id")

        def _parse_spend(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        spend = _parse_spend(d.pop("spend"))

        def _parse_world_price(data: object) -> list[float] | None:
            if data is None:
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                world_price_type_0 = cast(list[float], data)

                return world_price_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[float] | None, data)

        world_price = _parse_world_price(d.pop("world_price"))

        def _parse_hit(data: object) -> list[float] | None:
            if data is None:
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                hit_type_0 = cast(list[float], data)

                return hit_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[float] | None, data)

        hit = _parse_hit(d.pop("hit"))

        def _parse_together(data: object) -> list[float] | None:
            if data is None:
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                together_type_0 = cast(list[float], data)

                return together_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[float] | None, data)

        together = _parse_together(d.pop("together"))

        why_not = d.pop("why_not")

        line_cost = cls(
            line_id=line_id,
            spend=spend,
            world_price=world_price,
            hit=hit,
            together=together,
            why_not=why_not,
        )

        return line_cost
