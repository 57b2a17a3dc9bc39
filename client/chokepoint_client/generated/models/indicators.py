from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.indicator import Indicator


T = TypeVar("T", bound="Indicators")


@_attrs_define
class Indicators:
    """
    Attributes:
        on (datetime.date): The day whose knowledge is asked about.
        items (list[Indicator]): One indicator on a day.
    """

    on: datetime.date
    items: list[Indicator]

    def to_dict(self) -> dict[str, Any]:
        on = self.on.isoformat()

        items = []
        for items_item_data in self.items:
            items_item = items_item_data.to_dict()
            items.append(items_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "on": on,
                "items": items,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.indicator import Indicator  # noqa: PLC0415

        d = dict(src_dict)
        on = datetime.date.fromisoformat(d.pop("on"))

        items = []
        _items = d.pop("items")
        for items_item_data in _items:
            items_item = Indicator.from_dict(items_item_data)

            items.append(items_item)

        indicators = cls(
            on=on,
            items=items,
        )

        return indicators
