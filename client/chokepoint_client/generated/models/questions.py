from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.question import Question


T = TypeVar("T", bound="Questions")


@_attrs_define
class Questions:
    """
    Attributes:
        bom_id (None | str): Yours.
        as_of (datetime.date): The day of the score.
        score (float): Points, 0..100.
        interval (list[float]): Low and high end in points.
        usable (bool): Whether the score can be acted on: a band is told and the interval spans fewer than 4.
        band (None | str): Null where the score is too wide to use.
        spans (list[str]): Bands of the interval's ends.
        sentences (list[str]): The answer in plain words.
        questions (list[Question]): What narrows most first.
        scored (int): How many changed BOMs were scored.
        left_out (int): Facts that would have taken too much work.
    """

    bom_id: None | str
    as_of: datetime.date
    score: float
    interval: list[float]
    usable: bool
    band: None | str
    spans: list[str]
    sentences: list[str]
    questions: list[Question]
    scored: int
    left_out: int

    def to_dict(self) -> dict[str, Any]:
        bom_id: None | str
        bom_id = self.bom_id

        as_of = self.as_of.isoformat()

        score = self.score

        interval = self.interval

        usable = self.usable

        band: None | str
        band = self.band

        spans = self.spans

        sentences = self.sentences

        questions = []
        for questions_item_data in self.questions:
            questions_item = questions_item_data.to_dict()
            questions.append(questions_item)

        scored = self.scored

        left_out = self.left_out

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "bom_id": bom_id,
                "as_of": as_of,
                "score": score,
                "interval": interval,
                "usable": usable,
                "band": band,
                "spans": spans,
                "sentences": sentences,
                "questions": questions,
                "scored": scored,
                "left_out": left_out,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.question import Question  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_bom_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        bom_id = _parse_bom_id(d.pop("bom_id"))

        as_of = datetime.date.fromisoformat(d.pop("as_of"))

        score = d.pop("score")

        interval = cast(list[float], d.pop("interval"))

        usable = d.pop("usable")

        def _parse_band(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        band = _parse_band(d.pop("band"))

        spans = cast(list[str], d.pop("spans"))

        sentences = cast(list[str], d.pop("sentences"))

        questions = []
        _questions = d.pop("questions")
        for questions_item_data in _questions:
            questions_item = Question.from_dict(questions_item_data)

            questions.append(questions_item)

        scored = d.pop("scored")

        left_out = d.pop("left_out")

        questions = cls(
            bom_id=bom_id,
            as_of=as_of,
            score=score,
            interval=interval,
            usable=usable,
            band=band,
            spans=spans,
            sentences=sentences,
            questions=questions,
            scored=scored,
            left_out=left_out,
        )

        return questions
