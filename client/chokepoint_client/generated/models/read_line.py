from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.candidate import Candidate
    from ..models.meaning import Meaning


T = TypeVar("T", bound="ReadLine")


@_attrs_define
class ReadLine:
    """
    Attributes:
        line_id (None | str): Yours, unique within the BOM.
        part_number (None | str): Yours.
        reading (Meaning):
        why (None | str): Why the line is left open and what would settle it; null where it was read.
        candidates (list[Candidate]): A catalogued material that a line may mean: a suggestion, never an answer.
        confirmed_by (None | str): Who confirmed it of the part number, where that was used.
        confirmed_at (datetime.datetime | None): When it was confirmed; null where nothing confirmed was used.
    """

    line_id: None | str
    part_number: None | str
    reading: Meaning
    why: None | str
    candidates: list[Candidate]
    confirmed_by: None | str
    confirmed_at: datetime.datetime | None

    def to_dict(self) -> dict[str, Any]:
        line_id: None | str
        line_id = self.line_id

        part_number: None | str
        part_number = self.part_number

        reading = self.reading.to_dict()

        why: None | str
        why = self.why

        candidates = []
        for candidates_item_data in self.candidates:
            candidates_item = candidates_item_data.to_dict()
            candidates.append(candidates_item)

        confirmed_by: None | str
        confirmed_by = self.confirmed_by

        confirmed_at: None | str
        if isinstance(self.confirmed_at, datetime.datetime):
            confirmed_at = self.confirmed_at.isoformat()
        else:
            confirmed_at = self.confirmed_at

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "line_id": line_id,
                "part_number": part_number,
                "reading": reading,
                "why": why,
                "candidates": candidates,
                "confirmed_by": confirmed_by,
                "confirmed_at": confirmed_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.candidate import Candidate  # noqa: PLC0415
        from ..models.meaning import Meaning  # noqa: PLC0415

        d = dict(src_dict)

        def _parse_line_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        line_id = _parse_line_id(d.pop("line_id"))

        def _parse_part_number(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        part_number = _parse_part_number(d.pop("part_number"))

        reading = Meaning.from_dict(d.pop("reading"))

        def _parse_why(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        why = _parse_why(d.pop("why"))

        candidates = []
        _candidates = d.pop("candidates")
        for candidates_item_data in _candidates:
            candidates_item = Candidate.from_dict(candidates_item_data)

            candidates.append(candidates_item)

        def _parse_confirmed_by(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        confirmed_by = _parse_confirmed_by(d.pop("confirmed_by"))

        def _parse_confirmed_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                confirmed_at_type_0 = datetime.datetime.fromisoformat(data)

                return confirmed_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        confirmed_at = _parse_confirmed_at(d.pop("confirmed_at"))

        read_line = cls(
            line_id=line_id,
            part_number=part_number,
            reading=reading,
            why=why,
            candidates=candidates,
            confirmed_by=confirmed_by,
            confirmed_at=confirmed_at,
        )

        return read_line
