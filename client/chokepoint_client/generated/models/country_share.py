from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="CountryShare")


@_attrs_define
class CountryShare:
    """
    Attributes:
        country (str): ISO 3166-1 alpha-2; ZZ stands for makers that no source names.
        low (float): Low end.
        central (float): Central value.
        high (float): High end.
        figures (list[str]): Claims behind it; the first one leads: it gave the central value.
        scope (str): The elements that the leading figure is said of, together.
        valid_from (str): First day of the period that the leading figure describes; blank where it isn't said.
        valid_to (str): Its last day; blank where it isn't said.
        stands_in (None | str): Where the leading figure is less close than the largest country's: group_figure, said of
            more elements, or earlier_period, of a time before. Such a share may be as low as 0.
    """

    country: str
    low: float
    central: float
    high: float
    figures: list[str]
    scope: str
    valid_from: str
    valid_to: str
    stands_in: None | str

    def to_dict(self) -> dict[str, Any]:
        country = self.country

        low = self.low

        central = self.central

        high = self.high

        figures = self.figures

        scope = self.scope

        valid_from = self.valid_from

        valid_to = self.valid_to

        stands_in: None | str
        stands_in = self.stands_in

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "country": country,
                "low": low,
                "central": central,
                "high": high,
                "figures": figures,
                "scope": scope,
                "valid_from": valid_from,
                "valid_to": valid_to,
                "stands_in": stands_in,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        country = d.pop("country")

        low = d.pop("low")

        central = d.pop("central")

        high = d.pop("high")

        figures = cast(list[str], d.pop("figures"))

        scope = d.pop("scope")

        valid_from = d.pop("valid_from")

        valid_to = d.pop("valid_to")

        def _parse_stands_in(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        stands_in = _parse_stands_in(d.pop("stands_in"))

        country_share = cls(
            country=country,
            low=low,
            central=central,
            high=high,
            figures=figures,
            scope=scope,
            valid_from=valid_from,
            valid_to=valid_to,
            stands_in=stands_in,
        )

        return country_share
