from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="Survival")


@_attrs_define
class Survival:
    """
    Attributes:
        days (int): Longer than so many days.
        share (float): Of shocks, 0..1.
        interval (list[float]): 90 %, low and high.
    """

    days: int
    share: float
    interval: list[float]

    def to_dict(self) -> dict[str, Any]:
        days = self.days

        share = self.share

        interval = self.interval

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "days": days,
                "share": share,
                "interval": interval,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        days = d.pop("days")

        share = d.pop("share")

        interval = cast(list[float], d.pop("interval"))

        survival = cls(
            days=days,
            share=share,
            interval=interval,
        )

        return survival
