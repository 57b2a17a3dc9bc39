from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="Fraction")


@_attrs_define
class Fraction:
    """
    Attributes:
        element (str): Symbol of a rare earth.
        low (float): Low end.
        central (float): Central value.
        high (float): High end.
    """

    element: str
    low: float
    central: float
    high: float

    def to_dict(self) -> dict[str, Any]:
        element = self.element

        low = self.low

        central = self.central

        high = self.high

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "element": element,
                "low": low,
                "central": central,
                "high": high,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        element = d.pop("element")

        low = d.pop("low")

        central = d.pop("central")

        high = d.pop("high")

        fraction = cls(
            element=element,
            low=low,
            central=central,
            high=high,
        )

        return fraction
