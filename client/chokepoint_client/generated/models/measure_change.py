from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="MeasureChange")


@_attrs_define
class MeasureChange:
    """
    Attributes:
        measure_id (str): Id for /v1/controls/{measure_id}.
        before (str): Its status on the first day, as known then.
        after (str): Its status on the second day, as known then.
    """

    measure_id: str
    before: str
    after: str

    def to_dict(self) -> dict[str, Any]:
        measure_id = self.measure_id

        before = self.before

        after = self.after

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "measure_id": measure_id,
                "before": before,
                "after": after,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        measure_id = d.pop("measure_id")

        before = d.pop("before")

        after = d.pop("after")

        measure_change = cls(
            measure_id=measure_id,
            before=before,
            after=after,
        )

        return measure_change
