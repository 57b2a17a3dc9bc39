from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.level import Level
    from ..models.outcome import Outcome


T = TypeVar("T", bound="WhatIf")


@_attrs_define
class WhatIf:
    """
    Attributes:
        bom_id (None | str): Yours.
        as_of (datetime.date): The day whose forecast stands beside.
        revision (str): Digest of the table of scenarios.
        note (str): What a scenario is, and isn't.
        forecast (Level):
        scenarios (list[Outcome]): A scenario, and what would become of the product if it held.
        left_out (list[str]): Ids that would have taken too much work at once: ask for each in `scenario`.
    """

    bom_id: None | str
    as_of: datetime.date
    revision: str
    note: str
    forecast: Level
    scenarios: list[Outcome]
    left_out: list[str]

    def to_dict(self) -> dict[str, Any]:
        bom_id: None | str
        bom_id = self.bom_id

        as_of = self.as_of.isoformat()

        revision = self.revision

        note = self.note

        forecast = self.forecast.to_dict()

        scenarios = []
        for scenarios_item_data in self.scenarios:
            scenarios_item = scenarios_item_data.to_dict()
            scenarios.append(scenarios_item)

        left_out = self.left_out

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "bom_id": bom_id,
                "as_of": as_of,
                "revision": revision,
                "note": note,
                "forecast": forecast,
                "scenarios": scenarios,
                "left_out": left_out,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.level import Level  # noqa: PLC0415
        from ..models.outcome import Outcome  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_bom_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        bom_id = _parse_bom_id(d.pop("bom_id"))

        as_of = datetime.date.fromisoformat(d.pop("as_of"))

        revision = d.pop("revision")

        note = d.pop("note")

        forecast = Level.from_dict(d.pop("forecast"))

        scenarios = []
        _scenarios = d.pop("scenarios")
        for scenarios_item_data in _scenarios:
            scenarios_item = Outcome.from_dict(scenarios_item_data)

            scenarios.append(scenarios_item)

        left_out = cast(list[str], d.pop("left_out"))

        what_if = cls(
            bom_id=bom_id,
            as_of=as_of,
            revision=revision,
            note=note,
            forecast=forecast,
            scenarios=scenarios,
            left_out=left_out,
        )

        return what_if
