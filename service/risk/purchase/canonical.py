"""Canonical form of a BOM: quantities in grams, prices per kilogram, shares and amounts as decimals of six places.

A score is always computed from this form, so equal purchases get equal answers, and a receipt the same to the last bit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Context, Decimal
from typing import Any, TypeVar

from service.risk.bom import SKIP_LINE, Bom, Line, Price, Quantity, Source
from service.risk.errors import BomError, FieldError
from service.risk.mix import DEFAULT_MIX
from service.risk.purchase import units
from service.risk.purchase.prices import GRAMS_PER_KILOGRAM, canonical_price, check_currency, per_piece, unit_of

T = TypeVar("T")
Merged = dict[tuple[Source, ...], tuple[Source, ...]]
"""Canonical supply by the one that lines state, of one BOM: a long one states few."""
SIX_PLACES = Decimal("0.000001")
WIDE = Context(prec=64)
"""Digits for the largest amount that a request can state, times its pieces: it is told to be too large."""
LARGEST = Decimal(10) ** 18
"""Most grams of a line, and most of any currency a kilogram: a million million tonnes is a slip of the unit."""
MOST_ERRORS = 5
"""Errors of an unread line that an answer tells."""


def six(value: Decimal) -> Decimal:
    """``value`` at six decimal places, without trailing zeros' effect on equality."""
    return value.quantize(SIX_PLACES, None, WIDE)


def canonical_bom(bom: Bom, as_of: date) -> Bom:
    """The BOM that is scored: masses in grams, prices per kilogram or piece, six places, supply in order of stage and
    country.

    Raises ``BomError`` with everything in the lines that can't be used, unless such lines are to be skipped.
    """
    errors: list[FieldError] = []
    lines = []
    merged: Merged = {}
    for index, line in enumerate(bom.lines):
        try:
            lines.append(_canonical_line(line, bom.currency, f"/lines/{index}", merged))
        except BomError as error:
            errors.extend(error.errors)
            lines.append(unread(line, error.errors))
    if errors and bom.on_error != SKIP_LINE:
        raise BomError("Some lines can't be read.", errors)
    tolerance = None if bom.tolerance is None else six(bom.tolerance)
    return replace(bom, lines=tuple(lines), as_of=as_of, tolerance=tolerance)


def line_errors(line: Line, currency: str | None, pointer: str) -> list[FieldError]:
    """Everything in a line that can't be used in a BOM with this currency."""
    try:
        _canonical_line(line, currency, pointer, {})
    except BomError as error:
        return error.errors
    return []


def unread(line: Line, errors: Sequence[FieldError]) -> Line:
    """A line that can't be used as it stands, with its words, its mass, and what is known of its part. Its first errors
    are kept, and how many more there are."""
    kept = [*line.errors, *errors]
    if len(kept) > MOST_ERRORS + 1:  # as many as are kept of more
        pointer = "/".join(kept[0].pointer.split("/")[:3])
        more = f"{len(kept) - MOST_ERRORS} more errors in this line; mend these first"
        kept = [*kept[:MOST_ERRORS], FieldError(pointer, "more_errors", more)]
    mass = _Attempts().try_work(units.mass_g, line.quantity, line.pieces, "", line.grams_per_metre)
    return Line(
        line.line_id,
        part_number=line.part_number,
        material=line.material,
        formula=line.formula,
        rare_earth=line.rare_earth,
        confirmed=line.confirmed,
        quantity=None if mass is None or mass > LARGEST else _quantity(mass, units.counts(line.quantity), None),
        errors=tuple(kept),
    )


class _Attempts:
    """What was tried of a line, and every error that came of it."""

    def __init__(self) -> None:
        self.errors: list[FieldError] = []

    def try_work(self, work: Callable[..., T], *given: Any) -> T | None:
        """What ``work`` gives; ``None``, and an error more, where it fails."""
        try:
            return work(*given)
        except BomError as error:
            self.errors += error.errors
            return None


