from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.condition_element import ConditionElement, check_condition_element
from ..models.condition_min_band import ConditionMinBand, check_condition_min_band
from ..models.condition_stage import ConditionStage, check_condition_stage
from ..types import UNSET, Unset

T = TypeVar("T", bound="Condition")


@_attrs_define
class Condition:
    """
    Attributes:
        min_score (float | str | Unset): The score is at least this.
        min_band (ConditionMinBand | Unset): The band is this or a higher one.
        element (ConditionElement | Unset): A rare earth of the chokepoint.
        country (str | Unset): The country of the chokepoint.
        stage (ConditionStage | Unset): The stage of the chokepoint.
        measure (str | Unset): Id of a measure of /v1/controls that the score has met.
    """

    min_score: float | str | Unset = UNSET
    min_band: ConditionMinBand | Unset = UNSET
    element: ConditionElement | Unset = UNSET
    country: str | Unset = UNSET
    stage: ConditionStage | Unset = UNSET
    measure: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        min_score: float | str | Unset
        if isinstance(self.min_score, Unset):
            min_score = UNSET
        else:
            min_score = self.min_score

        min_band: str | Unset = UNSET
        if not isinstance(self.min_band, Unset):
            min_band = self.min_band

        element: str | Unset = UNSET
        if not isinstance(self.element, Unset):
            element = self.element

        country = self.country

        stage: str | Unset = UNSET
        if not isinstance(self.stage, Unset):
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

        def _parse_min_score(data: object) -> float | str | Unset:
            if isinstance(data, Unset):
                return data
            return cast(float | str | Unset, data)

        min_score = _parse_min_score(d.pop("min_score", UNSET))

        _min_band = d.pop("min_band", UNSET)
        min_band: ConditionMinBand | Unset
        if isinstance(_min_band, Unset):
            min_band = UNSET
        else:
            min_band = check_condition_min_band(_min_band)

        _element = d.pop("element", UNSET)
        element: ConditionElement | Unset
        if isinstance(_element, Unset):
            element = UNSET
        else:
            element = check_condition_element(_element)

        country = d.pop("country", UNSET)

        _stage = d.pop("stage", UNSET)
        stage: ConditionStage | Unset
        if isinstance(_stage, Unset):
            stage = UNSET
        else:
            stage = check_condition_stage(_stage)

        measure = d.pop("measure", UNSET)

        condition = cls(
            min_score=min_score,
            min_band=min_band,
            element=element,
            country=country,
            stage=stage,
            measure=measure,
        )

        return condition
