"""Canonical form of a BOM, and the receipt from which an answer can be recomputed.

Quantities become grams, prices the price of a kilogram, shares and amounts decimals of six places; a score is always
computed from this form, so a receipt gives the same answer to the last bit.
"""

from __future__ import annotations

import base64
import json
import re
import zlib
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from service.risk.bom import Bom, Line, Price, Quantity, Source
from service.risk.errors import BomError, FieldError, ReceiptError
from service.risk.materials.contained_amounts import split
from service.risk.purchase import units
from service.risk.vocabulary import Stage

PREFIX = "cp1."
SIX_PLACES = Decimal("0.000001")
LARGEST = Decimal(10) ** 18
"""Most grams of a line, and most of any currency a kilogram: a million million tonnes is a slip of the unit."""
GRAMS_PER_KILOGRAM = 1000
MOST_LINES = 1000
MOST_SOURCES = 200
ALPHA_3 = re.compile(r"[A-Z]{3}")
MAXIMUM_BYTES = 4 * 1024 * 1024


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
    return replace(bom, lines=tuple(lines), as_of=as_of)


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
    merged: dict[tuple[str, str], Decimal] = {}
    for source in line.supply:
        key = (source.stage, source.country)
        merged[key] = merged.get(key, Decimal(0)) + source.share
    supply = tuple(Source(stage, country, six(share)) for (stage, country), share in sorted(merged.items()))
    of, price_of = units.counts(line.quantity), units.price_counts(line.unit_price, line.quantity)
    return replace(
        line,
        quantity=None if mass is None else Quantity(six(mass), _unit("g", of)),
        pieces=None,
        multiplied=six(line.pieces) if line.pieces is not None and mass is not None else line.multiplied,
        unit_price=None if price is None else Price(six(price * GRAMS_PER_KILOGRAM), _unit("kg", price_of)),
        composition=tuple(sorted((symbol, six(fraction)) for symbol, fraction in line.composition)),
        supply=tuple(s for s in supply if s.share > 0),
        end_use=line.end_use.strip().lower() if line.end_use else None,
    )


def _unit(mass: str, counts: str | None) -> str:
    return f"{mass} {counts}" if counts else mass


def _line_json(line: Line) -> dict[str, Any]:
    data: dict[str, Any] = {"id": line.line_id}
    for name in ("part_number", "material", "element", "form", "formula", "alternate_group", "end_use"):
        if getattr(line, name) is not None:
            data[name] = getattr(line, name)
    if line.composition:
        data["composition"] = [[s, str(f)] for s, f in line.composition]
    if line.quantity:
        data["g"] = str(line.quantity.value)
        data["of"] = units.counts(line.quantity)
    if line.multiplied is not None:
        data["pieces"] = str(line.multiplied)
    if line.unit_price:
        data["per_kg"] = str(line.unit_price.value)
        data["price_of"] = units.price_counts(line.unit_price, None)
    if line.supply:
        data["supply"] = [[s.stage, s.country, str(s.share)] for s in line.supply]
    return {name: value for name, value in data.items() if value is not None}


def issue(bom: Bom, as_of: date, state: dict[str, str]) -> str:
    """Receipt of a canonical BOM: ``state`` names model, evidence and register."""
    data = {
        "bom_id": bom.bom_id,
        "name": bom.name,
        "buyer": bom.buyer_country,
        "as_of": as_of.isoformat(),
        "currency": bom.currency,
        "lines": [_line_json(line) for line in bom.lines],
        "state": state,
    }
    packed = zlib.compress(json.dumps(data, separators=(",", ":"), sort_keys=True).encode(), 9)
    return PREFIX + base64.urlsafe_b64encode(packed).decode().rstrip("=")


def read(receipt: str) -> tuple[Bom, date, dict[str, str]]:
    """BOM, date and state of a receipt. Raises ``ReceiptError`` when it is damaged."""
    try:
        if not receipt.startswith(PREFIX):
            raise ValueError(f"a receipt begins with {PREFIX}")
        body = receipt[len(PREFIX) :]
        packed = base64.b64decode(body + "=" * (-len(body) % 4), altchars=b"-_", validate=True)
        unpacker = zlib.decompressobj()
        text = unpacker.decompress(packed, MAXIMUM_BYTES)
        if unpacker.unconsumed_tail or unpacker.unused_data or not unpacker.eof:
            raise ValueError("it is cut off or too long")
        data = json.loads(text)
        if not 1 <= len(data["lines"]) <= MOST_LINES:
            raise ValueError(f"{len(data['lines'])} lines, not 1 to {MOST_LINES}")
        lines = tuple(_line_of(item) for item in data["lines"])
        as_of = date.fromisoformat(_text(data["as_of"]))
        names = (_optional(data[key]) for key in ("bom_id", "name", "currency"))
        bom_id, name, currency = names
        bom = Bom(_country(data["buyer"]), lines, bom_id, name, as_of, currency)
        return bom, as_of, {_text(k): _text(v) for k, v in data["state"].items()}
    except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError, RecursionError, zlib.error) as error:
        why = error if isinstance(error, ValueError | TypeError) else "it is damaged"
        detail = f"The receipt can't be read ({why}); send it whole, as it was answered."
        raise ReceiptError(detail, [FieldError("/receipt", "damaged_receipt", detail)]) from error


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"text expected, not {value!r:.50}")
    return value


def _country(value: Any) -> str:
    if not ALPHA_3.fullmatch(_text(value)):
        raise ValueError(f"{value!r:.50} is no ISO 3166 alpha-3 code")
    return str(value)


def _optional(value: Any) -> str | None:
    return None if value is None else _text(value)


def _amount(value: Any, most: Decimal = LARGEST) -> Decimal:
    amount = Decimal(_text(value))
    if not amount.is_finite() or not 0 <= amount <= most:
        raise ValueError(f"{amount} isn't between 0 and {most}")
    return amount


def _counted(value: Any) -> str | None:
    counts = _optional(value)
    if counts and split(f"g {counts}")[1] != counts:
        raise ValueError(f"{counts!r:.50} is nothing that an amount can count")
    return counts


def _line_of(data: dict[str, Any]) -> Line:
    one = Decimal(1)
    supply = data.get("supply", [])
    if len(supply) > MOST_SOURCES:
        raise ValueError(f"{len(supply)} sources in a line, at most {MOST_SOURCES}")
    return Line(
        line_id=_text(data["id"]),
        composition=tuple((_text(s), _amount(f, one)) for s, f in data.get("composition", ())),
        quantity=Quantity(_amount(data["g"]), _unit("g", _counted(data.get("of")))) if "g" in data else None,
        unit_price=Price(_amount(data["per_kg"]), _unit("kg", _counted(data.get("price_of"))))
        if "per_kg" in data
        else None,
        supply=tuple(Source(Stage(s), _country(c), _amount(share, one)) for s, c, share in supply),
        part_number=_optional(data.get("part_number")),
        material=_optional(data.get("material")),
        element=_optional(data.get("element")),
        form=_optional(data.get("form")),
        formula=_optional(data.get("formula")),
        alternate_group=_optional(data.get("alternate_group")),
        end_use=_optional(data.get("end_use")),
        multiplied=_amount(data["pieces"]) if "pieces" in data else None,
    )
