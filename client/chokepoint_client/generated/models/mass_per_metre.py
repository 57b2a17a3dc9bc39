from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.mass_per_metre_unit import MassPerMetreUnit, check_mass_per_metre_unit

T = TypeVar("T", bound="MassPerMetre")


@_attrs_define
class MassPerMetre:
    """
    Attributes:
        value (float | str): Above 0.
        unit (MassPerMetreUnit): Mass of a metre.
    """

    value: float | str
    unit: MassPerMetreUnit

    def to_dict(self) -> dict[str, Any]:
        value: float | str
        value = self.value

        unit: str = self.unit

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "value": value,
                "unit": unit,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_value(data: object) -> float | str:
            return cast(float | str, data)

        value = _parse_value(d.pop("value"))

        unit = check_mass_per_metre_unit(d.pop("unit"))

        mass_per_metre = cls(
            value=value,
            unit=unit,
        )

        return mass_per_metre
