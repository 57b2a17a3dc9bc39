from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="Quantity")


@_attrs_define
class Quantity:
    """
    Attributes:
        value (float | str): Above 0.
        unit (str): kg, g, mg, t, lb, oz, short ton, piece, m (with `mass_per_metre`), or their codes in SAP, Oracle and
            UN/ECE Recommendation 20 (KGM, GRM, TNE, TO, LBR, ST, EA, H87, MTR). MT is the metric ton. What it counts may
            follow when that is not the product: kg TREO, kg Nd2O3, kg Nd; stoichiometry turns it into product.
    """

    value: float | str
    unit: str

    def to_dict(self) -> dict[str, Any]:
        value: float | str
        value = self.value

        unit = self.unit

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

        unit = d.pop("unit")

        quantity = cls(
            value=value,
            unit=unit,
        )

        return quantity
