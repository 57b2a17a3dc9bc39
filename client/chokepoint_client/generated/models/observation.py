from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="Observation")


@_attrs_define
class Observation:
    """
    Attributes:
        on (datetime.date): The day from which it could be known.
        seen (str): What it was.
        step (int): 1 up, -1 down, 0 neither.
        source (str): Id of a control, or of a claim.
    """

    on: datetime.date
    seen: str
    step: int
    source: str

    def to_dict(self) -> dict[str, Any]:
        on = self.on.isoformat()

        seen = self.seen

        step = self.step

        source = self.source

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "on": on,
                "seen": seen,
                "step": step,
                "source": source,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        on = datetime.date.fromisoformat(d.pop("on"))

        seen = d.pop("seen")

        step = d.pop("step")

        source = d.pop("source")

        observation = cls(
            on=on,
            seen=seen,
            step=step,
            source=source,
        )

        return observation
