from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.country_share import CountryShare
    from ..models.place_share import PlaceShare


T = TypeVar("T", bound="StageSupply")


@_attrs_define
class StageSupply:
    """
    Attributes:
        stage (str): mining, separation, metal or magnet.
        gap (None | str): What the evidence lacks: nothing_published, by_product, group_figure, no_magnet_element or
            no_such_stage.
        fallback (str): What stands in for it; blank without a gap.
        shares (list[CountryShare]): The largest first.
        within (list[PlaceShare]): Places within a country, where some are known.
    """

    stage: str
    gap: None | str
    fallback: str
    shares: list[CountryShare]
    within: list[PlaceShare]

    def to_dict(self) -> dict[str, Any]:
        stage = self.stage

        gap: None | str
        gap = self.gap

        fallback = self.fallback

        shares = []
        for shares_item_data in self.shares:
            shares_item = shares_item_data.to_dict()
            shares.append(shares_item)

        within = []
        for within_item_data in self.within:
            within_item = within_item_data.to_dict()
            within.append(within_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "stage": stage,
                "gap": gap,
                "fallback": fallback,
                "shares": shares,
                "within": within,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.country_share import CountryShare  # noqa: PLC0415
        from ..models.place_share import PlaceShare  # noqa: PLC0415

        d = dict(src_dict)
        stage = d.pop("stage")

        def _parse_gap(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        gap = _parse_gap(d.pop("gap"))

        fallback = d.pop("fallback")

        shares = []
        _shares = d.pop("shares")
        for shares_item_data in _shares:
            shares_item = CountryShare.from_dict(shares_item_data)

            shares.append(shares_item)

        within = []
        _within = d.pop("within")
        for within_item_data in _within:
            within_item = PlaceShare.from_dict(within_item_data)

            within.append(within_item)

        stage_supply = cls(
            stage=stage,
            gap=gap,
            fallback=fallback,
            shares=shares,
            within=within,
        )

        return stage_supply
