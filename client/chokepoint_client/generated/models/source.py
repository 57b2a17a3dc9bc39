from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.source_stage import SourceStage, check_source_stage
from ..types import UNSET, Unset

T = TypeVar("T", bound="Source")


@_attrs_define
class Source:
    """
    Attributes:
        stage (SourceStage): What is done there: mining, separation (refining to oxides), metal (and alloy) or magnet
            making.
        country (None | str): Code or English name, EU, or ZZ for makers that nobody names; null takes the default mix
            for the share.
        share (float | str): Of the line's material, 0 to 1 or "80 %"; a stage's shares add up to 1; 0.98 to 1.02 is
            scaled.
        recycled (bool | Unset): Made from scrap: it enters here and passes no stage before. False when left out.
    """

    stage: SourceStage
    country: None | str
    share: float | str
    recycled: bool | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        stage: str = self.stage

        country: None | str
        country = self.country

        share: float | str
        share = self.share

        recycled = self.recycled

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

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        stage = check_source_stage(d.pop("stage"))

        def _parse_country(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        country = _parse_country(d.pop("country"))

        def _parse_share(data: object) -> float | str:
            return cast(float | str, data)

        share = _parse_share(d.pop("share"))

        recycled = d.pop("recycled", UNSET)

        source = cls(
            stage=stage,
            country=country,
            share=share,
            recycled=recycled,
        )

        return source
