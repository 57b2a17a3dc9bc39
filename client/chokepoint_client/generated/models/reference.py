from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="Reference")


@_attrs_define
class Reference:
    """
    Attributes:
        claim_id (str): Id for /v1/claims/{claim_id}.
        country (str): Of whose stockpile.
        low_days (float | None): Low end.
        high_days (float | None): High end.
    """

    claim_id: str
    country: str
    low_days: float | None
    high_days: float | None

    def to_dict(self) -> dict[str, Any]:
        claim_id = self.claim_id

        country = self.country

        low_days: float | None
        low_days = self.low_days

        high_days: float | None
        high_days = self.high_days

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "claim_id": claim_id,
                "country": country,
                "low_days": low_days,
                "high_days": high_days,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        claim_id = d.pop("claim_id")

        country = d.pop("country")

        def _parse_low_days(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        low_days = _parse_low_days(d.pop("low_days"))

        def _parse_high_days(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        high_days = _parse_high_days(d.pop("high_days"))

        reference = cls(
            claim_id=claim_id,
            country=country,
            low_days=low_days,
            high_days=high_days,
        )

        return reference
