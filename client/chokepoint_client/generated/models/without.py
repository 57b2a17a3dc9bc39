from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="Without")


@_attrs_define
class Without:
    """
    Attributes:
        country (str | Unset): ISO 3166-1 alpha-2.
        element (str | Unset): Symbol of a rare earth.
        measure (str | Unset): Id for /v1/controls/{id}.
    """

    country: str | Unset = UNSET
    element: str | Unset = UNSET
    measure: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        country = self.country

        element = self.element

        measure = self.measure

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if country is not UNSET:
            field_dict["country"] = country
        if element is not UNSET:
            field_dict["element"] = element
        if measure is not UNSET:
            field_dict["measure"] = measure

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        country = d.pop("country", UNSET)

        element = d.pop("element", UNSET)

        measure = d.pop("measure", UNSET)

        without = cls(
            country=country,
            element=element,
            measure=measure,
        )

        return without
