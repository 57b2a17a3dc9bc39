from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="ScoreIntervalPartsType0")


@_attrs_define
class ScoreIntervalPartsType0:
    """Width of the interval, in points, that each cause makes alone; they don't add up. `coefficients`: years that the
    hazard was fitted on, and acts that the register may miss; `cover`: forms that a future act reaches; `collapse`: its
    rate, and where on a path it counts; `evidence`: sources that disagree about shares; `pending`: acts whose start is
    open; `unnamed`: makers that no source names; `destination`: a buyer who isn't stated; `age`: what may have come
    since the evidence ended.

    """

    additional_properties: dict[str, float] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        score_interval_parts_type_0 = cls()

        score_interval_parts_type_0.additional_properties = d
        return score_interval_parts_type_0

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> float:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: float) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
