from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.duration import Duration
    from ..models.line_stock import LineStock
    from ..models.reference import Reference


T = TypeVar("T", bound="Stock")


@_attrs_define
class Stock:
    """
    Attributes:
        bom_id (None | str): Yours.
        as_of (datetime.date): The day from which twelve months are counted.
        score (float | None): The product's score, which stock doesn't change; null without one.
        sentences (list[str]): The answer in plain words.
        lines (list[LineStock]): A line's stock, against a further shock.
        unread (list[str]): Ids of lines without a score.
        stop_between (list[float]): P(any line stops), 0..1: at least the likeliest does, at most any shock beyond the
            least stock.
        durations (list[Duration]): How long shocks of a kind lasted.
        reference (list[Reference]): Days of stock that a source document names.
    """

    bom_id: None | str
    as_of: datetime.date
    score: float | None
    sentences: list[str]
    lines: list[LineStock]
    unread: list[str]
    stop_between: list[float]
    durations: list[Duration]
    reference: list[Reference]

    def to_dict(self) -> dict[str, Any]:
        bom_id: None | str
        bom_id = self.bom_id

        as_of = self.as_of.isoformat()

        score: float | None
        score = self.score

        sentences = self.sentences

        lines = []
        for lines_item_data in self.lines:
            lines_item = lines_item_data.to_dict()
            lines.append(lines_item)

        unread = self.unread

        stop_between = self.stop_between

        durations = []
        for durations_item_data in self.durations:
            durations_item = durations_item_data.to_dict()
            durations.append(durations_item)

        reference = []
        for reference_item_data in self.reference:
            reference_item = reference_item_data.to_dict()
            reference.append(reference_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "bom_id": bom_id,
                "as_of": as_of,
                "score": score,
                "sentences": sentences,
                "lines": lines,
                "unread": unread,
                "stop_between": stop_between,
                "durations": durations,
                "reference": reference,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.duration import Duration  # noqa: PLC0415
        from ..models.line_stock import LineStock  # noqa: PLC0415
        from ..models.reference import Reference  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_bom_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        bom_id = _parse_bom_id(d.pop("bom_id"))

        as_of = datetime.date.fromisoformat(d.pop("as_of"))

        def _parse_score(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        score = _parse_score(d.pop("score"))

        sentences = cast(list[str], d.pop("sentences"))

        lines = []
        _lines = d.pop("lines")
        for lines_item_data in _lines:
            lines_item = LineStock.from_dict(lines_item_data)

            lines.append(lines_item)

        unread = cast(list[str], d.pop("unread"))

        stop_between = cast(list[float], d.pop("stop_between"))

        durations = []
        _durations = d.pop("durations")
        for durations_item_data in _durations:
            durations_item = Duration.from_dict(durations_item_data)

            durations.append(durations_item)

        reference = []
        _reference = d.pop("reference")
        for reference_item_data in _reference:
            reference_item = Reference.from_dict(reference_item_data)

            reference.append(reference_item)

        stock = cls(
            bom_id=bom_id,
            as_of=as_of,
            score=score,
            sentences=sentences,
            lines=lines,
            unread=unread,
            stop_between=stop_between,
            durations=durations,
            reference=reference,
        )

        return stock
