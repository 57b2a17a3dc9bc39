from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.portfolio_bands import PortfolioBands
    from ..models.shared_chokepoint import SharedChokepoint
    from ..models.shared_place import SharedPlace


T = TypeVar("T", bound="Portfolio")


@_attrs_define
class Portfolio:
    """
    Attributes:
        as_of (datetime.date): Today: scores of earlier days count under `stale`.
        boms (int): BOMs that the filters leave.
        scored (int): Those with a score.
        stale (int): Those whose score isn't today's; `POST /v1/boms/rescore` brings them up to date.
        bands (PortfolioBands): BOMs by band.
        without_band (int): BOMs of which lines are open, or that have no score.
        mean_score (float | None): In points; null without a score.
        median_score (float | None): In points; null without a score.
        chokepoints (list[SharedChokepoint]): Those of most BOMs first.
        shared (list[SharedPlace]): Those first of which a shock would most probably hit most BOMs; at most 20.
    """

    as_of: datetime.date
    boms: int
    scored: int
    stale: int
    bands: PortfolioBands
    without_band: int
    mean_score: float | None
    median_score: float | None
    chokepoints: list[SharedChokepoint]
    shared: list[SharedPlace]

    def to_dict(self) -> dict[str, Any]:
        as_of = self.as_of.isoformat()

        boms = self.boms

        scored = self.scored

        stale = self.stale

        bands = self.bands.to_dict()

        without_band = self.without_band

        mean_score: float | None
        mean_score = self.mean_score

        median_score: float | None
        median_score = self.median_score

        chokepoints = []
        for chokepoints_item_data in self.chokepoints:
            chokepoints_item = chokepoints_item_data.to_dict()
            chokepoints.append(chokepoints_item)

        shared = []
        for shared_item_data in self.shared:
            shared_item = shared_item_data.to_dict()
            shared.append(shared_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "as_of": as_of,
                "boms": boms,
                "scored": scored,
                "stale": stale,
                "bands": bands,
                "without_band": without_band,
                "mean_score": mean_score,
                "median_score": median_score,
                "chokepoints": chokepoints,
                "shared": shared,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.portfolio_bands import PortfolioBands  # noqa: PLC0415
        from ..models.shared_chokepoint import SharedChokepoint  # noqa: PLC0415
        from ..models.shared_place import SharedPlace  # noqa: PLC0415

        d = dict(src_dict)
        as_of = datetime.date.fromisoformat(d.pop("as_of"))

        boms = d.pop("boms")

        scored = d.pop("scored")

        stale = d.pop("stale")

        bands = PortfolioBands.from_dict(d.pop("bands"))

        without_band = d.pop("without_band")

        def _parse_mean_score(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        mean_score = _parse_mean_score(d.pop("mean_score"))

        def _parse_median_score(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        median_score = _parse_median_score(d.pop("median_score"))

        chokepoints = []
        _chokepoints = d.pop("chokepoints")
        for chokepoints_item_data in _chokepoints:
            chokepoints_item = SharedChokepoint.from_dict(chokepoints_item_data)

            chokepoints.append(chokepoints_item)

        shared = []
        _shared = d.pop("shared")
        for shared_item_data in _shared:
            shared_item = SharedPlace.from_dict(shared_item_data)

            shared.append(shared_item)

        portfolio = cls(
            as_of=as_of,
            boms=boms,
            scored=scored,
            stale=stale,
            bands=bands,
            without_band=without_band,
            mean_score=mean_score,
            median_score=median_score,
            chokepoints=chokepoints,
            shared=shared,
        )

        return portfolio
