from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.element_point import ElementPoint


T = TypeVar("T", bound="ElementSeries")


@_attrs_define
class ElementSeries:
    """
    Attributes:
        symbol (str): Chemical symbol.
        form (str): What is bought: ore, oxide, compound, metal, alloy or magnet.
        items (list[ElementPoint]): The newest first.
        left (int): Points of the span that aren't computed yet, the oldest: ask again, what is computed is kept.
    """

    symbol: str
    form: str
    items: list[ElementPoint]
    left: int

    def to_dict(self) -> dict[str, Any]:
        symbol = self.symbol

        form = self.form

        items = []
        for items_item_data in self.items:
            items_item = items_item_data.to_dict()
            items.append(items_item)

        left = self.left

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "symbol": symbol,
                "form": form,
                "items": items,
                "left": left,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.element_point import ElementPoint  # noqa: PLC0415

        d = dict(src_dict)
        symbol = d.pop("symbol")

        form = d.pop("form")

        items = []
        _items = d.pop("items")
        for items_item_data in _items:
            items_item = ElementPoint.from_dict(items_item_data)

            items.append(items_item)

        left = d.pop("left")

        element_series = cls(
            symbol=symbol,
            form=form,
            items=items,
            left=left,
        )

        return element_series
