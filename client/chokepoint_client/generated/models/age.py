from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="Age")


@_attrs_define
class Age:
    """
    Attributes:
        day (datetime.date): Of the newest that was known and read.
        age_days (int): Days from it to as_of.
    """

    day: datetime.date
    age_days: int

    def to_dict(self) -> dict[str, Any]:
        day = self.day.isoformat()

        age_days = self.age_days

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "day": day,
                "age_days": age_days,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        day = datetime.date.fromisoformat(d.pop("day"))

        age_days = d.pop("age_days")

        age = cls(
            day=day,
            age_days=age_days,
        )

        return age
