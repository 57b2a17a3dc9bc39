from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.entry_outcome import EntryOutcome, check_entry_outcome

T = TypeVar("T", bound="Entry")


@_attrs_define
class Entry:
    """
    Attributes:
        entry (str): Its id; ids grow with time.
        at (datetime.datetime): When it happened.
        key_id (None | str): The key that was used; null for what an operator did at the console.
        action (str): The operation, as the service calls it, or the operator's command.
        subject (str): Method and path, or the id of a key.
        outcome (EntryOutcome): done or refused.
        status (int | None): The HTTP status that was answered.
        reason (None | str): Why it was refused: the code of the problem.
        request_id (None | str): The X-Request-ID of the answer.
    """

    entry: str
    at: datetime.datetime
    key_id: None | str
    action: str
    subject: str
    outcome: EntryOutcome
    status: int | None
    reason: None | str
    request_id: None | str

    def to_dict(self) -> dict[str, Any]:
        entry = self.entry

        at = self.at.isoformat()

        key_id: None | str
        key_id = self.key_id

        action = self.action

        subject = self.subject

        outcome: str = self.outcome

        status: int | None
        status = self.status

        reason: None | str
        reason = self.reason

        request_id: None | str
        request_id = self.request_id

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "entry": entry,
                "at": at,
                "key_id": key_id,
                "action": action,
                "subject": subject,
                "outcome": outcome,
                "status": status,
                "reason": reason,
                "request_id": request_id,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        entry = d.pop("entry")

        at = datetime.datetime.fromisoformat(d.pop("at"))

        def _parse_key_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        key_id = _parse_key_id(d.pop("key_id"))

        action = d.pop("action")

        subject = d.pop("subject")

        outcome = check_entry_outcome(d.pop("outcome"))

        def _parse_status(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        status = _parse_status(d.pop("status"))

        def _parse_reason(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        reason = _parse_reason(d.pop("reason"))

        def _parse_request_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        request_id = _parse_request_id(d.pop("request_id"))

        entry = cls(
            entry=entry,
            at=at,
            key_id=key_id,
            action=action,
            subject=subject,
            outcome=outcome,
            status=status,
            reason=reason,
            request_id=request_id,
        )

        return entry
