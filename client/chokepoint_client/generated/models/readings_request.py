from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.line_to_read import LineToRead


T = TypeVar("T", bound="ReadingsRequest")


@_attrs_define
class ReadingsRequest:
    """
    Attributes:
        lines (list[LineToRead]): A line as it would be posted, without amounts and supply.
    """

    lines: list[LineToRead]

    def to_dict(self) -> dict[str, Any]:
        lines = []
        for lines_item_data in self.lines:
            lines_item = lines_item_data.to_dict()
            lines.append(lines_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "lines": lines,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.line_to_read import LineToRead  # noqa: PLC0415

        d = dict(src_dict)
        lines = []
        _lines = d.pop("lines")
        for lines_item_data in _lines:
            lines_item = LineToRead.from_dict(lines_item_data)

            lines.append(lines_item)

        readings_request = cls(
            lines=lines,
        )

        return readings_request
