from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="Element")


@_attrs_define
class Element:
    """
    Attributes:
        symbol (str): Chemical symbol.
        name (str): In words.
        atomic_number (int): In the periodic table.
        group (str): light, heavy or scandium.
    """

    symbol: str
    name: str
    atomic_number: int
    group: str

    def to_dict(self) -> dict[str, Any]:
        symbol = self.symbol

        name = self.name

        atomic_number = self.atomic_number

        group = self.group

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "symbol": symbol,
                "name": name,
                "atomic_number": atomic_number,
                "group": group,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        symbol = d.pop("symbol")

        name = d.pop("name")

        atomic_number = d.pop("atomic_number")

        group = d.pop("group")

        element = cls(
            symbol=symbol,
            name=name,
            atomic_number=atomic_number,
            group=group,
        )

        return element
