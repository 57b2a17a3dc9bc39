from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="Premium")


@_attrs_define
class Premium:
    """
    Attributes:
        low (float): Low end.
        high (float): High end.
        basis (str): Where it was quoted.
        start (datetime.date): First day of the quote.
        end (datetime.date): Last day of the quote.
        claims (list[str]): Ids of both prices, /v1/claims/{claim_id}.
        under (list[str]): Serious acts of China that named the element before the quote; empty: it was under none.
    """

    low: float
    high: float
    basis: str
    start: datetime.date
    end: datetime.date
    claims: list[str]
    under: list[str]

    def to_dict(self) -> dict[str, Any]:
        low = self.low

        high = self.high

        basis = self.basis

        start = self.start.isoformat()

        end = self.end.isoformat()

        claims = self.claims

        under = self.under

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "low": low,
                "high": high,
                "basis": basis,
                "start": start,
                "end": end,
                "claims": claims,
                "under": under,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        low = d.pop("low")

        high = d.pop("high")

        basis = d.pop("basis")

        start = datetime.date.fromisoformat(d.pop("start"))

        end = datetime.date.fromisoformat(d.pop("end"))

        claims = cast(list[str], d.pop("claims"))

        under = cast(list[str], d.pop("under"))

        premium = cls(
            low=low,
            high=high,
            basis=basis,
            start=start,
            end=end,
            claims=claims,
            under=under,
        )

        return premium
