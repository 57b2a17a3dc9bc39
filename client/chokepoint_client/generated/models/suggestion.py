from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="Suggestion")


@_attrs_define
class Suggestion:
    """
    Attributes:
        material_id (str): For `read_as` on the line, or to confirm of its part.
        name (str): As catalogued.
    """

    material_id: str
    name: str

    def to_dict(self) -> dict[str, Any]:
        material_id = self.material_id

        name = self.name

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "material_id": material_id,
                "name": name,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        material_id = d.pop("material_id")

        name = d.pop("name")

        suggestion = cls(
            material_id=material_id,
            name=name,
        )

        return suggestion
