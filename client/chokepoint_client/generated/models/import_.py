from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.file_column import FileColumn
    from ..models.file_row import FileRow
    from ..models.imported_product import ImportedProduct
    from ..models.told_file_row import ToldFileRow


T = TypeVar("T", bound="Import")


@_attrs_define
class Import:
    """
    Attributes:
        format_ (str): csv, xlsx, json, json-lines, cyclonedx-json, cyclonedx-xml or ipc-1752.
        encoding (None | str): Of a text file.
        delimiter (None | str): Of a CSV file.
        columns (list[FileColumn]): What each was taken for.
        notes (list[str]): About the file as a whole.
        products (list[ImportedProduct]): Each with its score.
        read (list[FileRow]): Rows read without a question.
        open_ (list[ToldFileRow]): What rows leave open; their lines are scored so.
        refused (list[ToldFileRow]): What can't be used; such a line stays unread.
    """

    format_: str
    encoding: None | str
    delimiter: None | str
    columns: list[FileColumn]
    notes: list[str]
    products: list[ImportedProduct]
    read: list[FileRow]
    open_: list[ToldFileRow]
    refused: list[ToldFileRow]

    def to_dict(self) -> dict[str, Any]:
        format_ = self.format_

        encoding: None | str
        encoding = self.encoding

        delimiter: None | str
        delimiter = self.delimiter

        columns = []
        for columns_item_data in self.columns:
            columns_item = columns_item_data.to_dict()
            columns.append(columns_item)

        notes = self.notes

        products = []
        for products_item_data in self.products:
            products_item = products_item_data.to_dict()
            products.append(products_item)

        read = []
        for read_item_data in self.read:
            read_item = read_item_data.to_dict()
            read.append(read_item)

        open_ = []
        for open_item_data in self.open_:
            open_item = open_item_data.to_dict()
            open_.append(open_item)

        refused = []
        for refused_item_data in self.refused:
            refused_item = refused_item_data.to_dict()
            refused.append(refused_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "format": format_,
                "encoding": encoding,
                "delimiter": delimiter,
                "columns": columns,
                "notes": notes,
                "products": products,
                "read": read,
                "open": open_,
                "refused": refused,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.file_column import FileColumn  # noqa: PLC0415
        from ..models.file_row import FileRow  # noqa: PLC0415
        from ..models.imported_product import ImportedProduct  # noqa: PLC0415
        from ..models.told_file_row import ToldFileRow  # noqa: PLC0415

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

        columns = []
        _columns = d.pop("columns")
        for columns_item_data in _columns:
            columns_item = FileColumn.from_dict(columns_item_data)

            columns.append(columns_item)

        notes = cast(list[str], d.pop("notes"))

        products = []
        _products = d.pop("products")
        for products_item_data in _products:
            products_item = ImportedProduct.from_dict(products_item_data)

            products.append(products_item)

        read = []
        _read = d.pop("read")
        for read_item_data in _read:
            read_item = FileRow.from_dict(read_item_data)

            read.append(read_item)

        open_ = []
        _open_ = d.pop("open")
        for open_item_data in _open_:
            open_item = ToldFileRow.from_dict(open_item_data)

            open_.append(open_item)

        refused = []
        _refused = d.pop("refused")
        for refused_item_data in _refused:
            refused_item = ToldFileRow.from_dict(refused_item_data)

            refused.append(refused_item)

        import_ = cls(
            format_=format_,
            encoding=encoding,
            delimiter=delimiter,
            columns=columns,
            notes=notes,
            products=products,
            read=read,
            open_=open_,
            refused=refused,
        )

        return import_
