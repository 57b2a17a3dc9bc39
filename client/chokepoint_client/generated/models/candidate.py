from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="Candidate")


@_attrs_define
class Candidate:
    """
    Attributes:
        material_id (str): For `read_as` on the line, or to confirm of its part.
        name (str): In words.
        form (str): What is bought: ore, oxide, compound, metal, alloy or magnet.
        elements (list[str]): Rare earths that it holds or may hold.
        reason (str): Why it is near.
    """

    material_id: str
    name: str
    form: str
    elements: list[str]
    reason: str

    def to_dict(self) -> dict[str, Any]:
        material_id = self.material_id

        name = self.name

        form = self.form

        elements = self.elements

        reason = self.reason

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "material_id": material_id,
                "name": name,
                "form": form,
                "elements": elements,
                "reason": reason,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        material_id = d.pop("material_id")

        name = d.pop("name")

        form = d.pop("form")

        elements = cast(list[str], d.pop("elements"))

        reason = d.pop("reason")

        candidate = cls(
            material_id=material_id,
            name=name,
            form=form,
            elements=elements,
            reason=reason,
        )

        return candidate
