from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..models.webhook_digest import WebhookDigest, check_webhook_digest
from ..models.webhook_on_item import WebhookOnItem, check_webhook_on_item
from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.condition import Condition


T = TypeVar("T", bound="Webhook")


@_attrs_define
class Webhook:
    """
    Attributes:
        url (str): https, a public address: no private, loopback or link-local one unless the operator allows it.
        on (list[WebhookOnItem] | Unset): Kinds of notices. band_crossed: a BOM came into another band.
            register_changed: a measure came to touch a BOM, left it, or stands otherwise. job_finished: a job ended.
        condition (Condition | Unset):
        digest (WebhookDigest | Unset): daily: one message a day with all notices of that day (UTC).
        enabled (bool | Unset): false: nothing is noted for it and nothing sent; true when left out.
    """

    url: str
    on: list[WebhookOnItem] | Unset = UNSET
    condition: Condition | Unset = UNSET
    digest: WebhookDigest | Unset = UNSET
    enabled: bool | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        url = self.url

        on: list[str] | Unset = UNSET
        if not isinstance(self.on, Unset):
            on = []
            for on_item_data in self.on:
                on_item: str = on_item_data
                on.append(on_item)

        condition: dict[str, Any] | Unset = UNSET
        if not isinstance(self.condition, Unset):
            condition = self.condition.to_dict()

        digest: str | Unset = UNSET
        if not isinstance(self.digest, Unset):
            digest = self.digest

        enabled = self.enabled

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "url": url,
            }
        )
        if on is not UNSET:
            field_dict["on"] = on
        if condition is not UNSET:
            field_dict["condition"] = condition
        if digest is not UNSET:
            field_dict["digest"] = digest
        if enabled is not UNSET:
            field_dict["enabled"] = enabled

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.condition import Condition  # noqa: PLC0415

        d = dict(src_dict)
        url = d.pop("url")

        _on = d.pop("on", UNSET)
        on: list[WebhookOnItem] | Unset = UNSET
        if _on is not UNSET:
            on = []
            for on_item_data in _on:
                on_item = check_webhook_on_item(on_item_data)

                on.append(on_item)

        _condition = d.pop("condition", UNSET)
        condition: Condition | Unset
        if isinstance(_condition, Unset):
            condition = UNSET
        else:
            condition = Condition.from_dict(_condition)

        _digest = d.pop("digest", UNSET)
        digest: WebhookDigest | Unset
        if isinstance(_digest, Unset):
            digest = UNSET
        else:
            digest = check_webhook_digest(_digest)

        enabled = d.pop("enabled", UNSET)

        webhook = cls(
            url=url,
            on=on,
            condition=condition,
            digest=digest,
            enabled=enabled,
        )

        return webhook
