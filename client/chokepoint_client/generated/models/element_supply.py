from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.stage_supply import StageSupply


T = TypeVar("T", bound="ElementSupply")


@_attrs_define
class ElementSupply:
    """
    Attributes:
        symbol (str): Chemical symbol.
        as_of (datetime.date): The day that is asked about.
        stages (list[StageSupply]): Who makes an element at a stage, or why nobody can tell.
    """

    symbol: str
    as_of: datetime.date
    stages: list[StageSupply]

    def to_dict(self) -> dict[str, Any]:
        symbol = self.symbol

        as_of = self.as_of.isoformat()

        stages = []
        for stages_item_data in self.stages:
            stages_item = stages_item_data.to_dict()
            stages.append(stages_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "symbol": symbol,
                "as_of": as_of,
                "stages": stages,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.stage_supply import StageSupply  # noqa: PLC0415

        d = dict(src_dict)
        symbol = d.pop("symbol")

        as_of = datetime.date.fromisoformat(d.pop("as_of"))

        stages = []
        _stages = d.pop("stages")
        for stages_item_data in _stages:
            stages_item = StageSupply.from_dict(stages_item_data)

            stages.append(stages_item)

        element_supply = cls(
            symbol=symbol,
            as_of=as_of,
            stages=stages,
        )

        return element_supply
