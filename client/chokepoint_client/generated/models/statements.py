from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.statement import Statement


T = TypeVar("T", bound="Statements")


@_attrs_define
class Statements:
    """
    Attributes:
        on (datetime.date): The day whose knowledge is asked about.
        items (list[Statement]): A sentence of ours on a passage of a source document. None enters a score.
        next_ (None | str): Path of the next page; null on the last.
    """

    on: datetime.date
    items: list[Statement]
    next_: None | str

    def to_dict(self) -> dict[str, Any]:
        on = self.on.isoformat()

        items = []
        for items_item_data in self.items:
            items_item = items_item_data.to_dict()
            items.append(items_item)

        next_: None | str
        next_ = self.next_

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "on": on,
                "items": items,
                "next": next_,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.statement import Statement  # noqa: PLC0415

        d = dict(src_dict)
        on = datetime.date.fromisoformat(d.pop("on"))

        items = []
        _items = d.pop("items")
        for items_item_data in _items:
            items_item = Statement.from_dict(items_item_data)

            items.append(items_item)

        def _parse_next_(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        next_ = _parse_next_(d.pop("next"))

        statements = cls(
            on=on,
            items=items,
            next_=next_,
        )

        return statements
