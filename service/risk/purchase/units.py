"""Masses in grams and prices per gram, exactly: decimals in, decimals out.

``g`` and ``kg`` are the kernel's own units and need no table. Every other factor comes from pint's registry,
which is imported only when such a unit first appears (that costs more than a score) and asked once a unit.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Any

from service.risk.bom import Price, Quantity
from service.risk.errors import BomError, FieldError
from service.risk.materials.contained_amounts import METALS, OF_OXIDE, TREO
from service.risk.vocabulary import ELEMENTS

_WORDS = {"treo": TREO, "reo": TREO, "treo+y": TREO, "tree": METALS, "ree": METALS, "trem": METALS}
_COUNTED_UNIT = re.compile(
    r"(?P<unit>.*?\S)[\s/]+(?:(?:of|contained|as)\s+)?\(?(?P<what>[A-Za-z0-9+]+)\)?"
    r"(?:[\s-]*(?:content|contained|equivalent|equiv\.?|eq\.?))?\s*"
)

# What a BOM may write (any case) -> pint's name; three-letter codes are those of UN/ECE Recommendation 20.
_SPELLINGS = {
    "g": "gram grams gramme grammes grm",
    "kg": "kilogram kilograms kilogramme kilogrammes kilo kilos kgs kgm",
    "mg": "milligram milligrams milligramme mgm",
    "tonne": "t tonnes metric_ton metric_tons tne",
    "pound": "lb lbs pounds lbr",
    "ounce": "oz ounces onz",
    "short_ton": "short_tons short_tn stn us_ton us_tons ton_us",
    "long_ton": "long_tons ltn",
}
UNITS: dict[str, str] = {word: unit for unit, words in _SPELLINGS.items() for word in (unit, *words.split())}
ACCEPTED = "kg, g, mg, t (tonne, metric ton), lb, oz, short ton"
COUNTED_HINT = "; what it counts may follow, as in kg TREO, kg Nd2O3 or kg Nd"
PIECE_WORDS = frozenset({"piece", "pieces", "pc", "pcs", "each", "ea", "unit", "units", "c62", "h87"})
_AMBIGUOUS = {
    "ton": "a ton may be short, long or metric: write t or short ton",
    "tons": "a ton may be short, long or metric: write t or short ton",
    "mt": "mt may be metric tons or megatonnes: write t",
    "gr": "gr may be grams or grains: write g",
    "gm": "gm may be grams or gigametres: write g",
    "ozt": "troy ounces are not used for rare earths: write g",
}


class UnitError(BomError):
    """A unit that is unknown or could mean two; ``errors`` names it and the accepted ones."""


@lru_cache(maxsize=1)
def _registry() -> Any:
    import pint  # here, because importing it costs more than a score

    return pint.UnitRegistry(non_int_type=Decimal)


@lru_cache(maxsize=64)
def _factor(unit: str) -> Decimal:
    """Grams in one ``unit`` (a value of ``UNITS``)."""
    if unit == "g":
        return Decimal(1)
    if unit == "kg":
        return Decimal(1000)
    return Decimal(_registry().Quantity(Decimal(1), unit).to("gram").magnitude)


@lru_cache(maxsize=256)
def _known(unit: str) -> str | None:
    """The canonical unit behind a spelling, ``"piece"`` for a count, ``None`` when it isn't one.

    Milligram and megagram differ by case alone, so for them case matters.
    """
    word = re.sub(r"[\s.\-]+", "_", unit.strip()).strip("_")
    if word in ("Mg", "MG"):
        return None
    word = word.casefold()
    return "piece" if word in PIECE_WORDS else UNITS.get(word)


def _unit_error(unit: str, pointer: str, also: str = "") -> UnitError:
    why = _AMBIGUOUS.get(unit.strip().casefold(), "")
    if unit.strip() in ("Mg", "MG"):
        why = "it may be milligrams or megagrams: write mg or t"
    detail = f"unit {unit!r} is not understood{': ' + why if why else ''}; use one of {ACCEPTED}{also}{COUNTED_HINT}"
    return UnitError(detail, [FieldError(pointer, "unknown_unit", detail)])


def grams_per(unit: str, pointer: str = "") -> Decimal:
    """Grams in one ``unit``, of whatever it counts. Raises ``UnitError`` (``unknown_unit``) naming the accepted."""
    known = _known(split(unit)[0])
    if known is None or known == "piece":
        raise _unit_error(unit, pointer)
    return _factor(known)


def mass_g(quantity: Quantity | None, pieces: Decimal | None = None, pointer: str = "") -> Decimal | None:
    """Mass of a line in grams, of the product or of what the unit counts (``counts``); ``None`` when it can't be known.

    With ``pieces``, ``quantity`` is the mass of one piece. A quantity that only counts pieces has no mass.
    ``pointer`` is the line's JSON pointer, for errors. 1.2 kg and 1200 g are the same ``Decimal``.
    """
    if quantity is None or _known(quantity.unit) == "piece":
        return None
    one = quantity.value * grams_per(quantity.unit, f"{pointer}/quantity/unit")
    return one if pieces is None else one * pieces


def counts(quantity: Quantity | None) -> str | None:
    """What a quantity counts, when not the product: TREO, TREE, an element or an oxide."""
    return split(quantity.unit)[1] if quantity else None


def price_counts(price: Price | None, quantity: Quantity | None) -> str | None:
    """What a price is for, when not for the product; a price per piece is for what the piece's mass counts."""
    if price is None:
        return None
    per, counted = split(price.per)
    return counts(quantity) if _known(per) == "piece" else counted


def price_per_g(
    price: Price | None, quantity: Quantity | None = None, pieces: Decimal | None = None, pointer: str = ""
) -> Decimal | None:
    """Price of one gram (of ``price_counts``) in the BOM's currency, or ``None`` when it can't be known.

    A price per piece needs the mass of a piece: ``quantity`` when ``pieces`` is given too, unknown otherwise.
    """
    if price is None:
        return None
    per = split(price.per)[0]
    if _known(per) != "piece":
        if _known(per) is None:
            raise _unit_error(price.per, f"{pointer}/unit_price/per", ", piece")
        return price.value / grams_per(price.per)
    piece = mass_g(quantity, None, pointer) if pieces is not None else None
    return price.value / piece if piece else None


def split(unit: str) -> tuple[str, str | None]:
    """The unit of mass and what it counts: TREO, TREE, an element or its oxide; ``None`` for the product itself."""
    match = _COUNTED_UNIT.fullmatch(unit.strip())
    if match:
        what = match["what"]
        counted = _WORDS.get(what.casefold()) or (what if what in ELEMENTS or what in OF_OXIDE else None)
        if counted:
            return match["unit"], counted
    return unit, None
