from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.question_kind import QuestionKind, check_question_kind

if TYPE_CHECKING:
    from ..models.tried_value import TriedValue


T = TypeVar("T", bound="Question")


@_attrs_define
class Question:
    """
    Attributes:
        kind (QuestionKind): What is missing.
        text (str): The question.
        line_ids (list[str]): Lines that it is about; empty for the whole BOM.
        stage (None | str): Of an origin or of scrap; null else.
        narrows_by (float): Points by which the interval narrows, mean over the values; below 0 it widens.
        moves_by (float): Points between the scores at the values.
        values (list[TriedValue]): The favourable one first, each scored.
        claims (list[str]): Figures behind the values, /v1/claims/{claim_id}.
    """

    kind: QuestionKind
    text: str
    line_ids: list[str]
    stage: None | str
    narrows_by: float
    moves_by: float
    values: list[TriedValue]
    claims: list[str]

    def to_dict(self) -> dict[str, Any]:
        kind: str = self.kind

        text = self.text

        line_ids = self.line_ids

        stage: None | str
        stage = self.stage

        narrows_by = self.narrows_by

        moves_by = self.moves_by

        values = []
        for values_item_data in self.values:
            values_item = values_item_data.to_dict()
            values.append(values_item)

        claims = self.claims

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "kind": kind,
                "text": text,
                "line_ids": line_ids,
                "stage": stage,
                "narrows_by": narrows_by,
                "moves_by": moves_by,
                "values": values,
                "claims": claims,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.tried_value import TriedValue  # noqa: PLC0415

        d = dict(src_dict)
        kind = check_question_kind(d.pop("kind"))

        text = d.pop("text")

        line_ids = cast(list[str], d.pop("line_ids"))

        def _parse_stage(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        stage = _parse_stage(d.pop("stage"))

        narrows_by = d.pop("narrows_by")

        moves_by = d.pop("moves_by")

        values = []
        _values = d.pop("values")
        for values_item_data in _values:
            values_item = TriedValue.from_dict(values_item_data)

            values.append(values_item)

        claims = cast(list[str], d.pop("claims"))

        question = cls(
            kind=kind,
            text=text,
            line_ids=line_ids,
            stage=stage,
            narrows_by=narrows_by,
            moves_by=moves_by,
            values=values,
            claims=claims,
        )

        return question
