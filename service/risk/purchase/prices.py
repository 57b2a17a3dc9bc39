"""Prices in their canonical form: of a kilogram, of what its mass counts, or of one piece or pack."""

from __future__ import annotations

from service.risk.bom import Line, Price, Quantity
from service.risk.errors import BomError, FieldError
from service.risk.purchase import units

GRAMS_PER_KILOGRAM = 1000
OTHER_CURRENCY = "other_currency"
DOLLARS = frozenset("AUD BBD BMD BND BSD BZD CAD FJD GYD HKD JMD KYD LRD NAD NZD SBD SGD SRD TTD TWD USD XCD".split())
SIGNS = {
    "$": DOLLARS, "US$": frozenset({"USD"}), "€": frozenset({"EUR"}), "£": frozenset({"GBP"}),
    "¥": frozenset({"CNY", "JPY"}), "₹": frozenset({"INR"}), "₩": frozenset({"KRW"}),
}  # fmt: skip
"""Currencies (ISO 4217) that a sign may stand for; which one it is, the BOM's currency says."""


def check_currency(price: Price | None, currency: str | None, pointer: str) -> None:
    """Raises ``BomError`` where what is written beside a price isn't the BOM's currency."""
    written = price.currency if price else None
    if written is None or currency in SIGNS.get(written, {written}):
        return
    if currency is None:
        code = "USD" if "USD" in SIGNS.get(written, ()) else min(SIGNS.get(written, {written}))
        such = ", such as" if len(SIGNS.get(written, ())) > 1 else ""
        detail = (
            f'the price is in {written}, the BOM states no currency: add one beside lines{such}: "currency": "{code}"'
        )
    else:
        detail = (
            f"the price is in {written}, the BOM's currency is {currency}: convert it, all prices of a BOM are in one"
        )
    raise BomError(detail, [FieldError(f"{pointer}/unit_price", OTHER_CURRENCY, detail)])


def canonical_price(line: Line, number: Quantity | None, pointer: str) -> Price | None:
    """A line's price per kilogram, not rounded; per piece or pack where that is priced and ``number`` says how many
    there are. ``None`` where it can't be turned into a value."""
    price = line.unit_price
    if price is None:
        return None
    unit = units.kind(price.per)
    if unit in units.COUNTED:
        assert unit is not None
        known = number is not None and number.unit == unit
        return Price(price.value / price.per_quantity, unit) if known else None
    per_g = units.price_per_g(price, pointer, line.grams_per_metre)
    return Price(per_g * GRAMS_PER_KILOGRAM, unit_of("kg", units.price_counts(price)))


def unit_of(mass: str, counts: str | None) -> str:
    """A unit of mass with what it counts: ``kg``, ``kg TREO``."""
    return f"{mass} {counts}" if counts else mass


def per_piece(price: Price | None) -> bool:
    """Whether a canonical price is that of a piece or pack."""
    return price is not None and price.per in units.COUNTED