def _canonical_line(line: Line, currency: str | None, pointer: str, merged: Merged) -> Line:
    """The line, with the very supply that ``merged`` has for its own. Raises ``BomError`` with everything in the line
    that can't be used."""
    if line.errors:
        return unread(line, ())
    attempts = _Attempts()
    if not line.described:
        attempts.errors.append(_undescribed(line, pointer))
    mass = attempts.try_work(units.mass_g, line.quantity, line.pieces, pointer, line.grams_per_metre)
    number = None if mass is not None else attempts.try_work(units.number_of, line.quantity, line.pieces, pointer)
    of_pieces = line.pieces if line.pieces is not None else line.multiplied
    pieces = None if of_pieces is None else Quantity(of_pieces, "piece")
    price = None
    if line.unit_price is not None:
        price = attempts.try_work(canonical_price, line, number if mass is None else pieces, pointer)
        attempts.try_work(check_currency, line.unit_price, currency, pointer)
    attempts.try_work(_check_sizes, mass, price, pointer)
    if attempts.errors:
        raise BomError("The line can't be used as it stands.", attempts.errors)
    supply = merged.get(line.supply)
    if supply is None:
        supply = merged[line.supply] = _merged(line.supply)
    return line.changed(
        quantity=_quantity(mass, units.counts(line.quantity), number),
        pieces=None,
        grams_per_metre=None,
        multiplied=six(line.pieces) if line.pieces is not None and mass is not None else line.multiplied,
        unit_price=price and Price(six(price.value), price.per, price.per_quantity, price.currency),
        composition=tuple(sorted([(symbol, six(fraction)) for symbol, fraction in line.composition])),
        supply=supply,
        end_use=line.end_use.strip().lower() if line.end_use else None,
        can_do_without=six(line.can_do_without) if line.can_do_without else None,
    )


def _undescribed(line: Line, pointer: str) -> FieldError:
    detail = f"nothing was confirmed of part {line.part_number!r}: describe the line, or PUT /v1/parts/ what it is"
    return FieldError(pointer, "description", detail)


def _merged(supply: Sequence[Source]) -> tuple[Source, ...]:
    """Sources of the same stage, country and origin together, in a fixed order."""
    if not supply:
        return ()
    merged: dict[tuple[str, str, bool], Decimal] = {}
    for stage, country, share, recycled in supply:
        key = stage, country, recycled
        merged[key] = merged[key] + share if key in merged else share
    sources = [Source(stage, c, six(share), recycled) for (stage, c, recycled), share in sorted(merged.items())]
    # a stage that is all left to the default mix is one that isn't declared
    declared = {stage for stage, country, share, _ in sources if share > 0 and country != DEFAULT_MIX}
    return tuple([source for source in sources if source.share > 0 and source.stage in declared])


def _quantity(mass: Decimal | None, counts: str | None, number: Quantity | None) -> Quantity | None:
    if mass is not None:
        return Quantity(six(mass), unit_of("g", counts))
    return None if number is None else Quantity(six(number.value), number.unit)


def _check_sizes(mass: Decimal | None, price: Price | None, pointer: str) -> None:
    """Raises ``BomError`` with every amount that can't be meant."""
    errors = []
    per_gram = None if price is None or per_piece(price) else price.value / GRAMS_PER_KILOGRAM
    for amount, place, words in ((mass, "quantity", "grams"), (per_gram, "unit_price", "a gram")):
        if amount is not None and amount > LARGEST:
            detail = f"{amount:.3g} {words} is more than can be meant; check the unit and the pieces"
            errors.append(FieldError(f"{pointer}/{place}", "too_large", detail))
    if mass is not None and mass > 0 and not six(mass):
        detail = f"{mass:.3g} grams is less than a millionth of a gram; check the unit"
        errors.append(FieldError(f"{pointer}/quantity", "too_small", detail))
    if errors:
        raise BomError("Some amounts can't be meant.", errors)
