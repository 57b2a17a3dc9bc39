from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="Value")


@_attrs_define
class Value:
    """
    Attributes:
        of (str): import_share, import_value, export_share, price_index or political_instability.
        country (None | str): Whose it is; null for the world's prices.
        year (int): Calendar year.
        value (float): The number.
        unit (str): Unit of the value.
    """

    of: str
    country: None | str
    year: int
    value: float
    unit: str

    def to_dict(self) -> dict[str, Any]:
        of = self.of

        country: None | str
        country = self.country

        year = self.year

        value = self.value

        unit = self.unit

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "of": of,
                "country": country,
                "year": year,
                "value": value,
                "unit": unit,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        of = d.pop("of")

        def _parse_country(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        country = _parse_country(d.pop("country"))

        year = d.pop("year")

        value = d.pop("value")

        unit = d.pop("unit")

        value = cls(
            of=of,
            country=country,
            year=year,
            value=value,
            unit=unit,
        )

        return value
