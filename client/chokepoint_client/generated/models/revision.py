from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="Revision")


@_attrs_define
class Revision:
    """
    Attributes:
        revision (int): Counts what was put under the id; the same content again is no other.
        name (None | str): In words.
        put_at (datetime.datetime): When.
        put_by (None | str): Name of the key; null where nobody was asked for one.
    """

    revision: int
    name: None | str
    put_at: datetime.datetime
    put_by: None | str

    def to_dict(self) -> dict[str, Any]:
        revision = self.revision

        name: None | str
        name = self.name

        put_at = self.put_at.isoformat()

        put_by: None | str
        put_by = self.put_by

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "revision": revision,
                "name": name,
                "put_at": put_at,
                "put_by": put_by,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
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

        revision = cls(
            revision=revision,
            name=name,
            put_at=put_at,
            put_by=put_by,
        )

        return revision
