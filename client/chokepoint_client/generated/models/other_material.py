from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="OtherMaterial")


@_attrs_define
class OtherMaterial:
    """
    Attributes:
        line_id (str): Yours, unique within the BOM.
        material (str): As on a line: a name, a grade, a formula.
        cost (float | None | str | Unset): Of the change. In the BOM's currency.
    """

    line_id: str
    material: str
    cost: float | None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        line_id = self.line_id

        material = self.material

        cost: float | None | str | Unset
        if isinstance(self.cost, Unset):
            cost = UNSET
        else:
            cost = self.cost

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "line_id": line_id,
                "material": material,
            }
        )
        if cost is not UNSET:
            field_dict["cost"] = cost

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        line_id = d.pop("line_id")

        material = d.pop("material")

        def _parse_cost(data: object) -> float | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | str | Unset, data)

        cost = _parse_cost(d.pop("cost", UNSET))

        other_material = cls(
            line_id=line_id,
            material=material,
            cost=cost,
        )

        return other_material
