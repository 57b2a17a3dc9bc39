"""The receipt of an answer: the canonical BOM, its day and the state of the model, packed into one line of text.

A score is always computed from the canonical form, so a receipt gives the same answer to the last bit.
"""

from __future__ import annotations

import base64
import json
import re
import zlib
from datetime import date, datetime
from decimal import Decimal
from operator import attrgetter
from typing import Any

import orjson

from service.risk.bom import REFUSE, SEPARATE, SKIP_LINE, SPLIT, Bom, Confirmed, Line, Price, Quantity, Source
from service.risk.errors import FieldError, ReceiptError
from service.risk.mix import DEFAULT_MIX
from service.risk.purchase import units
from service.risk.purchase.canonical import LARGEST
from service.risk.purchase.prices import per_piece, unit_of
from service.risk.purchase.receipt_limits import LONGEST_NUMBER, MOST_LINES, UNION, check, check_number, check_text
from service.risk.purchase.units import split
from service.risk.vocabulary import Stage

PREFIX, OLD_PREFIX = "cp2.", "cp1."
ALPHA_3 = re.compile(r"[A-Z]{3}")
LONGEST_UNIT = 32
MAXIMUM_BYTES = 4 * 1024 * 1024
LEVEL = 6
"""Of compression: the highest takes five times as long for a tenth less."""


WORDS = ("part_number", "material", "element", "form", "formula", "alternate_group", "end_use", "read_as", "rare_earth")
words_of = attrgetter(*WORDS)
CONFIRMED_WORDS = ("material_id", "element", "form", "formula", "rare_earth")


def _line_json(line: Line) -> dict[str, Any]:
    data = _amounts_json(line)
    data["id"] = line.line_id
    data |= [pair for pair in zip(WORDS, words_of(line), strict=True) if pair[1] is not None]
    if line.composition:
        data["composition"] = _composition_json(line.composition)
    if line.supply:
        data["supply"] = [[s.stage, s.country, str(s.share), int(s.recycled)] for s in line.supply]
    if line.confirmed:
        data["confirmed"] = _confirmed_json(line.confirmed)
    if line.errors:
        data["errors"] = [[error.pointer, error.code, error.detail] for error in line.errors]
    return data


def _amounts_json(line: Line) -> dict[str, Any]:
    data: dict[str, Any] = {}
    quantity, price = line.quantity, line.unit_price
    if quantity and quantity.unit in units.COUNTED:
        data["n"] = [str(quantity.value), quantity.unit]
    elif quantity:
        data["g"] = str(quantity.value)
        if counted := units.counts(quantity):
            data["of"] = counted
    if price and per_piece(price):
        data["price"] = [str(price.value), price.per]
    elif price:
        data["per_kg"] = str(price.value)
        if counted := units.price_counts(price):
            data["price_of"] = counted
    if line.multiplied is not None:
        data["pieces"] = str(line.multiplied)
    if line.can_do_without:
        data["spared"] = str(line.can_do_without)
    return data


def _composition_json(composition: tuple[tuple[str, Decimal], ...]) -> list[list[str]]:
    return [[symbol, str(fraction)] for symbol, fraction in composition]


def _confirmed_json(confirmed: Confirmed) -> dict[str, Any]:
    data: dict[str, Any] = {"by": confirmed.by, "at": confirmed.at.isoformat()}
    data |= {name: value for name in CONFIRMED_WORDS if (value := getattr(confirmed, name)) is not None}
    return data | ({"composition": _composition_json(confirmed.composition)} if confirmed.composition else {})


def issue(bom: Bom, as_of: date, state: dict[str, str]) -> str:
    """Receipt of a canonical BOM: ``state`` names model, evidence and register."""
    data = {
        "bom_id": bom.bom_id,
        "name": bom.name,
        "buyer": bom.buyer_country,
        "as_of": as_of.isoformat(),
        "currency": bom.currency,
        "tolerance": None if bom.tolerance is None else str(bom.tolerance),
        "same_part": bom.same_part,
        "on_error": bom.on_error,
        "lines": [_line_json(line) for line in bom.lines],
        "state": state,
    }
    return _packed(data | ({"known_at": bom.known_at.isoformat()} if bom.known_at else {}))


def issued_again(receipt: str, as_of: date, state: dict[str, str]) -> str:
    """The receipt of the same BOM for another day and state, as ``issue`` gives it. ``receipt`` is one that this
    service kept; one of the old event stands for itself alone."""
    if not receipt.startswith(PREFIX):
        return receipt
    body = receipt[len(PREFIX) :]
    data = json.loads(zlib.decompress(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))))
    return _packed(data | {"as_of": as_of.isoformat(), "state": state})


def _packed(data: dict[str, Any]) -> str:
    packed = zlib.compress(orjson.dumps(data, option=orjson.OPT_SORT_KEYS), LEVEL)
    return PREFIX + base64.urlsafe_b64encode(packed).decode().rstrip("=")


