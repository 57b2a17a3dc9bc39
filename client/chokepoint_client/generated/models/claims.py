from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.claim import Claim
    from ..models.view import View


T = TypeVar("T", bound="Claims")


@_attrs_define
class Claims:
    """
    Attributes:
        on (datetime.date): The day whose knowledge is asked about.
        items (list[Claim]): A figure with its source and its place there. A blank word means that nothing is said.
        views (list[View]): The views that the page's figures belong to.
        next_ (None | str): Path of the next page; null on the last.
    """

    on: datetime.date
    items: list[Claim]
    views: list[View]
    next_: None | str

    def to_dict(self) -> dict[str, Any]:
        on = self.on.isoformat()

        items = []
        for items_item_data in self.items:
            items_item = items_item_data.to_dict()
            items.append(items_item)

        views = []
        for views_item_data in self.views:
            views_item = views_item_data.to_dict()
            views.append(views_item)

        next_: None | str
        next_ = self.next_

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "on": on,
                "items": items,
                "views": views,
                "next": next_,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.claim import Claim  # noqa: PLC0415
        from ..models.view import View  # noqa: PLC0415

        d = dict(src_dict)
        on = datetime.date.fromisoformat(d.pop("on"))

        items = []
        _items = d.pop("items")
        for items_item_data in _items:
            items_item = Claim.from_dict(items_item_data)

            items.append(items_item)

        views = []
        _views = d.pop("views")
        for views_item_data in _views:
            views_item = View.from_dict(views_item_data)

            views.append(views_item)

        def _parse_next_(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        next_ = _parse_next_(d.pop("next"))

        claims = cls(
            on=on,
            items=items,
            views=views,
            next_=next_,
        )

        return claims
