from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.level import Level


T = TypeVar("T", bound="TriedValue")


@_attrs_define
class TriedValue:
    """
    Attributes:
        value (str): The value in words.
        level (Level):
    """

    value: str
    level: Level

    def to_dict(self) -> dict[str, Any]:
        value = self.value

        level = self.level.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "value": value,
                "level": level,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.level import Level  # noqa: PLC0415

        d = dict(src_dict)
        value = d.pop("value")

        level = Level.from_dict(d.pop("level"))

        tried_value = cls(
            value=value,
            level=level,
        )

        return tried_value