def read(receipt: str) -> tuple[Bom, date, dict[str, str]]:
    """BOM, date and state of a receipt. Raises ``ReceiptError`` when it is damaged."""
    try:
        if receipt.startswith(OLD_PREFIX):
            raise ValueError("it was issued for the event supply-disruption/v1, which is no longer scored")
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
        buyer = None if data["buyer"] is None else _country(data["buyer"])
        tolerance = None if data["tolerance"] is None else _amount(data["tolerance"], Decimal(1))
        # receipts from before lines of one part were taken together say nothing of it
        same_part = _one_of(data.get("same_part", SEPARATE), (SPLIT, SEPARATE))
        on_error = _one_of(data.get("on_error", REFUSE), (REFUSE, SKIP_LINE))
        known_at = date.fromisoformat(_text(data["known_at"])) if "known_at" in data else None
        bom = Bom(buyer, lines, bom_id, name, as_of, currency, tolerance, same_part, on_error, known_at)
        check(bom)
        return bom, as_of, {_text(k): _text(v) for k, v in data["state"].items()}
    except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError, RecursionError, zlib.error) as error:
        why = error if isinstance(error, ValueError | TypeError) else "it is damaged"
        detail = f"The receipt can't be read ({why}); send it whole, as it was answered."
        raise ReceiptError(detail, [FieldError("/receipt", "damaged_receipt", detail)]) from error


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(f"text expected, not {value!r:.50}")
    check_text(value)
    return value


def _country(value: Any) -> str:
    if not ALPHA_3.fullmatch(_text(value)):
        raise ValueError(f"{value!r:.50} is no ISO 3166 alpha-3 code")
    return str(value)


def _place(value: Any) -> str:
    return str(value) if value in (UNION, DEFAULT_MIX) else _country(value)


def _one_of(value: Any, words: tuple[str, ...]) -> str:
    if value not in words:
        raise ValueError(f"{value!r:.50} is none of {', '.join(words)}")
    return str(value)


def _flag(value: Any) -> bool:
    if value not in (0, 1):
        raise ValueError(f"{value!r:.50} is neither 0 nor 1")
    return bool(value)


def _false(value: Any) -> bool | None:
    """That there are no rare earths, or nothing."""
    if value not in (None, False):
        raise ValueError(f"{value!r:.50} isn't false")
    return None if value is None else False


def _optional(value: Any) -> str | None:
    return None if value is None else _text(value)


def _amount(value: Any, most: Decimal = LARGEST) -> Decimal:
    amount = Decimal(_text(value)[: LONGEST_NUMBER + 1])
    check_number(value, amount)
    if not amount.is_finite() or not 0 <= amount <= most:
        raise ValueError(f"{value} isn't between 0 and {most}")
    return amount


def _counted(value: Any) -> str | None:
    counts = _optional(value)
    check_text(counts or "", LONGEST_UNIT, "what an amount counts")
    if counts and split(f"g {counts}")[1] != counts:
        raise ValueError(f"{counts!r:.50} is nothing that an amount can count")
    return counts


def _quantity_of(data: dict[str, Any]) -> Quantity | None:
    if "n" in data:
        number, unit = data["n"]
        return Quantity(_amount(number), _number_unit(unit))
    return Quantity(_amount(data["g"]), unit_of("g", _counted(data.get("of")))) if "g" in data else None


def _price_of(data: dict[str, Any]) -> Price | None:
    if "price" in data:
        value, unit = data["price"]
        return Price(_amount(value), _number_unit(unit))
    return Price(_amount(data["per_kg"]), unit_of("kg", _counted(data.get("price_of")))) if "per_kg" in data else None


def _number_unit(value: Any) -> str:
    if _text(value) not in units.COUNTED:
        raise ValueError(f"{value!r:.50} counts nothing")
    return str(value)


def _composition_of(pairs: Any) -> tuple[tuple[str, Decimal], ...]:
    return tuple((_text(symbol), _amount(fraction, Decimal(1))) for symbol, fraction in pairs)


def _confirmed_of(data: dict[str, Any] | None) -> Confirmed | None:
    if data is None:
        return None
    words = {name: _optional(data.get(name)) for name in CONFIRMED_WORDS if name != "rare_earth"}
    return Confirmed(
        _text(data["by"]),
        datetime.fromisoformat(_text(data["at"])),
        composition=_composition_of(data.get("composition", ())),
        rare_earth=_false(data.get("rare_earth")),
        **words,
    )


def _line_of(data: dict[str, Any]) -> Line:
    one = Decimal(1)
    words: dict[str, Any] = {name: _optional(data.get(name)) for name in WORDS if name != "rare_earth"}
    supply = data.get("supply", [])
    return Line(
        line_id=_text(data["id"]),
        composition=_composition_of(data.get("composition", ())),
        quantity=_quantity_of(data),
        unit_price=_price_of(data),
        supply=tuple(Source(Stage(s), _place(c), _amount(share, one), _flag(old)) for s, c, share, old in supply),
        multiplied=_amount(data["pieces"]) if "pieces" in data else None,
        can_do_without=_amount(data["spared"], one) if "spared" in data else None,
        rare_earth=_false(data.get("rare_earth")),
        confirmed=_confirmed_of(data.get("confirmed")),
        errors=tuple(FieldError(*map(_text, error)) for error in data.get("errors", ())),
        **words,
    )
