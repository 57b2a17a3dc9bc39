from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.spend import Spend


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
        mass_g (float | None): Grams of the lines that depend on it, for one of each product; null without a mass.
        mass_boms (int): BOMs in which such a line states a mass.
        spend (list[Spend]): What these lines cost, each currency by itself.
    """

    country: str
    stage: str
    elements: list[str]
    boms: int
    share: float
    shock_probability: float
    mass_g: float | None
    mass_boms: int
    spend: list[Spend]

    def to_dict(self) -> dict[str, Any]:
        country = self.country

        stage = self.stage

        elements = self.elements

        boms = self.boms

        share = self.share

        shock_probability = self.shock_probability

        mass_g: float | None
        mass_g = self.mass_g

        mass_boms = self.mass_boms

        spend = []
        for spend_item_data in self.spend:
            spend_item = spend_item_data.to_dict()
            spend.append(spend_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "country": country,
                "stage": stage,
                "elements": elements,
                "boms": boms,
                "share": share,
                "shock_probability": shock_probability,
                "mass_g": mass_g,
                "mass_boms": mass_boms,
                "spend": spend,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.spend import Spend  # noqa: PLC0415

        d = dict(src_dict)
        country = d.pop("country")

        stage = d.pop("stage")

        elements = cast(list[str], d.pop("elements"))

        boms = d.pop("boms")

        share = d.pop("share")

        shock_probability = d.pop("shock_probability")

        def _parse_mass_g(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        mass_g = _parse_mass_g(d.pop("mass_g"))

        mass_boms = d.pop("mass_boms")

        spend = []
        _spend = d.pop("spend")
        for spend_item_data in _spend:
            spend_item = Spend.from_dict(spend_item_data)

            spend.append(spend_item)

        shared_place = cls(
            country=country,
            stage=stage,
            elements=elements,
            boms=boms,
            share=share,
            shock_probability=shock_probability,
            mass_g=mass_g,
            mass_boms=mass_boms,
            spend=spend,
        )

        return shared_place
