from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="PlaceShare")


@_attrs_define
class PlaceShare:
    """
    Attributes:
        place (str): Name of the place.
        country (str): ISO 3166-1 alpha-2; ZZ stands for makers that no source names.
        scope (str): The elements that the figure is said of, together.
        low (float): Low end.
        central (float): Central value.
        high (float): High end.
        figures (list[str]): Claims behind it.
    """

    place: str
    country: str
    scope: str
    low: float
    central: float
    high: float
    figures: list[str]

    def to_dict(self) -> dict[str, Any]:
        place = self.place

        country = self.country

        scope = self.scope

        low = self.low

        central = self.central

        high = self.high

        figures = self.figures

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "place": place,
                "country": country,
                "scope": scope,
                "low": low,
                "central": central,
                "high": high,
                "figures": figures,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        place = d.pop("place")

        country = d.pop("country")

        scope = d.pop("scope")

        low = d.pop("low")

        central = d.pop("central")

        high = d.pop("high")

        figures = cast(list[str], d.pop("figures"))

        place_share = cls(
            place=place,
            country=country,
            scope=scope,
            low=low,
            central=central,
            high=high,
            figures=figures,
        )

        return place_share
