from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="ShownCondition")


@_attrs_define
class ShownCondition:
    """
    Attributes:
        min_score (float | Unset): The score is at least this.
        min_band (str | Unset): The band is this or a higher one.
        element (str | Unset): A rare earth of the chokepoint.
        country (str | Unset): The country of the chokepoint.
        stage (str | Unset): The stage of the chokepoint.
        measure (str | Unset): Id of a measure of /v1/controls.
    """

    min_score: float | Unset = UNSET
    min_band: str | Unset = UNSET
    element: str | Unset = UNSET
    country: str | Unset = UNSET
    stage: str | Unset = UNSET
    measure: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        min_score = self.min_score

        min_band = self.min_band

        element = self.element

        country = self.country

        stage = self.stage

        measure = self.measure

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if min_score is not UNSET:
            field_dict["min_score"] = min_score
        if min_band is not UNSET:
            field_dict["min_band"] = min_band
        if element is not UNSET:
            field_dict["element"] = element
        if country is not UNSET:
            field_dict["country"] = country
        if stage is not UNSET:
            field_dict["stage"] = stage
        if measure is not UNSET:
            field_dict["measure"] = measure

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        min_score = d.pop("min_score", UNSET)

        min_band = d.pop("min_band", UNSET)

        element = d.pop("element", UNSET)

        country = d.pop("country", UNSET)

        stage = d.pop("stage", UNSET)

        measure = d.pop("measure", UNSET)

        shown_condition = cls(
            min_score=min_score,
            min_band=min_band,
            element=element,
            country=country,
            stage=stage,
            measure=measure,
        )

        return shown_condition
