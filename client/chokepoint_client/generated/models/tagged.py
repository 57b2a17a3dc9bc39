from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="Tagged")


@_attrs_define
class Tagged:
    """
    Attributes:
        bom_id (str): Yours: 1 to 100 letters, digits and . _ : -, a letter or digit first.
        tags (list[str]): Sorted.
    """

    bom_id: str
    tags: list[str]

    def to_dict(self) -> dict[str, Any]:
        bom_id = self.bom_id

        tags = self.tags

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "bom_id": bom_id,
                "tags": tags,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        bom_id = d.pop("bom_id")

        tags = cast(list[str], d.pop("tags"))

        tagged = cls(
            bom_id=bom_id,
            tags=tags,
        )

        return tagged
