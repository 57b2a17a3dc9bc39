from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="FrozenShock")


@_attrs_define
class FrozenShock:
    """
    Attributes:
        country (str): ISO 3166-1 alpha-2; ZZ stands for makers that no source names.
        mineral (str): LREE and HREE are the light and the heavy rare earths.
        element (None | str): Symbol of a rare earth; null for other minerals.
        probability (float): Of a general serious restriction that takes effect within twelve months, 0..1.
        base_rate (float): Share of the rows trained on that had one, 0..1.
    """

    country: str
    mineral: str
    element: None | str
    probability: float
    base_rate: float

    def to_dict(self) -> dict[str, Any]:
        country = self.country

        mineral = self.mineral

        element: None | str
        element = self.element

        probability = self.probability

        base_rate = self.base_rate

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "country": country,
                "mineral": mineral,
                "element": element,
                "probability": probability,
                "base_rate": base_rate,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        country = d.pop("country")

        mineral = d.pop("mineral")

        def _parse_element(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        element = _parse_element(d.pop("element"))

        probability = d.pop("probability")

        base_rate = d.pop("base_rate")

        frozen_shock = cls(
            country=country,
            mineral=mineral,
            element=element,
            probability=probability,
            base_rate=base_rate,
        )

        return frozen_shock
