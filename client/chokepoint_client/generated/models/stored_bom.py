from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.stored_bom_bom import StoredBomBom


T = TypeVar("T", bound="StoredBom")


@_attrs_define
class StoredBom:
    """
    Attributes:
        bom_id (str): Yours: 1 to 100 letters, digits and . _ : -, a letter or digit first.
        revision (int): The newest.
        tags (list[str]): Sorted.
        created_at (datetime.datetime): When the id was first put.
        updated_at (datetime.datetime): When it was put or tagged otherwise.
        bom (StoredBomBom): As it was put.
    """

    bom_id: str
    revision: int
    tags: list[str]
    created_at: datetime.datetime
    updated_at: datetime.datetime
    bom: StoredBomBom

    def to_dict(self) -> dict[str, Any]:
        bom_id = self.bom_id

        revision = self.revision

        tags = self.tags

        created_at = self.created_at.isoformat()

        updated_at = self.updated_at.isoformat()

        bom = self.bom.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "bom_id": bom_id,
                "revision": revision,
                "tags": tags,
                "created_at": created_at,
                "updated_at": updated_at,
                "bom": bom,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.stored_bom_bom import StoredBomBom  # noqa: PLC0415

        d = dict(src_dict)
        bom_id = d.pop("bom_id")

        revision = d.pop("revision")

        tags = cast(list[str], d.pop("tags"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))

        bom = StoredBomBom.from_dict(d.pop("bom"))

        stored_bom = cls(
            bom_id=bom_id,
            revision=revision,
            tags=tags,
            created_at=created_at,
            updated_at=updated_at,
            bom=bom,
        )

        return stored_bom
