"""Canonical form of a BOM: quantities in grams, prices per kilogram, shares and amounts as decimals of six places.

A score is always computed from this form, so equal purchases get equal answers, and a receipt the same to the last bit.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from service.risk.bom import Bom, Line, Price, Quantity, Source
from service.risk.errors import BomError, FieldError
from service.risk.purchase import units

SIX_PLACES = Decimal("0.000001")
LARGEST = Decimal(10) ** 18
"""Most grams of a line, and most of any currency a kilogram: a million million tonnes is a slip of the unit."""
GRAMS_PER_KILOGRAM = 1000


def six(value: Decimal) -> Decimal:
    """``value`` at six decimal places, without trailing zeros' effect on equality."""
    return value.quantize(SIX_PLACES)


def canonical_bom(bom: Bom, as_of: date) -> Bom:
    """The BOM that is scored: masses in grams, prices per kilogram, six places, supply in order of stage and country.

    Raises ``BomError`` with every unit that can't be read.
    """
    errors: list[FieldError] = []
    lines = []
    for index, line in enumerate(bom.lines):
        try:
            lines.append(_canonical_line(line, f"/lines/{index}"))
        except BomError as error:
            errors.extend(error.errors)
    if errors:
        raise BomError("Some lines can't be read.", errors)
    tolerance = None if bom.tolerance is None else six(bom.tolerance)
    return replace(bom, lines=tuple(lines), as_of=as_of, tolerance=tolerance)


def _canonical_line(line: Line, pointer: str) -> Line:
    mass = units.mass_g(line.quantity, line.pieces, pointer)
    price = units.price_per_g(line.unit_price, line.quantity, line.pieces, pointer)
    for amount, place, words in ((mass, "quantity", "grams"), (price, "unit_price", "a gram")):
        if amount is not None and amount > LARGEST:
            detail = f"{amount:.3g} {words} is more than can be meant; check the unit and the pieces"
            raise BomError(detail, [FieldError(f"{pointer}/{place}", "too_large", detail)])
    if mass is not None and mass > 0 and not six(mass):
        detail = f"{mass:.3g} grams is less than a millionth of a gram; check the unit"
        raise BomError(detail, [FieldError(f"{pointer}/quantity", "too_small", detail)])
    merged: dict[tuple[str, str, bool], Decimal] = {}
    for source in line.supply:
        key = (source.stage, source.country, source.recycled)
        merged[key] = merged.get(key, Decimal(0)) + source.share
    supply = tuple(Source(stage, c, six(share), recycled) for (stage, c, recycled), share in sorted(merged.items()))
    of, price_of = units.counts(line.quantity), units.price_counts(line.unit_price, line.quantity)
    return replace(
        line,
        quantity=None if mass is None else Quantity(six(mass), unit_of("g", of)),
        pieces=None,
        multiplied=six(line.pieces) if line.pieces is not None and mass is not None else line.multiplied,
        unit_price=None if price is None else Price(six(price * GRAMS_PER_KILOGRAM), unit_of("kg", price_of)),
        composition=tuple(sorted((symbol, six(fraction)) for symbol, fraction in line.composition)),
        supply=tuple(s for s in supply if s.share > 0),
        end_use=line.end_use.strip().lower() if line.end_use else None,
        can_do_without=six(line.can_do_without) if line.can_do_without else None,
    )


def unit_of(mass: str, counts: str | None) -> str:
    """A unit of mass with what it counts: ``kg``, ``kg TREO``."""
    return f"{mass} {counts}" if counts else mass
