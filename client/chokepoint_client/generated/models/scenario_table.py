from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.scenario import Scenario


T = TypeVar("T", bound="ScenarioTable")


@_attrs_define
class ScenarioTable:
    """
    Attributes:
        revision (str): Digest of the table.
        note (str): What a scenario is, and isn't.
        items (list[Scenario]): A set of assumptions that hold together.
    """

    revision: str
    note: str
    items: list[Scenario]

    def to_dict(self) -> dict[str, Any]:
        revision = self.revision

        note = self.note

        items = []
        for items_item_data in self.items:
            items_item = items_item_data.to_dict()
            items.append(items_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "revision": revision,
                "note": note,
                "items": items,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.scenario import Scenario  # noqa: PLC0415

        d = dict(src_dict)
        revision = d.pop("revision")

        note = d.pop("note")

        items = []
        _items = d.pop("items")
        for items_item_data in _items:
            items_item = Scenario.from_dict(items_item_data)

            items.append(items_item)

        scenario_table = cls(
            revision=revision,
            note=note,
            items=items,
        )

        return scenario_table
