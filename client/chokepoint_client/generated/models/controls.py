from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.control import Control


T = TypeVar("T", bound="Controls")


@_attrs_define
class Controls:
    """
    Attributes:
        as_of (datetime.date): The day that is asked about.
        known_at (datetime.date): What was known by this day counts.
        items (list[Control]): A row of the register of export controls, with its status on the day asked about.
    """

    as_of: datetime.date
    known_at: datetime.date
    items: list[Control]

    def to_dict(self) -> dict[str, Any]:
        as_of = self.as_of.isoformat()

        known_at = self.known_at.isoformat()

        items = []
        for items_item_data in self.items:
            items_item = items_item_data.to_dict()
            items.append(items_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "as_of": as_of,
                "known_at": known_at,
                "items": items,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.control import Control  # noqa: PLC0415

        d = dict(src_dict)
        as_of = datetime.date.fromisoformat(d.pop("as_of"))

        known_at = datetime.date.fromisoformat(d.pop("known_at"))

        items = []
        _items = d.pop("items")
        for items_item_data in _items:
            items_item = Control.from_dict(items_item_data)

            items.append(items_item)

        controls = cls(
            as_of=as_of,
            known_at=known_at,
            items=items,
        )

        return controls
