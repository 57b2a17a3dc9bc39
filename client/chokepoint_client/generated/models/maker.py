from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.feed import Feed
    from ..models.project import Project


T = TypeVar("T", bound="Maker")


@_attrs_define
class Maker:
    """
    Attributes:
        country (str): ISO 3166-1 alpha-2.
        world_share (float): Of the world's output, 0..1, central.
        shock_probability (float): Of a serious act or a collapse of exports there within twelve months, 0..1.
        score (float): Of buying all of the stage there, feeds among what can hit it: points, 0..100.
        interval (list[float]): Of that score, low and high end.
        feeds (list[Feed]): Whose material it depends on.
        plants (list[Project]): Known plants that have produced.
        figures (list[str]): Behind the share, /v1/claims/{claim_id}.
    """

    country: str
    world_share: float
    shock_probability: float
    score: float
    interval: list[float]
    feeds: list[Feed]
    plants: list[Project]
    figures: list[str]

    def to_dict(self) -> dict[str, Any]:
        country = self.country

        world_share = self.world_share

        shock_probability = self.shock_probability

        score = self.score

        interval = self.interval

        feeds = []
        for feeds_item_data in self.feeds:
            feeds_item = feeds_item_data.to_dict()
            feeds.append(feeds_item)

        plants = []
        for plants_item_data in self.plants:
            plants_item = plants_item_data.to_dict()
            plants.append(plants_item)

        figures = self.figures

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "country": country,
                "world_share": world_share,
                "shock_probability": shock_probability,
                "score": score,
                "interval": interval,
                "feeds": feeds,
                "plants": plants,
                "figures": figures,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.feed import Feed  # noqa: PLC0415
        from ..models.project import Project  # noqa: PLC0415

        d = dict(src_dict)
        country = d.pop("country")

        world_share = d.pop("world_share")

        shock_probability = d.pop("shock_probability")

        score = d.pop("score")

        interval = cast(list[float], d.pop("interval"))

        feeds = []
        _feeds = d.pop("feeds")
        for feeds_item_data in _feeds:
            feeds_item = Feed.from_dict(feeds_item_data)

            feeds.append(feeds_item)

        plants = []
        _plants = d.pop("plants")
        for plants_item_data in _plants:
            plants_item = Project.from_dict(plants_item_data)

            plants.append(plants_item)

        figures = cast(list[str], d.pop("figures"))

        maker = cls(
            country=country,
            world_share=world_share,
            shock_probability=shock_probability,
            score=score,
            interval=interval,
            feeds=feeds,
            plants=plants,
            figures=figures,
        )

        return maker
