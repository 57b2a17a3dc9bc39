from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.without import Without


T = TypeVar("T", bound="Driver")


@_attrs_define
class Driver:
    """
    Attributes:
        without (Without):
        score (float): The score that would remain.
    """

    without: Without
    score: float

    def to_dict(self) -> dict[str, Any]:
        without = self.without.to_dict()

        score = self.score

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "without": without,
                "score": score,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.without import Without  # noqa: PLC0415

        d = dict(src_dict)
        without = Without.from_dict(d.pop("without"))

        score = d.pop("score")

        driver = cls(
            without=without,
            score=score,
        )

        return driver
