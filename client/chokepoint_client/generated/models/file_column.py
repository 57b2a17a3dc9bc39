from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="FileColumn")


@_attrs_define
class FileColumn:
    """
    Attributes:
        sheet (None | str): Null of a file without sheets.
        heading (str): As in the file.
        role (str): What it says; `other`: nothing to the score. A mapping may change it.
        kept_as (None | str): The member of a line that keeps it; null where it has a role.
    """

    sheet: None | str
    heading: str
    role: str
    kept_as: None | str

    def to_dict(self) -> dict[str, Any]:
        sheet: None | str
        sheet = self.sheet

        heading = self.heading

        role = self.role

        kept_as: None | str
        kept_as = self.kept_as

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "sheet": sheet,
                "heading": heading,
                "role": role,
                "kept_as": kept_as,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_sheet(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        sheet = _parse_sheet(d.pop("sheet"))

        heading = d.pop("heading")

        role = d.pop("role")

        def _parse_kept_as(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        kept_as = _parse_kept_as(d.pop("kept_as"))

        file_column = cls(
            sheet=sheet,
            heading=heading,
            role=role,
            kept_as=kept_as,
        )

        return file_column
