from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="Chokepoint")


@_attrs_define
class Chokepoint:
    """
    Attributes:
        country (str): Where the shock would come from.
        stage (str): mining, separation, metal or magnet.
        elements (list[str]): Symbols of what passes there.
        share (float): Largest share of a purchase's need that passes there, 0..1.
        expected_share_hit (float): What the country adds to the expected share hit of the product, 0..1.
        shock_probability (float): That it restricts or loses its exports within the window: of the likeliest element.
        controls (list[str]): Ids for /v1/controls/{id} of its acts that stand.
    """

    country: str
    stage: str
    elements: list[str]
    share: float
    expected_share_hit: float
    shock_probability: float
    controls: list[str]

    def to_dict(self) -> dict[str, Any]:
        country = self.country

        stage = self.stage

        elements = self.elements

        share = self.share

        expected_share_hit = self.expected_share_hit

        shock_probability = self.shock_probability

        controls = self.controls

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "country": country,
                "stage": stage,
                "elements": elements,
                "share": share,
                "expected_share_hit": expected_share_hit,
                "shock_probability": shock_probability,
                "controls": controls,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        country = d.pop("country")

        stage = d.pop("stage")

        elements = cast(list[str], d.pop("elements"))

        share = d.pop("share")

        expected_share_hit = d.pop("expected_share_hit")

        shock_probability = d.pop("shock_probability")

        controls = cast(list[str], d.pop("controls"))

        chokepoint = cls(
            country=country,
            stage=stage,
            elements=elements,
            share=share,
            expected_share_hit=expected_share_hit,
            shock_probability=shock_probability,
            controls=controls,
        )

        return chokepoint
