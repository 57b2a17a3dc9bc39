from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="Path")


@_attrs_define
class Path:
    """
    Attributes:
        weight (float): Share of the need, 0..1; all paths add up to 1, the heaviest twelve are given.
        chain (str): Id in `chains`.
    """

    weight: float
    chain: str

    def to_dict(self) -> dict[str, Any]:
        weight = self.weight

        chain = self.chain

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "weight": weight,
                "chain": chain,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        weight = d.pop("weight")

        chain = d.pop("chain")

        path = cls(
            weight=weight,
            chain=chain,
        )

        return path
