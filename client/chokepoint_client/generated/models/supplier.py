from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="Supplier")


@_attrs_define
class Supplier:
    """
    Attributes:
        supplier (str): As lines name it.
        boms (int): With a line of it.
        lines (int): The lines of the bill of materials.
        highest_score (float | None): Of these BOMs, in points; null without a score.
    """

    supplier: str
    boms: int
    lines: int
    highest_score: float | None

    def to_dict(self) -> dict[str, Any]:
        supplier = self.supplier

        boms = self.boms

        lines = self.lines

        highest_score: float | None
        highest_score = self.highest_score

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "supplier": supplier,
                "boms": boms,
                "lines": lines,
                "highest_score": highest_score,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        supplier = d.pop("supplier")

        boms = d.pop("boms")

        lines = d.pop("lines")

        def _parse_highest_score(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        highest_score = _parse_highest_score(d.pop("highest_score"))

        supplier = cls(
            supplier=supplier,
            boms=boms,
            lines=lines,
            highest_score=highest_score,
        )

        return supplier
