from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="Rise")


@_attrs_define
class Rise:
    """
    Attributes:
        ends (list[float]): Rises. Low, central and high.
        quoted (bool): From quotes outside China under an act; else from world prices after acts.
    """

    ends: list[float]
    quoted: bool

    def to_dict(self) -> dict[str, Any]:
        ends = self.ends

        quoted = self.quoted

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "ends": ends,
                "quoted": quoted,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        ends = cast(list[float], d.pop("ends"))

        quoted = d.pop("quoted")

        rise = cls(
            ends=ends,
            quoted=quoted,
        )

        return rise
