from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="TopLine")


@_attrs_define
class TopLine:
    """
    Attributes:
        line_id (str): Yours.
        part_number (None | str): Yours.
        score (float): The line's own, in points.
        expected_share_hit (float): Mean over the line's purchases, 0..1.
        score_without (float): The BOM's score without this line, in points.
    """

    line_id: str
    part_number: None | str
    score: float
    expected_share_hit: float
    score_without: float

    def to_dict(self) -> dict[str, Any]:
        line_id = self.line_id

        part_number: None | str
        part_number = self.part_number

        score = self.score

        expected_share_hit = self.expected_share_hit

        score_without = self.score_without

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "line_id": line_id,
                "part_number": part_number,
                "score": score,
                "expected_share_hit": expected_share_hit,
                "score_without": score_without,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        line_id = d.pop("line_id")

        def _parse_part_number(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        part_number = _parse_part_number(d.pop("part_number"))

        score = d.pop("score")

        expected_share_hit = d.pop("expected_share_hit")

        score_without = d.pop("score_without")

        top_line = cls(
            line_id=line_id,
            part_number=part_number,
            score=score,
            expected_share_hit=expected_share_hit,
            score_without=score_without,
        )

        return top_line
