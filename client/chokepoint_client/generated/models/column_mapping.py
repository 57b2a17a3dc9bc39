from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.column_mapping_columns import ColumnMappingColumns


T = TypeVar("T", bound="ColumnMapping")


@_attrs_define
class ColumnMapping:
    """
    Attributes:
        columns (ColumnMappingColumns): What columns are, by their headings, as `?mapping=` of a file.
    """

    columns: ColumnMappingColumns

    def to_dict(self) -> dict[str, Any]:
        columns = self.columns.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "columns": columns,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.column_mapping_columns import ColumnMappingColumns  # noqa: PLC0415

        d = dict(src_dict)
        columns = ColumnMappingColumns.from_dict(d.pop("columns"))

        column_mapping = cls(
            columns=columns,
        )

        return column_mapping
