from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="DocumentSays")


@_attrs_define
class DocumentSays:
    """
    Attributes:
        claim_id (str): Id for /v1/claims/{claim_id}.
        quantity (str): What is measured, or how much of it there is.
        low (float | None): Low end, 0.2 is +20 %.
        high (float | None): High end.
        attributed_to (str): Whom the document names for the figure.
        note (str): What else is to be known.
    """

    claim_id: str
    quantity: str
    low: float | None
    high: float | None
    attributed_to: str
    note: str

    def to_dict(self) -> dict[str, Any]:
        claim_id = self.claim_id

        quantity = self.quantity

        low: float | None
        low = self.low

        high: float | None
        high = self.high

        attributed_to = self.attributed_to

        note = self.note

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "claim_id": claim_id,
                "quantity": quantity,
                "low": low,
                "high": high,
                "attributed_to": attributed_to,
                "note": note,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        claim_id = d.pop("claim_id")

        quantity = d.pop("quantity")

        def _parse_low(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        low = _parse_low(d.pop("low"))

        def _parse_high(data: object) -> float | None:
            if data is None:
                return data
            return cast(float | None, data)

        high = _parse_high(d.pop("high"))

        attributed_to = d.pop("attributed_to")

        note = d.pop("note")

        document_says = cls(
            claim_id=claim_id,
            quantity=quantity,
            low=low,
            high=high,
            attributed_to=attributed_to,
            note=note,
        )

        return document_says
