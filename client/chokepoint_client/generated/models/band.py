from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..models.band_band import BandBand, check_band_band

T = TypeVar("T", bound="Band")


@_attrs_define
class Band:
    """
    Attributes:
        band (BandBand): Its name.
        from_score (float): Lowest score of the band.
    """

    band: BandBand
    from_score: float

    def to_dict(self) -> dict[str, Any]:
        band: str = self.band

        from_score = self.from_score

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "band": band,
                "from_score": from_score,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        band = check_band_band(d.pop("band"))

        from_score = d.pop("from_score")

        band = cls(
            band=band,
            from_score=from_score,
        )

        return band
