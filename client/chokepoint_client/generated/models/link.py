from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..models.link_opens import LinkOpens, check_link_opens
from ..types import UNSET, Unset

T = TypeVar("T", bound="Link")


@_attrs_define
class Link:
    """
    Attributes:
        opens (LinkOpens): The badge of one BOM, or the feed of all changes.
        bom_id (str | Unset): The stored BOM of a badge.
        days (int | Unset): How long it lasts; until it is deleted when left out.
    """

    opens: LinkOpens
    bom_id: str | Unset = UNSET
    days: int | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        opens: str = self.opens

        bom_id = self.bom_id

        days = self.days

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "opens": opens,
            }
        )
        if bom_id is not UNSET:
            field_dict["bom_id"] = bom_id
        if days is not UNSET:
            field_dict["days"] = days

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        opens = check_link_opens(d.pop("opens"))

        bom_id = d.pop("bom_id", UNSET)

        days = d.pop("days", UNSET)

        link = cls(
            opens=opens,
            bom_id=bom_id,
            days=days,
        )

        return link
