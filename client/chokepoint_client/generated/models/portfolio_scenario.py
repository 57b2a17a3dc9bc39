from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.product_outcome import ProductOutcome
    from ..models.scenario import Scenario


T = TypeVar("T", bound="PortfolioScenario")


@_attrs_define
class PortfolioScenario:
    """
    Attributes:
        scenario (Scenario):
        as_of (datetime.date): Today.
        revision (str): Digest of the table of scenarios.
        note (str): What a scenario is, and isn't.
        items (list[ProductOutcome]): A stored product under the scenario.
        next_ (None | str): Path of the next page; null on the last.
    """

    scenario: Scenario
    as_of: datetime.date
    revision: str
    note: str
    items: list[ProductOutcome]
    next_: None | str

    def to_dict(self) -> dict[str, Any]:
        scenario = self.scenario.to_dict()

        as_of = self.as_of.isoformat()

        revision = self.revision

        note = self.note

        items = []
        for items_item_data in self.items:
            items_item = items_item_data.to_dict()
            items.append(items_item)

        next_: None | str
        next_ = self.next_

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "scenario": scenario,
                "as_of": as_of,
                "revision": revision,
                "note": note,
                "items": items,
                "next": next_,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.product_outcome import ProductOutcome  # noqa: PLC0415
        from ..models.scenario import Scenario  # noqa: PLC0415

        d = dict(src_dict)
        scenario = Scenario.from_dict(d.pop("scenario"))

        as_of = datetime.date.fromisoformat(d.pop("as_of"))

        revision = d.pop("revision")

        note = d.pop("note")

        items = []
        _items = d.pop("items")
        for items_item_data in _items:
            items_item = ProductOutcome.from_dict(items_item_data)

            items.append(items_item)

        def _parse_next_(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        next_ = _parse_next_(d.pop("next"))

        portfolio_scenario = cls(
            scenario=scenario,
            as_of=as_of,
            revision=revision,
            note=note,
            items=items,
            next_=next_,
        )

        return portfolio_scenario
