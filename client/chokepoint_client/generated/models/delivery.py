from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..models.delivery_state import DeliveryState, check_delivery_state

T = TypeVar("T", bound="Delivery")


@_attrs_define
class Delivery:
    """
    Attributes:
        message_id (str): The webhook-id that is sent, at each attempt the same.
        kind (str): Of its notice, or digest.
        state (DeliveryState): pending: to be sent, or again. delivered: taken. dead: given up. withdrawn: what it told
            was deleted.
        created_at (datetime.datetime): When it was written.
        due_at (datetime.datetime): When it is tried next, or was last due.
        attempts (int): So far. After a failed one it waits: 0:00:05, 0:05:00, 0:30:00, 2:00:00, 5:00:00, 10:00:00,
            10:00:00.
        last_at (datetime.datetime | None): Of the last attempt.
        last_status (int | None): HTTP status of the last answer.
        last_error (None | str): Why the last attempt failed; null where it didn't.
    """

    message_id: str
    kind: str
    state: DeliveryState
    created_at: datetime.datetime
    due_at: datetime.datetime
    attempts: int
    last_at: datetime.datetime | None
    last_status: int | None
    last_error: None | str

    def to_dict(self) -> dict[str, Any]:
        message_id = self.message_id

        kind = self.kind

        state: str = self.state

        created_at = self.created_at.isoformat()

        due_at = self.due_at.isoformat()

        attempts = self.attempts

        last_at: None | str
        if isinstance(self.last_at, datetime.datetime):
            last_at = self.last_at.isoformat()
        else:
            last_at = self.last_at

        last_status: int | None
        last_status = self.last_status

        last_error: None | str
        last_error = self.last_error

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "message_id": message_id,
                "kind": kind,
                "state": state,
                "created_at": created_at,
                "due_at": due_at,
                "attempts": attempts,
                "last_at": last_at,
                "last_status": last_status,
                "last_error": last_error,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        message_id = d.pop("message_id")

        kind = d.pop("kind")

        state = check_delivery_state(d.pop("state"))

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        due_at = datetime.datetime.fromisoformat(d.pop("due_at"))

        attempts = d.pop("attempts")

        def _parse_last_at(data: object) -> datetime.datetime | None:
            if data is None:
                return data
            try:
                if not isinstance(data, str):
                    raise TypeError()
                last_at_type_0 = datetime.datetime.fromisoformat(data)

                return last_at_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(datetime.datetime | None, data)

        last_at = _parse_last_at(d.pop("last_at"))

        def _parse_last_status(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        last_status = _parse_last_status(d.pop("last_status"))

        def _parse_last_error(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        last_error = _parse_last_error(d.pop("last_error"))

        delivery = cls(
            message_id=message_id,
            kind=kind,
            state=state,
            created_at=created_at,
            due_at=due_at,
            attempts=attempts,
            last_at=last_at,
            last_status=last_status,
            last_error=last_error,
        )

        return delivery
