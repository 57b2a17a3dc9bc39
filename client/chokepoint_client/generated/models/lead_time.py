from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="LeadTime")


@_attrs_define
class LeadTime:
    """
    Attributes:
        claim_id (str): Id for /v1/claims/{claim_id}.
        country (str): Of which it is said.
        low_years (float | None): Low end.
        high_years (float | None): High end.
    """

    claim_id: str
    country: str
    low_years: float | None
    high_years: float | None

    def to_dict(self) -> dict[str, Any]:
        claim_id = self.claim_id

        country = self.country

        low_years: float | None
        low_years = self.low_years

        high_years: float | None
        high_years = self.high_years

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "claim_id": claim_id,
                "country": country,
                "low_years": low_years,
                "high_years": high_years,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        claim_id = d.pop("claim_id")

        country = d.pop("country")

        def _parse_low_years(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        low_years = _parse_low_years(d.pop("low_years"))

        def _parse_high_years(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        high_years = _parse_high_years(d.pop("high_years"))

        lead_time = cls(
            claim_id=claim_id,
            country=country,
            low_years=low_years,
            high_years=high_years,
        )

        return lead_time
