from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="SharedPlace")


@_attrs_define
class SharedPlace:
    """
    Attributes:
        country (str): ISO 3166-1 alpha-2; ZZ stands for makers that no source names.
        stage (str): mining, separation, metal or magnet.
        elements (list[str]): Symbols of the elements for which BOMs depend on it.
        boms (int): How many BOMs depend on it.
        share (float): Largest share of a purchase's need that passes it, 0..1.
        shock_probability (float): Of a restriction or a collapse there within twelve months, 0..1: for its likeliest
            element.
    """

    country: str
    stage: str
    elements: list[str]
    boms: int
    share: float
    shock_probability: float

    def to_dict(self) -> dict[str, Any]:
        country = self.country

        stage = self.stage

        elements = self.elements

        boms = self.boms

        share = self.share

        shock_probability = self.shock_probability

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "country": country,
                "stage": stage,
                "elements": elements,
                "boms": boms,
                "share": share,
                "shock_probability": shock_probability,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        country = d.pop("country")

        stage = d.pop("stage")

        elements = cast(list[str], d.pop("elements"))

        boms = d.pop("boms")

        share = d.pop("share")

        shock_probability = d.pop("shock_probability")

        shared_place = cls(
            country=country,
            stage=stage,
            elements=elements,
            boms=boms,
            share=share,
            shock_probability=shock_probability,
        )

        return shared_place
