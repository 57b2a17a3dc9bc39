from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="YearSteps")


@_attrs_define
class YearSteps:
    """
    Attributes:
        year (int): The year.
        steps (int): Steps up less steps down in it.
    """

    year: int
    steps: int

    def to_dict(self) -> dict[str, Any]:
        year = self.year

        steps = self.steps

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "year": year,
                "steps": steps,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        year = d.pop("year")

        steps = d.pop("steps")

        year_steps = cls(
            year=year,
            steps=steps,
        )

        return year_steps
