from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="Miss")


@_attrs_define
class Miss:
    """
    Attributes:
        mineral (str): LREE and HREE are the light and the heavy rare earths.
        country (str): ISO 3166-1 alpha-2; ZZ stands for makers that no source names.
        year (int): Base year; the outcome is that of the year after.
        forecast (float): Probability given, 0..1.
        base_rate (float): Event rate known at the time, 0..1.
        event (bool): Whether it happened.
    """

    mineral: str
    country: str
    year: int
    forecast: float
    base_rate: float
    event: bool

    def to_dict(self) -> dict[str, Any]:
        mineral = self.mineral

        country = self.country

        year = self.year

        forecast = self.forecast

        base_rate = self.base_rate

        event = self.event

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "mineral": mineral,
                "country": country,
                "year": year,
                "forecast": forecast,
                "base_rate": base_rate,
                "event": event,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        mineral = d.pop("mineral")

        country = d.pop("country")

        year = d.pop("year")

        forecast = d.pop("forecast")

        base_rate = d.pop("base_rate")

        event = d.pop("event")

        miss = cls(
            mineral=mineral,
            country=country,
            year=year,
            forecast=forecast,
            base_rate=base_rate,
            event=event,
        )

        return miss
