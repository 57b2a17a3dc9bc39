from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.offer_stage import OfferStage, check_offer_stage
from ..types import UNSET, Unset

T = TypeVar("T", bound="Offer")


@_attrs_define
class Offer:
    """
    Attributes:
        stage (OfferStage): mining, separation, metal or magnet.
        country (str): Where it is made.
        share (float | str): Of what the lines need, 0 to 1.
        recycled (bool | Unset): Made from scrap.
        line_ids (list[str] | Unset): Lines that it is for; all that pass the stage when left out.
        cost (float | None | str | Unset): Of taking it. In the BOM's currency.
    """

    stage: OfferStage
    country: str
    share: float | str
    recycled: bool | Unset = UNSET
    line_ids: list[str] | Unset = UNSET
    cost: float | None | str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        stage: str = self.stage

        country = self.country

        share: float | str
        share = self.share

        recycled = self.recycled

        line_ids: list[str] | Unset = UNSET
        if not isinstance(self.line_ids, Unset):
            line_ids = self.line_ids

        cost: float | None | str | Unset
        if isinstance(self.cost, Unset):
            cost = UNSET
        else:
            cost = self.cost

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "stage": stage,
                "country": country,
                "share": share,
            }
        )
        if recycled is not UNSET:
            field_dict["recycled"] = recycled
        if line_ids is not UNSET:
            field_dict["line_ids"] = line_ids
        if cost is not UNSET:
            field_dict["cost"] = cost

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        stage = check_offer_stage(d.pop("stage"))

        country = d.pop("country")

        def _parse_share(data: object) -> float | str:
            return cast(float | str, data)

        share = _parse_share(d.pop("share"))

        recycled = d.pop("recycled", UNSET)

        line_ids = cast(list[str], d.pop("line_ids", UNSET))

        def _parse_cost(data: object) -> float | None | str | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            return cast(float | None | str | Unset, data)

        cost = _parse_cost(d.pop("cost", UNSET))

        offer = cls(
            stage=stage,
            country=country,
            share=share,
            recycled=recycled,
            line_ids=line_ids,
            cost=cost,
        )

        return offer
