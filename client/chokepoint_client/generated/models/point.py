from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.point_band_type_1 import PointBandType1, check_point_band_type_1
from ..models.point_band_type_2_type_1 import (
    PointBandType2Type1,
    check_point_band_type_2_type_1,
)
from ..models.point_band_type_3_type_1 import (
    PointBandType3Type1,
    check_point_band_type_3_type_1,
)
from ..models.point_status_type_1 import PointStatusType1, check_point_status_type_1
from ..models.point_status_type_2_type_1 import (
    PointStatusType2Type1,
    check_point_status_type_2_type_1,
)
from ..models.point_status_type_3_type_1 import (
    PointStatusType3Type1,
    check_point_status_type_3_type_1,
)
from ..types import UNSET, Unset

T = TypeVar("T", bound="Point")


@_attrs_define
class Point:
    """
    Attributes:
        score (float | None): In points; null without a score.
        low (float | None): Low end of the interval, in points.
        high (float | None): High end of the interval, in points.
        band (None | PointBandType1 | PointBandType2Type1 | PointBandType3Type1): Null while a line may hold what the
            score doesn't count.
        percentile (float | None): Share of the reference portfolio that scores no higher, 0..1.
        status (None | PointStatusType1 | PointStatusType2Type1 | PointStatusType3Type1): Whether every line could be
            read; null before the first score.
        as_of (datetime.date | None): The day that was scored.
        model_version (None | str): The model that scored it.
        event (None | str): What the score forecasts: scores of different events don't compare.
        unread (int | None): Lines that couldn't be read; null in scores of older releases.
        unread_may_hold (int | None): Of them, lines that may hold rare earths.
        scored_at (datetime.datetime | None): When it was computed.
        time (datetime.datetime): The day as a moment, its first in UTC (RFC 3339): what charts put on their axis.
        revision (int): Counts what was put under the id; the same content again is no other.
        receipt (str | Unset): With `receipts=true`: send it to /v1/receipts of a service of this model.
    """

    score: float | None
    low: float | None
    high: float | None
    band: None | PointBandType1 | PointBandType2Type1 | PointBandType3Type1
    percentile: float | None
    status: None | PointStatusType1 | PointStatusType2Type1 | PointStatusType3Type1
    as_of: datetime.date | None
    model_version: None | str
    event: None | str
    unread: int | None
    unread_may_hold: int | None
    scored_at: datetime.datetime | None
    time: datetime.datetime
    revision: int
    receipt: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
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

        percentile: float | None
        percentile = self.percentile

        status: None | str
        if isinstance(self.status, str):
            status = self.status
        elif isinstance(self.status, str):
            status = self.status
        elif isinstance(self.status, str):
            status = self.status
        else:
            status = self.status

        as_of: None | str
        if isinstance(self.as_of, datetime.date):
            as_of = self.as_of.isoformat()
        else:
            as_of = self.as_of

        model_version: None | str
        model_version = self.model_version

        event: None | str
        event = self.event

        unread: int | None
        unread = self.unread

        unread_may_hold: int | None
        unread_may_hold = self.unread_may_hold

        scored_at: None | str
        if isinstance(self.scored_at, datetime.datetime):
            scored_at = self.scored_at.isoformat()
        else:
            scored_at = self.scored_at

        time = self.time.isoformat()

        revision = self.revision

        receipt = self.receipt

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "score": score,
                "low": low,
                "high": high,
                "band": band,
                "percentile": percentile,
                "status": status,
                "as_of": as_of,
                "model_version": model_version,
                "event": event,
                "unread": unread,
                "unread_may_hold": unread_may_hold,
                "scored_at": scored_at,
                "time": time,
                "revision": revision,
            }
        )
        if receipt is not UNSET:
            field_dict["receipt"] = receipt

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)

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

        def _parse_band(data: object) -> None | PointBandType1 | PointBandType2Type1 | PointBandType3Type1:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                band_type_1 = check_point_band_type_1(data)

                return band_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, str):
                    raise TypeError()
                band_type_2_type_1 = check_point_band_type_2_type_1(data)

                return band_type_2_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, str):
                    raise TypeError()
                band_type_3_type_1 = check_point_band_type_3_type_1(data)

                return band_type_3_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | PointBandType1 | PointBandType2Type1 | PointBandType3Type1, data)

        band = _parse_band(d.pop("band"))

        def _parse_percentile(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        percentile = _parse_percentile(d.pop("percentile"))

        def _parse_status(data: object) -> None | PointStatusType1 | PointStatusType2Type1 | PointStatusType3Type1:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                status_type_1 = check_point_status_type_1(data)

                return status_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, str):
                    raise TypeError()
                status_type_2_type_1 = check_point_status_type_2_type_1(data)

                return status_type_2_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, str):
                    raise TypeError()
                status_type_3_type_1 = check_point_status_type_3_type_1(data)

                return status_type_3_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | PointStatusType1 | PointStatusType2Type1 | PointStatusType3Type1, data)

        status = _parse_status(d.pop("status"))

        def _parse_as_of(data: object) -> datetime.date | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                as_of_type_0 = datetime.date.fromisoformat(data)

                return as_of_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.date | None, data)

        as_of = _parse_as_of(d.pop("as_of"))

        def _parse_model_version(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        model_version = _parse_model_version(d.pop("model_version"))

        def _parse_event(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        event = _parse_event(d.pop("event"))

        def _parse_unread(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        unread = _parse_unread(d.pop("unread"))

        def _parse_unread_may_hold(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        unread_may_hold = _parse_unread_may_hold(d.pop("unread_may_hold"))

        def _parse_scored_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                scored_at_type_0 = datetime.datetime.fromisoformat(data)

                return scored_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        scored_at = _parse_scored_at(d.pop("scored_at"))

        time = datetime.datetime.fromisoformat(d.pop("time"))

        revision = d.pop("revision")

        receipt = d.pop("receipt", UNSET)

        point = cls(
            score=score,
            low=low,
            high=high,
            band=band,
            percentile=percentile,
            status=status,
            as_of=as_of,
            model_version=model_version,
            event=event,
            unread=unread,
            unread_may_hold=unread_may_hold,
            scored_at=scored_at,
            time=time,
            revision=revision,
            receipt=receipt,
        )

        return point
