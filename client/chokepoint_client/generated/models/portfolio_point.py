from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="PortfolioPoint")


@_attrs_define
class PortfolioPoint:
    """
    Attributes:
        time (datetime.datetime): The day as a moment, its first in UTC (RFC 3339): what charts put on their axis.
        as_of (datetime.date): The day, as known on it.
        boms (int): With a score of the served event by then, or unscored by it.
        scored (int): Those with a score in points.
        mean_score (float | None): In points; null without a score.
        highest_score (float | None): In points; null without a score.
        low (int): BOMs in the band low.
        guarded (int): BOMs in the band guarded.
        elevated (int): BOMs in the band elevated.
        high (int): BOMs in the band high.
        severe (int): BOMs in the band severe.
        without_band (int): BOMs of which lines are open, or without a score.
        other_event (int): BOMs whose newest score by then forecasts another event: not counted above.
    """

    time: datetime.datetime
    as_of: datetime.date
    boms: int
    scored: int
    mean_score: float | None
    highest_score: float | None
    low: int
    guarded: int
    elevated: int
    high: int
    severe: int
    without_band: int
    other_event: int

    def to_dict(self) -> dict[str, Any]:
        time = self.time.isoformat()

        as_of = self.as_of.isoformat()

        boms = self.boms

        scored = self.scored

        mean_score: float | None
        mean_score = self.mean_score

        highest_score: float | None
        highest_score = self.highest_score

        low = self.low

        guarded = self.guarded

        elevated = self.elevated

        high = self.high

        severe = self.severe

        without_band = self.without_band

        other_event = self.other_event

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "time": time,
                "as_of": as_of,
                "boms": boms,
                "scored": scored,
                "mean_score": mean_score,
                "highest_score": highest_score,
                "low": low,
                "guarded": guarded,
                "elevated": elevated,
                "high": high,
                "severe": severe,
                "without_band": without_band,
                "other_event": other_event,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        time = datetime.datetime.fromisoformat(d.pop("time"))

        as_of = datetime.date.fromisoformat(d.pop("as_of"))

        boms = d.pop("boms")

        scored = d.pop("scored")

        def _parse_mean_score(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        mean_score = _parse_mean_score(d.pop("mean_score"))

        def _parse_highest_score(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        highest_score = _parse_highest_score(d.pop("highest_score"))

        low = d.pop("low")

        guarded = d.pop("guarded")

        elevated = d.pop("elevated")

        high = d.pop("high")

        severe = d.pop("severe")

        without_band = d.pop("without_band")

        other_event = d.pop("other_event")

        portfolio_point = cls(
            time=time,
            as_of=as_of,
            boms=boms,
            scored=scored,
            mean_score=mean_score,
            highest_score=highest_score,
            low=low,
            guarded=guarded,
            elevated=elevated,
            high=high,
            severe=severe,
            without_band=without_band,
            other_event=other_event,
        )

        return portfolio_point
