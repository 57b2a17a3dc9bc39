from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.imported_product_bom import ImportedProductBom
    from ..models.result import Result


T = TypeVar("T", bound="ImportedProduct")


@_attrs_define
class ImportedProduct:
    """
    Attributes:
        bom_id (str): Under which it is stored.
        name (None | str): As the file has it.
        sheet (None | str): Null of a file without sheets.
        lines (int): Lines of its BOM.
        refused (bool): Whether a row of it holds what can't be used.
        stored (None | str): created or updated; null where it wasn't stored.
        result (Result):
        bom (ImportedProductBom | Unset): The BOM as POST /v1/scores takes it; with `?view=full`.
    """

    bom_id: str
    name: None | str
    sheet: None | str
    lines: int
    refused: bool
    stored: None | str
    result: Result
    bom: ImportedProductBom | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        bom_id = self.bom_id

        name: None | str
        name = self.name

        sheet: None | str
        sheet = self.sheet

        lines = self.lines

        refused = self.refused

        stored: None | str
        stored = self.stored

        result = self.result.to_dict()

        bom: dict[str, Any] | Unset = UNSET
        if not isinstance(self.bom, Unset):
            bom = self.bom.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "bom_id": bom_id,
                "name": name,
                "sheet": sheet,
                "lines": lines,
                "refused": refused,
                "stored": stored,
                "result": result,
            }
        )
        if bom is not UNSET:
            field_dict["bom"] = bom

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.imported_product_bom import ImportedProductBom  # noqa: PLC0415
        from ..models.result import Result  # noqa: PLC0415

        d = dict(src_dict)
        bom_id = d.pop("bom_id")

        def _parse_name(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        name = _parse_name(d.pop("name"))

        def _parse_sheet(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        sheet = _parse_sheet(d.pop("sheet"))

        lines = d.pop("lines")

        refused = d.pop("refused")

        def _parse_stored(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        stored = _parse_stored(d.pop("stored"))

        result = Result.from_dict(d.pop("result"))

        _bom = d.pop("bom", UNSET)
        bom: ImportedProductBom | Unset
        if isinstance(_bom, Unset):
            bom = UNSET
        else:
            bom = ImportedProductBom.from_dict(_bom)

        imported_product = cls(
            bom_id=bom_id,
            name=name,
            sheet=sheet,
            lines=lines,
            refused=refused,
            stored=stored,
            result=result,
            bom=bom,
        )

        return imported_product
