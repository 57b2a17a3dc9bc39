from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.element_point_band_type_1 import (
    ElementPointBandType1,
    check_element_point_band_type_1,
)
from ..models.element_point_band_type_2_type_1 import (
    ElementPointBandType2Type1,
    check_element_point_band_type_2_type_1,
)
from ..models.element_point_band_type_3_type_1 import (
    ElementPointBandType3Type1,
    check_element_point_band_type_3_type_1,
)

T = TypeVar("T", bound="ElementPoint")


@_attrs_define
class ElementPoint:
    """
    Attributes:
        time (datetime.datetime): The day as a moment, its first in UTC (RFC 3339): what charts put on their axis.
        as_of (datetime.date): The day, as known on it.
        score (float | None): In points; null where it can't be scored.
        low (float | None): Low end of the interval, in points.
        high (float | None): High end of the interval, in points.
        band (ElementPointBandType1 | ElementPointBandType2Type1 | ElementPointBandType3Type1 | None): Of score and
            standing; null without a score.
        model_version (str): The model that scored it.
    """

    time: datetime.datetime
    as_of: datetime.date
    score: float | None
    low: float | None
    high: float | None
    band: ElementPointBandType1 | ElementPointBandType2Type1 | ElementPointBandType3Type1 | None
    model_version: str

    def to_dict(self) -> dict[str, Any]:
        time = self.time.isoformat()

        as_of = self.as_of.isoformat()

        score: float | None
        score = self.score

        low: float | None
        low = self.low

        high: float | None
        high = self.high

        band: None | str
        if isinstance(self.band, str):
            band = self.band
        elif isinstance(self.band, str):
            band = self.band
        elif isinstance(self.band, str):
            band = self.band
        else:
            band = self.band

        model_version = self.model_version

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "time": time,
                "as_of": as_of,
                "score": score,
                "low": low,
                "high": high,
                "band": band,
                "model_version": model_version,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        time = datetime.datetime.fromisoformat(d.pop("time"))

        as_of = datetime.date.fromisoformat(d.pop("as_of"))

        def _parse_score(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        score = _parse_score(d.pop("score"))

        def _parse_low(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        low = _parse_low(d.pop("low"))

        def _parse_high(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        high = _parse_high(d.pop("high"))

        def _parse_band(
            data: object,
        ) -> ElementPointBandType1 | ElementPointBandType2Type1 | ElementPointBandType3Type1 | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                band_type_1 = check_element_point_band_type_1(data)

                return band_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, str):
                    raise TypeError()
                band_type_2_type_1 = check_element_point_band_type_2_type_1(data)

                return band_type_2_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, str):
                    raise TypeError()
                band_type_3_type_1 = check_element_point_band_type_3_type_1(data)

                return band_type_3_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ElementPointBandType1 | ElementPointBandType2Type1 | ElementPointBandType3Type1 | None, data)

        band = _parse_band(d.pop("band"))

        model_version = d.pop("model_version")

        element_point = cls(
            time=time,
            as_of=as_of,
            score=score,
            low=low,
            high=high,
            band=band,
            model_version=model_version,
        )

        return element_point
