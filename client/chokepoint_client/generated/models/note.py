from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..models.note_code import NoteCode, check_note_code
from ..models.note_severity import NoteSeverity, check_note_severity

T = TypeVar("T", bound="Note")


@_attrs_define
class Note:
    """
    Attributes:
        severity (NoteSeverity): How much it matters.
        code (NoteCode): Stable; for machines.
        detail (str): In words.
    """

    severity: NoteSeverity
    code: NoteCode
    detail: str

    def to_dict(self) -> dict[str, Any]:
        severity: str = self.severity

        code: str = self.code

        detail = self.detail

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "severity": severity,
                "code": code,
                "detail": detail,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        severity = check_note_severity(d.pop("severity"))

        code = check_note_code(d.pop("code"))

        detail = d.pop("detail")

        note = cls(
            severity=severity,
            code=code,
            detail=detail,
        )

        return note
