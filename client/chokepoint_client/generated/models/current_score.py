from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.current_score_band_type_1 import (
    CurrentScoreBandType1,
    check_current_score_band_type_1,
)
from ..models.current_score_band_type_2_type_1 import (
    CurrentScoreBandType2Type1,
    check_current_score_band_type_2_type_1,
)
from ..models.current_score_band_type_3_type_1 import (
    CurrentScoreBandType3Type1,
    check_current_score_band_type_3_type_1,
)
from ..models.current_score_status_type_1 import (
    CurrentScoreStatusType1,
    check_current_score_status_type_1,
)
from ..models.current_score_status_type_2_type_1 import (
    CurrentScoreStatusType2Type1,
    check_current_score_status_type_2_type_1,
)
from ..models.current_score_status_type_3_type_1 import (
    CurrentScoreStatusType3Type1,
    check_current_score_status_type_3_type_1,
)

if TYPE_CHECKING:
    from ..models.data_ages import DataAges


T = TypeVar("T", bound="CurrentScore")


@_attrs_define
class CurrentScore:
    """
    Attributes:
        bom_id (str): Yours: 1 to 100 letters, digits and . _ : -, a letter or digit first.
        name (None | str): In words.
        tags (list[str]): Sorted.
        revision (int): Counts what was put under the id; the same content again is no other.
        score (float | None): In points; null without a score.
        low (float | None): Low end of the interval, in points.
        high (float | None): High end of the interval, in points.
        band (CurrentScoreBandType1 | CurrentScoreBandType2Type1 | CurrentScoreBandType3Type1 | None): Null while a line
            may hold what the score doesn't count.
        percentile (float | None): Share of the reference portfolio that scores no higher, 0..1.
        status (CurrentScoreStatusType1 | CurrentScoreStatusType2Type1 | CurrentScoreStatusType3Type1 | None): Whether
            every line could be read; null before the first score.
        as_of (datetime.date | None): The day that was scored.
        model_version (None | str): The model that scored it.
        event (None | str): What the score forecasts: scores of different events don't compare.
        unread (int | None): Lines that couldn't be read; null in scores of older releases.
        unread_may_hold (int | None): Of them, lines that may hold rare earths.
        scored_at (datetime.datetime | None): When it was computed.
        stale (bool): Whether the score isn't today's: another day, model, evidence or register, a revision or a
            confirmed part came after it. `GET /v1/boms/{bom_id}/score` brings it up to date, `POST /v1/boms/rescore` many.
        data_ages (DataAges | None): What the answer knew last.
        changed_at (datetime.datetime): When it was put, tagged or scored otherwise: for `changed_since`.
    """

    bom_id: str
    name: None | str
    tags: list[str]
    revision: int
    score: float | None
    low: float | None
    high: float | None
    band: CurrentScoreBandType1 | CurrentScoreBandType2Type1 | CurrentScoreBandType3Type1 | None
    percentile: float | None
    status: CurrentScoreStatusType1 | CurrentScoreStatusType2Type1 | CurrentScoreStatusType3Type1 | None
    as_of: datetime.date | None
    model_version: None | str
    event: None | str
    unread: int | None
    unread_may_hold: int | None
    scored_at: datetime.datetime | None
    stale: bool
    data_ages: DataAges | None
    changed_at: datetime.datetime

    def to_dict(self) -> dict[str, Any]:
        from ..models.data_ages import DataAges  # noqa: PLC0415

        bom_id = self.bom_id

        name: None | str
        name = self.name

        tags = self.tags

        revision = self.revision

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

        stale = self.stale

        data_ages: dict[str, Any] | None
        if isinstance(self.data_ages, DataAges):
            data_ages = self.data_ages.to_dict()
        else:
            data_ages = self.data_ages

        changed_at = self.changed_at.isoformat()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "bom_id": bom_id,
                "name": name,
                "tags": tags,
                "revision": revision,
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
                "stale": stale,
                "data_ages": data_ages,
                "changed_at": changed_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.data_ages import DataAges  # noqa: PLC0415

        d = dict(src_dict)
        bom_id = d.pop("bom_id")

        def _parse_name(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        name = _parse_name(d.pop("name"))

        tags = cast(list[str], d.pop("tags"))

        revision = d.pop("revision")

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
        ) -> CurrentScoreBandType1 | CurrentScoreBandType2Type1 | CurrentScoreBandType3Type1 | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                band_type_1 = check_current_score_band_type_1(data)

                return band_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, str):
                    raise TypeError()
                band_type_2_type_1 = check_current_score_band_type_2_type_1(data)

                return band_type_2_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, str):
                    raise TypeError()
                band_type_3_type_1 = check_current_score_band_type_3_type_1(data)

                return band_type_3_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(CurrentScoreBandType1 | CurrentScoreBandType2Type1 | CurrentScoreBandType3Type1 | None, data)

        band = _parse_band(d.pop("band"))

        def _parse_percentile(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        percentile = _parse_percentile(d.pop("percentile"))

        def _parse_status(
            data: object,
        ) -> CurrentScoreStatusType1 | CurrentScoreStatusType2Type1 | CurrentScoreStatusType3Type1 | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                status_type_1 = check_current_score_status_type_1(data)

                return status_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, str):
                    raise TypeError()
                status_type_2_type_1 = check_current_score_status_type_2_type_1(data)

                return status_type_2_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, str):
                    raise TypeError()
                status_type_3_type_1 = check_current_score_status_type_3_type_1(data)

                return status_type_3_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(
                CurrentScoreStatusType1 | CurrentScoreStatusType2Type1 | CurrentScoreStatusType3Type1 | None, data
            )

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

        stale = d.pop("stale")

        def _parse_data_ages(data: object) -> DataAges | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                data_ages_type_0 = DataAges.from_dict(data)

                return data_ages_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(DataAges | None, data)

        data_ages = _parse_data_ages(d.pop("data_ages"))

        changed_at = datetime.datetime.fromisoformat(d.pop("changed_at"))

        current_score = cls(
            bom_id=bom_id,
            name=name,
            tags=tags,
            revision=revision,
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
            stale=stale,
            data_ages=data_ages,
            changed_at=changed_at,
        )

        return current_score
