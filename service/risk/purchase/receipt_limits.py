"""What a decoded receipt may hold: the same as a body, so that nothing reaches the kernel that a body couldn't bring.

Without a key anybody can write a receipt. Every check raises ``ValueError`` with what is wrong.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal

import pycountry

from service.risk.bom import Bom, Line, Source
from service.risk.mix import DEFAULT_MIX, UNKNOWN_COUNTRY
from service.risk.vocabulary import ELEMENTS, Form

MOST_LINES, MOST_SOURCES, MOST_ELEMENTS, MOST_ERRORS = 1_000, 50, 118, 10
LONGEST_WORD, LONGEST_NUMBER, SMALLEST_PLACE = 2_000, 60, -30
LONGEST = {
    "line_id": 100, "part_number": 100, "material": 200, "formula": 100, "alternate_group": 100, "end_use": 200,
    "read_as": 100,
}  # fmt: skip
"""Characters. An end use in small letters may have more than the 100 that were written."""
SHARES_TOLERANCE = Decimal("0.0201")
"""How far a stage's shares may be from 1: as in a body, and what 50 roundings add."""
LARGEST_SUM = Decimal("1.0001")
DESCRIPTIONS = ("material", "element", "formula", "composition")
UNION = "EU27"
COUNTRIES = frozenset(country.alpha_3 for country in pycountry.countries)
PLACES = COUNTRIES | {UNION, UNKNOWN_COUNTRY, DEFAULT_MIX}
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_SYMBOL = re.compile("[A-Z][a-z]?")
_CURRENCY = re.compile("[A-Z]{3}")


def check_text(value: str, longest: int = LONGEST_WORD, what: str = "a text") -> None:
    """That a text is printable and, ligatures written out, no longer than ``longest``."""
    if len(value) > longest or (not value.isascii() and len(unicodedata.normalize("NFKC", value)) > longest):
        raise ValueError(f"{what} has more than {longest} characters")
    if _UNPRINTABLE.search(value):
        raise ValueError(f"{what} holds control characters or lone surrogates")


def check_number(text: str, number: Decimal) -> None:
    """That a number is written in so many places as a canonical one can have."""
    places = number.as_tuple().exponent if number.is_finite() else None
    if len(text) > LONGEST_NUMBER or not isinstance(places, int) or places < SMALLEST_PLACE:
        raise ValueError(f"{text[:LONGEST_NUMBER]!r} isn't a number as receipts write them")


def check(bom: Bom) -> None:
    """That a BOM out of a receipt keeps the limits of a body."""
    for name, longest in (("bom_id", 100), ("name", 200)):
        if (value := getattr(bom, name)) is not None:
            check_text(value, longest, name)
    if bom.currency is not None and not _CURRENCY.fullmatch(bom.currency):
        raise ValueError(f"{bom.currency!r:.20} is no currency")
    if bom.buyer_country is not None and bom.buyer_country not in COUNTRIES:
        raise ValueError(f"{bom.buyer_country!r} is no country")
    read = [line.line_id for line in bom.lines if not line.errors]
    if len(set(read)) < len(read):
        raise ValueError("two lines have the same id")
    for line in bom.lines:
        try:
            _check_line(line)
        except ValueError as error:
            raise ValueError(f"line {line.line_id!r:.40}: {error}") from error


def _check_line(line: Line) -> None:
    for name, longest in LONGEST.items():
        if (value := getattr(line, name)) is not None:
            check_text(value, longest, name)
    if sum(bool(getattr(line, name)) for name in DESCRIPTIONS) > 1 and not line.errors:
        raise ValueError(f"it is described by more than one of {', '.join(DESCRIPTIONS)}")
    if line.quantity is not None and not line.quantity.value:
        raise ValueError("its quantity is 0")
    _check_described(line.element, line.form, line.composition)
    if line.confirmed:
        said = line.confirmed
        for word in (said.by, said.material_id, said.formula):
            check_text(word or "", LONGEST["formula"], "what was confirmed")
        _check_described(said.element, said.form, said.composition)
    _check_supply(line.supply)
    if len(line.errors) > MOST_ERRORS:
        raise ValueError(f"{len(line.errors)} errors, at most {MOST_ERRORS}")


def _check_described(element: str | None, form: str | None, composition: Sequence[tuple[str, Decimal]]) -> None:
    if element is not None and element not in ELEMENTS:
        raise ValueError(f"{element!r:.20} is no traded rare earth")
    if form is not None and form not in set(Form):
        raise ValueError(f"{form!r:.20} is no form")
    symbols = {symbol for symbol, _ in composition if _SYMBOL.fullmatch(symbol)}
    if len(symbols) < len(composition) or len(symbols) > MOST_ELEMENTS:
        raise ValueError("its composition names something twice, or no chemical element")
    if (total := sum((share for _, share in composition), Decimal(0))) > LARGEST_SUM:
        raise ValueError(f"its composition adds up to {total:.6f}")


def _check_supply(supply: Sequence[Source]) -> None:
    if len(supply) > MOST_SOURCES:
        raise ValueError(f"{len(supply)} sources, at most {MOST_SOURCES}")
    stages: dict[str, Decimal] = {}
    for source in supply:
        if source.country not in PLACES:
            raise ValueError(f"{source.country!r} is no place of supply")
        stages[source.stage] = stages.get(source.stage, Decimal(0)) + source.share
    for stage, total in stages.items():
        if abs(total - 1) > SHARES_TOLERANCE:
            raise ValueError(f"the shares of {stage} add up to {total:.6f}, not to 1")
