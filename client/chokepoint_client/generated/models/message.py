from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.message_code import MessageCode, check_message_code
from ..models.message_severity import MessageSeverity, check_message_severity
from ..types import UNSET, Unset

T = TypeVar("T", bound="Message")


@_attrs_define
class Message:
    """
    Attributes:
        severity (MessageSeverity): How much it matters.
        code (MessageCode): The kind: a stable word.
        count (int): Places in the BOM that it was said of.
        detail (str): In words, as of the first place.
        pointers (list[str]): Into the BOM: the first 20 places; none where it is of the whole.
        wordings (list[str] | Unset): What is said in other words of other places: the first 20. Not in a summary.
    """

    severity: MessageSeverity
    code: MessageCode
    count: int
    detail: str
    pointers: list[str]
    wordings: list[str] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        severity: str = self.severity

        code: str = self.code

        count = self.count

        detail = self.detail

        pointers = self.pointers

        wordings: list[str] | Unset = UNSET
        if not isinstance(self.wordings, Unset):
            wordings = self.wordings

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "severity": severity,
                "code": code,
                "count": count,
                "detail": detail,
                "pointers": pointers,
            }
        )
        if wordings is not UNSET:
            field_dict["wordings"] = wordings

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        severity = check_message_severity(d.pop("severity"))

        code = check_message_code(d.pop("code"))

        count = d.pop("count")

        detail = d.pop("detail")

        pointers = cast(list[str], d.pop("pointers"))

        wordings = cast(list[str], d.pop("wordings", UNSET))

        message = cls(
            severity=severity,
            code=code,
            count=count,
            detail=detail,
            pointers=pointers,
            wordings=wordings,
        )

        return message
