from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.suggestion import Suggestion


T = TypeVar("T", bound="UnreadLine")


@_attrs_define
class UnreadLine:
    """
    Attributes:
        line_id (str): Yours.
        part_number (None | str): Yours.
        why (str): Why, and what settles it.
        candidates (list[Suggestion]): Materials that it may mean; looked up for the first lines only, POST /v1/readings
            does the rest.
    """

    line_id: str
    part_number: None | str
    why: str
    candidates: list[Suggestion]

    def to_dict(self) -> dict[str, Any]:
        line_id = self.line_id

        part_number: None | str
        part_number = self.part_number

        why = self.why

        candidates = []
        for candidates_item_data in self.candidates:
            candidates_item = candidates_item_data.to_dict()
            candidates.append(candidates_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "line_id": line_id,
                "part_number": part_number,
                "why": why,
                "candidates": candidates,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.suggestion import Suggestion  # noqa: PLC0415

        d = dict(src_dict)
        line_id = d.pop("line_id")

        def _parse_part_number(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        part_number = _parse_part_number(d.pop("part_number"))

        why = d.pop("why")

        candidates = []
        _candidates = d.pop("candidates")
        for candidates_item_data in _candidates:
            candidates_item = Suggestion.from_dict(candidates_item_data)

            candidates.append(candidates_item)

        unread_line = cls(
            line_id=line_id,
            part_number=part_number,
            why=why,
            candidates=candidates,
        )

        return unread_line
