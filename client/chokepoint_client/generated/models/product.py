from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="Product")


@_attrs_define
class Product:
    """
    Attributes:
        score (float): Points, 0..100.
        expected_share_hit (float): Mean share of the need hit, 0..1.
        interval (list[float] | None): Low and high score in points.
        band (None | str): Null while a line may hold what the score doesn't count.
    """

    score: float
    expected_share_hit: float
    interval: list[float] | None
    band: None | str

    def to_dict(self) -> dict[str, Any]:
        score = self.score

        expected_share_hit = self.expected_share_hit

        interval: list[float] | None
        if isinstance(self.interval, list):
            interval = self.interval

        else:
            interval = self.interval

        band: None | str
        band = self.band

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "score": score,
                "expected_share_hit": expected_share_hit,
                "interval": interval,
                "band": band,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        score = d.pop("score")

        expected_share_hit = d.pop("expected_share_hit")

        def _parse_interval(data: object) -> list[float] | None:
            if data is None:
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                interval_type_0 = cast(list[float], data)

                return interval_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[float] | None, data)

        interval = _parse_interval(d.pop("interval"))

        def _parse_band(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        band = _parse_band(d.pop("band"))

        product = cls(
            score=score,
            expected_share_hit=expected_share_hit,
            interval=interval,
            band=band,
        )

        return product
