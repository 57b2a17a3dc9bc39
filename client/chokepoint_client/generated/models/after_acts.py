from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="AfterActs")


@_attrs_define
class AfterActs:
    """
    Attributes:
        count (int): Years of traded codes in which such an act began.
        measures (list[str]): Ids of the acts, /v1/controls/{measure_id}.
        mean (float): Mean rise.
        median (float): Median rise.
        low (float): One year in twenty rose by less.
        high (float): One year in twenty rose by more.
        other_count (int): Years of the same codes in which none began.
        other_median (float): Their median rise over two years.
    """

    count: int
    measures: list[str]
    mean: float
    median: float
    low: float
    high: float
    other_count: int
    other_median: float

    def to_dict(self) -> dict[str, Any]:
        count = self.count

        measures = self.measures

        mean = self.mean

        median = self.median

        low = self.low

        high = self.high

        other_count = self.other_count

        other_median = self.other_median

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "count": count,
                "measures": measures,
                "mean": mean,
                "median": median,
                "low": low,
                "high": high,
                "other_count": other_count,
                "other_median": other_median,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        count = d.pop("count")

        measures = cast(list[str], d.pop("measures"))

        mean = d.pop("mean")

        median = d.pop("median")

        low = d.pop("low")

        high = d.pop("high")

        other_count = d.pop("other_count")

        other_median = d.pop("other_median")

        after_acts = cls(
            count=count,
            measures=measures,
            mean=mean,
            median=median,
            low=low,
            high=high,
            other_count=other_count,
            other_median=other_median,
        )

        return after_acts
