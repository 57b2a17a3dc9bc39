from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.shock import Shock


T = TypeVar("T", bound="Shocks")


@_attrs_define
class Shocks:
    """
    Attributes:
        as_of (datetime.date): The day that is asked about.
        version (str): Of the model.
        event (str): The definition of what is forecast.
        items (list[Shock]): A row a source.
    """

    as_of: datetime.date
    version: str
    event: str
    items: list[Shock]

    def to_dict(self) -> dict[str, Any]:
        as_of = self.as_of.isoformat()

        version = self.version

        event = self.event

        items = []
        for items_item_data in self.items:
            items_item = items_item_data.to_dict()
            items.append(items_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "as_of": as_of,
                "version": version,
                "event": event,
                "items": items,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.shock import Shock  # noqa: PLC0415

        d = dict(src_dict)
        as_of = datetime.date.fromisoformat(d.pop("as_of"))

        version = d.pop("version")

        event = d.pop("event")

        items = []
        _items = d.pop("items")
        for items_item_data in _items:
            items_item = Shock.from_dict(items_item_data)

            items.append(items_item)

        shocks = cls(
            as_of=as_of,
            version=version,
            event=event,
            items=items,
        )

        return shocks
