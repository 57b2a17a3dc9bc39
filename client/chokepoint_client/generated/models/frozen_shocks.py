from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.frozen_shock import FrozenShock


T = TypeVar("T", bound="FrozenShocks")


@_attrs_define
class FrozenShocks:
    """
    Attributes:
        day (str): The day on which they were frozen; the event is of the 365 days after.
        good_until (str): Last day before newer ones are due.
        overdue (None | str): What is said once that day is over; null until then.
        version (str): Model that made them.
        event (str): The definition of what is forecast.
        sha256 (str): Of the CSV file.
        items (list[FrozenShock]): What was asked for.
    """

    day: str
    good_until: str
    overdue: None | str
    version: str
    event: str
    sha256: str
    items: list[FrozenShock]

    def to_dict(self) -> dict[str, Any]:
        day = self.day

        good_until = self.good_until

        overdue: None | str
        overdue = self.overdue

        version = self.version

        event = self.event

        sha256 = self.sha256

        items = []
        for items_item_data in self.items:
            items_item = items_item_data.to_dict()
            items.append(items_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "day": day,
                "good_until": good_until,
                "overdue": overdue,
                "version": version,
                "event": event,
                "sha256": sha256,
                "items": items,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.frozen_shock import FrozenShock  # noqa: PLC0415

        d = dict(src_dict)
        day = d.pop("day")

        good_until = d.pop("good_until")

        def _parse_overdue(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        overdue = _parse_overdue(d.pop("overdue"))

        version = d.pop("version")

        event = d.pop("event")

        sha256 = d.pop("sha256")

        items = []
        _items = d.pop("items")
        for items_item_data in _items:
            items_item = FrozenShock.from_dict(items_item_data)

            items.append(items_item)

        frozen_shocks = cls(
            day=day,
            good_until=good_until,
            overdue=overdue,
            version=version,
            event=event,
            sha256=sha256,
            items=items,
        )

        return frozen_shocks
