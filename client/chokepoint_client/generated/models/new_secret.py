from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="NewSecret")


@_attrs_define
class NewSecret:
    """
    Attributes:
        others_until (datetime.datetime): When the secrets before it cease to sign.
        secret (str | Unset): Verifies signatures (Standard Webhooks); not there where an Idempotency-Key is answered
            again.
    """

    others_until: datetime.datetime
    secret: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        others_until = self.others_until.isoformat()

        secret = self.secret

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "others_until": others_until,
            }
        )
        if secret is not UNSET:
            field_dict["secret"] = secret

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        others_until = datetime.datetime.fromisoformat(d.pop("others_until"))

        secret = d.pop("secret", UNSET)

        new_secret = cls(
            others_until=others_until,
            secret=secret,
        )

        return new_secret
