from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.kept_mapping_columns import KeptMappingColumns


T = TypeVar("T", bound="KeptMapping")


@_attrs_define
class KeptMapping:
    """
    Attributes:
        name (str): Under which it is kept: `?mapping=` of a file takes it.
        columns (KeptMappingColumns): What columns are, by their headings.
        put_at (datetime.datetime): When it was put.
        put_by (None | str): Name of the key.
    """

    name: str
    columns: KeptMappingColumns
    put_at: datetime.datetime
    put_by: None | str

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        columns = self.columns.to_dict()

        put_at = self.put_at.isoformat()

        put_by: None | str
        put_by = self.put_by

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
                "columns": columns,
                "put_at": put_at,
                "put_by": put_by,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.kept_mapping_columns import KeptMappingColumns  # noqa: PLC0415

        d = dict(src_dict)
        name = d.pop("name")

        columns = KeptMappingColumns.from_dict(d.pop("columns"))

        put_at = datetime.datetime.fromisoformat(d.pop("put_at"))

        def _parse_put_by(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        put_by = _parse_put_by(d.pop("put_by"))

        kept_mapping = cls(
            name=name,
            columns=columns,
            put_at=put_at,
            put_by=put_by,
        )

        return kept_mapping
