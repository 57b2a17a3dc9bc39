from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.file_column import FileColumn


T = TypeVar("T", bound="JobFile")


@_attrs_define
class JobFile:
    """
    Attributes:
        format_ (str): As POST /v1/imports tells it.
        encoding (None | str): Of a text file.
        delimiter (None | str): Of a CSV file.
        rows (int): Rows that were read, the open and refused ones among them.
        columns (list[FileColumn]): What each was taken for.
        notes (list[str]): About the file as a whole.
    """

    format_: str
    encoding: None | str
    delimiter: None | str
    rows: int
    columns: list[FileColumn]
    notes: list[str]

    def to_dict(self) -> dict[str, Any]:
        format_ = self.format_

        encoding: None | str
        encoding = self.encoding

        delimiter: None | str
        delimiter = self.delimiter

        rows = self.rows

        columns = []
        for columns_item_data in self.columns:
            columns_item = columns_item_data.to_dict()
            columns.append(columns_item)

        notes = self.notes

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "format": format_,
                "encoding": encoding,
                "delimiter": delimiter,
                "rows": rows,
                "columns": columns,
                "notes": notes,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.file_column import FileColumn  # noqa: PLC0415

        d = dict(src_dict)
        format_ = d.pop("format")

        def _parse_encoding(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        encoding = _parse_encoding(d.pop("encoding"))

        def _parse_delimiter(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        delimiter = _parse_delimiter(d.pop("delimiter"))

        rows = d.pop("rows")

        columns = []
        _columns = d.pop("columns")
        for columns_item_data in _columns:
            columns_item = FileColumn.from_dict(columns_item_data)

            columns.append(columns_item)

        notes = cast(list[str], d.pop("notes"))

        job_file = cls(
            format_=format_,
            encoding=encoding,
            delimiter=delimiter,
            rows=rows,
            columns=columns,
            notes=notes,
        )

        return job_file
