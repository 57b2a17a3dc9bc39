from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.shown_condition import ShownCondition


T = TypeVar("T", bound="NewWebhook")


@_attrs_define
class NewWebhook:
    """
    Attributes:
        webhook_id (str): Yours.
        url (str): Where it leads.
        on (list[str]): Kinds of notices that it is sent.
        condition (None | ShownCondition): The condition on a score.
        meets_now (int | None): BOMs that meet the condition now; null without one.
        digest (None | str): daily, or null: each notice by itself.
        enabled (bool): Whether notices are sent.
        why_off (None | str): Why the service switched it off; null where it didn't.
        secrets (int): Secrets that sign now: several after one was rotated.
        created_at (datetime.datetime): When it was first put.
        updated_at (datetime.datetime): When it was changed last.
        secret (str | Unset): Verifies signatures (Standard Webhooks); only where it is new.
    """

    webhook_id: str
    url: str
    on: list[str]
    condition: None | ShownCondition
    meets_now: int | None
    digest: None | str
    enabled: bool
    why_off: None | str
    secrets: int
    created_at: datetime.datetime
    updated_at: datetime.datetime
    secret: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.shown_condition import ShownCondition  # noqa: PLC0415

        webhook_id = self.webhook_id

        url = self.url

        on = self.on

        condition: dict[str, Any] | None
        if isinstance(self.condition, ShownCondition):
            condition = self.condition.to_dict()
        else:
            condition = self.condition

        meets_now: int | None
        meets_now = self.meets_now

        digest: None | str
        digest = self.digest

        enabled = self.enabled

        why_off: None | str
        why_off = self.why_off

        secrets = self.secrets

        created_at = self.created_at.isoformat()

        updated_at = self.updated_at.isoformat()

        secret = self.secret

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "webhook_id": webhook_id,
                "url": url,
                "on": on,
                "condition": condition,
                "meets_now": meets_now,
                "digest": digest,
                "enabled": enabled,
                "why_off": why_off,
                "secrets": secrets,
                "created_at": created_at,
                "updated_at": updated_at,
            }
        )
        if secret is not UNSET:
            field_dict["secret"] = secret

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.shown_condition import ShownCondition  # noqa: PLC0415

        d = dict(src_dict)
        webhook_id = d.pop("webhook_id")

        url = d.pop("url")

        on = cast(list[str], d.pop("on"))

        def _parse_condition(data: object) -> None | ShownCondition:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                condition_type_0 = ShownCondition.from_dict(data)

                return condition_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | ShownCondition, data)

        condition = _parse_condition(d.pop("condition"))

        def _parse_meets_now(data: object) -> int | None:
            if data is None:
                return data
            return cast(int | None, data)

        meets_now = _parse_meets_now(d.pop("meets_now"))

        def _parse_digest(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        digest = _parse_digest(d.pop("digest"))

        enabled = d.pop("enabled")

        def _parse_why_off(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        why_off = _parse_why_off(d.pop("why_off"))

        secrets = d.pop("secrets")

        created_at = datetime.datetime.fromisoformat(d.pop("created_at"))

        updated_at = datetime.datetime.fromisoformat(d.pop("updated_at"))

        secret = d.pop("secret", UNSET)

        new_webhook = cls(
            webhook_id=webhook_id,
            url=url,
            on=on,
            condition=condition,
            meets_now=meets_now,
            digest=digest,
            enabled=enabled,
            why_off=why_off,
            secrets=secrets,
            created_at=created_at,
            updated_at=updated_at,
            secret=secret,
        )

        return new_webhook
