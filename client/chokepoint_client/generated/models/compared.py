from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.compared_band_type_1 import ComparedBandType1, check_compared_band_type_1
from ..models.compared_band_type_2_type_1 import (
    ComparedBandType2Type1,
    check_compared_band_type_2_type_1,
)
from ..models.compared_band_type_3_type_1 import (
    ComparedBandType3Type1,
    check_compared_band_type_3_type_1,
)

T = TypeVar("T", bound="Compared")


@_attrs_define
class Compared:
    """
    Attributes:
        as_of (datetime.date): The day that was scored.
        revision (int): Of the BOM.
        score (float | None): In points; null without a score.
        band (ComparedBandType1 | ComparedBandType2Type1 | ComparedBandType3Type1 | None): Null while a line may hold
            what the score doesn't count.
        model_version (str): The model that scored it.
        event (str): What the score forecasts.
    """

    as_of: datetime.date
    revision: int
    score: float | None
    band: ComparedBandType1 | ComparedBandType2Type1 | ComparedBandType3Type1 | None
    model_version: str
    event: str

    def to_dict(self) -> dict[str, Any]:
        as_of = self.as_of.isoformat()

        revision = self.revision

        score: float | None
        score = self.score

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

        event = self.event

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "as_of": as_of,
                "revision": revision,
                "score": score,
                "band": band,
                "model_version": model_version,
                "event": event,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        as_of = datetime.date.fromisoformat(d.pop("as_of"))

        revision = d.pop("revision")

        def _parse_score(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        score = _parse_score(d.pop("score"))

        def _parse_band(data: object) -> ComparedBandType1 | ComparedBandType2Type1 | ComparedBandType3Type1 | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                band_type_1 = check_compared_band_type_1(data)

                return band_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, str):
                    raise TypeError()
                band_type_2_type_1 = check_compared_band_type_2_type_1(data)

                return band_type_2_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            try:
                if not isinstance(data, str):
                    raise TypeError()
                band_type_3_type_1 = check_compared_band_type_3_type_1(data)

                return band_type_3_type_1
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ComparedBandType1 | ComparedBandType2Type1 | ComparedBandType3Type1 | None, data)

        band = _parse_band(d.pop("band"))

        model_version = d.pop("model_version")

        event = d.pop("event")

        compared = cls(
            as_of=as_of,
            revision=revision,
            score=score,
            band=band,
            model_version=model_version,
            event=event,
        )

        return compared
