from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="Costs")


@_attrs_define
class Costs:
    """
    Attributes:
        second_source (float | None | str | Unset): half of a stage is made in another country. In the BOM's currency.
        sole_source (float | None | str | Unset): all of a stage is made in another country. In the BOM's currency.
    """

    second_source: float | None | str | Unset = UNSET
    sole_source: float | None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        second_source: float | None | str | Unset
        if isinstance(self.second_source, Unset):
            second_source = UNSET
        else:
            second_source = self.second_source

        sole_source: float | None | str | Unset
        if isinstance(self.sole_source, Unset):
            sole_source = UNSET
        else:
            sole_source = self.sole_source

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if second_source is not UNSET:
            field_dict["second_source"] = second_source
        if sole_source is not UNSET:
            field_dict["sole_source"] = sole_source

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

        def _parse_second_source(data: object) -> float | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | str | Unset, data)

        second_source = _parse_second_source(d.pop("second_source", UNSET))

        def _parse_sole_source(data: object) -> float | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | str | Unset, data)

        sole_source = _parse_sole_source(d.pop("sole_source", UNSET))

        costs = cls(
            second_source=second_source,
            sole_source=sole_source,
        )

        return costs
