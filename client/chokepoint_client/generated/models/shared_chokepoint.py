from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="SharedChokepoint")


@_attrs_define
class SharedChokepoint:
    """
    Attributes:
        country (str): ISO 3166-1 alpha-2; ZZ stands for makers that no source names.
        stage (str): mining, separation, metal or magnet.
        element (str): Symbol of a rare earth.
        boms (int): In how many BOMs.
        share (float): Largest share of a purchase's need that passes it, 0..1.
        shock_probability (float): Of a restriction or a collapse there within twelve months, 0..1: the largest.
    """

    country: str
    stage: str
    element: str
    boms: int
    share: float
    shock_probability: float

    def to_dict(self) -> dict[str, Any]:
        country = self.country

        stage = self.stage

        element = self.element

        boms = self.boms

        share = self.share

        shock_probability = self.shock_probability

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "country": country,
                "stage": stage,
                "element": element,
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

        element = d.pop("element")

        boms = d.pop("boms")

        share = d.pop("share")

        shock_probability = d.pop("shock_probability")

        shared_chokepoint = cls(
            country=country,
            stage=stage,
            element=element,
            boms=boms,
            share=share,
            shock_probability=shock_probability,
        )

        return shared_chokepoint
