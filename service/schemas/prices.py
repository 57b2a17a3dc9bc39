"""Unit prices: as an object, or as buyers write them (``3,50 EUR/kg``)."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, ClassVar

from service.risk.bom import Price
from service.risk.materials.wording import written_numbers
from service.risk.purchase.prices import SIGNS
from service.schemas.amounts import Number, clear
from service.schemas.fields import CURRENCIES, Text
from service.schemas.openapi import about
from service.schemas.strict import Shape, Strict, fault

LARGEST = "1000000000000"
SMALLEST = "0.000001"
LONGEST = 64
EXAMPLE = "3,50 EUR/kg"
_SIGN = "|".join(re.escape(sign) for sign in sorted(SIGNS, key=len, reverse=True))
_NUMBER = r"[+-]?\d[\d.,'\u00a0\u2009\u202f ]*"
_WRITTEN = re.compile(
    rf"(?P<before>{_SIGN}|[A-Za-z]{{3}})? ?(?P<value>{_NUMBER})(?P<after>{_SIGN}|[A-Za-z]{{3}})? ?"
    rf"(?:/|\b(?:per|pro|je)\b) ?(?P<number>{_NUMBER})?(?P<per>[^\d ].*)"
)


class PriceSchema(Strict):
    value = Number("0", LARGEST, required=True, metadata=about("In the BOM's currency."))
    per = Text(
        32,
        required=True,
        metadata=about("What is priced: kg, g, t, piece, or kg TREO ...", examples=["kg", "piece"], format="unit"),
    )
    per_quantity = Number(
        SMALLEST, LARGEST, allow_none=True, metadata=about("How many units the price is for, such as 100; 1 left out.")
    )

    def build(self, values: dict[str, Any]) -> Price:
        return Price(**values)


class UnitPrice(Shape):
    """A price as an object or in words: a number, a currency, and for how many of which unit."""

    written: ClassVar[dict[str, Any]] = {
        "type": "string",
        "format": "price",
        "minLength": 1,
        "maxLength": LONGEST,
        "examples": [EXAMPLE],
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(PriceSchema, **kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Any, partial: Any = None, **kwargs: Any) -> Any:
        return _read(value) if isinstance(value, str) else super()._deserialize(value, attr, data, partial, **kwargs)


def _read(text: str) -> Price:
    match = _WRITTEN.fullmatch(" ".join(text.split(" "))) if len(text) <= LONGEST else None
    if not match or (match["before"] and match["after"]):
        raise fault("not_a_price", f'Must be written like "{EXAMPLE}", "12.40 USD/lb" or "350 EUR per 100 kg".')
    currency = match["before"] or match["after"]
    if currency and currency not in SIGNS:
        currency = currency.upper()
        if currency not in CURRENCIES:
            raise fault("not_a_currency", f"{currency!r} is not an ISO 4217 code such as EUR, USD or CNY.")
    number = _amount(match["number"], SMALLEST) if match["number"] else Decimal(1)
    return Price(_amount(match["value"], "0"), match["per"].strip(), number, currency)


def _amount(text: str, low: str) -> Decimal:
    number = written_numbers.number(text.strip())
    if number is None:
        raise fault("not_a_number", f"{text.strip()!r} is not a number; write it with a decimal point, such as 3.50.")
    return Number(low, LARGEST).read(clear(number))
