from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.whole_revision_bom_type_0 import WholeRevisionBomType0


T = TypeVar("T", bound="WholeRevision")


@_attrs_define
class WholeRevision:
    """
    Attributes:
        revision (int): Counts what was put under the id; the same content again is no other.
        name (None | str): In words.
        put_at (datetime.datetime): When.
        put_by (None | str): Name of the key; null where nobody was asked for one.
        bom (None | WholeRevisionBomType0): As it was put; null where an older release kept a receipt.
        receipt (None | str): Of a score of it, where the BOM itself wasn't kept: it holds what was scored.
    """

    revision: int
    name: None | str
    put_at: datetime.datetime
    put_by: None | str
    bom: None | WholeRevisionBomType0
    receipt: None | str

    def to_dict(self) -> dict[str, Any]:
        from ..models.whole_revision_bom_type_0 import WholeRevisionBomType0  # noqa: PLC0415

        revision = self.revision

        name: None | str
        name = self.name

        put_at = self.put_at.isoformat()

        put_by: None | str
        put_by = self.put_by

        bom: dict[str, Any] | None
        if isinstance(self.bom, WholeRevisionBomType0):
            bom = self.bom.to_dict()
        else:
            bom = self.bom

        receipt: None | str
        receipt = self.receipt

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "revision": revision,
                "name": name,
                "put_at": put_at,
                "put_by": put_by,
                "bom": bom,
                "receipt": receipt,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.whole_revision_bom_type_0 import WholeRevisionBomType0  # noqa: PLC0415

        d = dict(src_dict)
        revision = d.pop("revision")

        def _parse_name(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        name = _parse_name(d.pop("name"))

        put_at = datetime.datetime.fromisoformat(d.pop("put_at"))

        def _parse_put_by(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        put_by = _parse_put_by(d.pop("put_by"))

        def _parse_bom(data: object) -> None | WholeRevisionBomType0:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                bom_type_0 = WholeRevisionBomType0.from_dict(data)

                return bom_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | WholeRevisionBomType0, data)

        bom = _parse_bom(d.pop("bom"))

        def _parse_receipt(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        receipt = _parse_receipt(d.pop("receipt"))

        whole_revision = cls(
            revision=revision,
            name=name,
            put_at=put_at,
            put_by=put_by,
            bom=bom,
            receipt=receipt,
        )

        return whole_revision
