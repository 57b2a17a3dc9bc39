from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.results_results import ResultsResults


T = TypeVar("T", bound="Results")


@_attrs_define
class Results:
    """
    Attributes:
        results (ResultsResults): One by each of your keys.
    """

    results: ResultsResults

    def to_dict(self) -> dict[str, Any]:
        results = self.results.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "results": results,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.results_results import ResultsResults  # noqa: PLC0415

        d = dict(src_dict)
        results = ResultsResults.from_dict(d.pop("results"))

        results = cls(
            results=results,
        )

        return results
