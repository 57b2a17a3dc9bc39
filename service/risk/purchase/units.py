"""Masses in grams and prices per gram, exactly: decimals in, decimals out.

``g`` and ``kg`` are the kernel's own units and need no table. Every other factor comes from pint's registry, asked once
a unit. It is imported only when such a unit first appears, since that costs more than a score.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
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

# What a BOM may write (any case) -> what it is. Codes of three characters are those of UN/ECE Recommendation No. 20;
# ST, TO, PAK and the like are units as SAP ships them (tables T006 and T006B, where PC is the outer name of ST); the
# rest are words in English and German. Choices where a code has two meanings:
#   MT   a metric ton, as in trade: Recommendation 20 writes the metre MTR, SAP the metric ton TO; in small letters it
#        is refused, since Italian and Spanish texts write metres so
#   MG   a milligram, as in SAP; Mg is refused, since it is the megagram's symbol, too
#   ST   a piece (Stück), as in SAP; the stone is STI in Recommendation 20
#   M    a metre; T a metric ton; L a litre
_SPELLINGS = {
    "g": "gram grams gramm gramme grammes grm",
    "kg": "kilogram kilograms kilogramm kilogramme kilogrammes kilo kilos kgs kgm",
    "mg": "milligram milligrams milligramm milligramme mgm",
    "tonne": "t tonnes metric_ton metric_tons tne to",
    "pound": "lb lbs pounds lbr",
    "ounce": "oz ounces onz",
    "short_ton": "short_tons short_tn stn us_ton us_tons ton_us",
    "long_ton": "long_tons ltn",
}
_COUNTS = {
    "piece": "pieces pc pcs pce each ea unit units c62 h87 st stk stck stück stücke stueck nar nmb nr nos set kit",
    "pack": "packs package packages nmp pk pa pak paket pakete pck packung box boxes bx carton cartons car kar roll "
    "rolls ro rol rolle bag bags bg bottle bottles bo bt fl reel reels rl",
}
METRE = "metre"
_METRES = "m mtr metres meter meters"
_NO_MASS = {
    "a length": ("give it in m and add mass_per_metre", "mm mmt cm cmt km kmt ft fot feet foot inch in inh"),
    "an area": ("give the mass", "m2 m² mtk sqm cm2 cm² cmk ft2 ftk"),
    "a volume": ("give the mass: volume times density", "l ltr litre litres liter liters ml mlt cl clt m3 m³ mtq "
                 "cbm cm3 cm³ cmq gal gll gallon gallons"),
    "an energy": ("give the mass of what is bought", "kwh mwh wh whr j jou mj kj"),
    "a time": ("give the mass of what is bought", "h hr hrs hur std hour hours min day days"),
}  # fmt: skip
"""What has no mass by itself, with what to give instead."""


def _by_word(table: Mapping[str, str]) -> dict[str, str]:
    return {word: unit for unit, words in table.items() for word in (unit, *words.split())}


UNITS = _by_word(_SPELLINGS)
COUNTS = _by_word(_COUNTS)
COUNTED = frozenset(_COUNTS)
"""Units of a number without a mass, as a canonical line writes them."""
_OTHERS = COUNTS | _by_word({METRE: _METRES})
_LEADS_TO_MASS = {word: (what, fix) for what, (fix, words) in _NO_MASS.items() for word in words.split()}
ACCEPTED = "kg, g, mg, t (tonne, metric ton), lb, oz, short ton"
COUNTED_HINT = "; what it counts may follow, as in kg TREO, kg Nd2O3 or kg Nd"
_AMBIGUOUS = {
    "ton": "a ton may be short, long or metric: write t or short ton",
    "tons": "a ton may be short, long or metric: write t or short ton",
    "gr": "gr may be grams or grains: write g",
    "gm": "gm may be grams or gigametres: write g",
    "mt": "mt may be metric tons or metres: write t or m",
    "ct": "ct may be carats or cartons: write g or carton",
    "lt": "lt may be long tons or litres: write long ton",
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
def kind(unit: str) -> str | None:
    """The canonical unit behind a spelling: of mass, a ``METRE``, one of ``COUNTED``, or ``None`` when it is none.

    Milligram and megagram differ by case alone, and so do the metric ton and the metre, so for them case matters.
    """
    word = re.sub(r"[\s.\-]+", "_", unit.strip()).strip("_")
    if word == "Mg":
        return None
    if word == "MT":
        return "tonne"
    word = word.casefold()
    return UNITS.get(word) or _OTHERS.get(word)


def _unit_error(unit: str, pointer: str, also: str = "") -> UnitError:
    word = unit.strip()
    why = _AMBIGUOUS.get(word.casefold(), "")
    if word == "Mg":
        why = "it may be milligrams or megagrams: write mg or t"
    if kind(unit) == METRE:
        what, fix = "a length", 'add mass_per_metre, such as {"value": 12, "unit": "g/m"}, or give the mass'
    else:
        what, fix = _LEADS_TO_MASS.get(word.casefold(), ("", ""))
    if what:
        detail = f"unit {unit!r} is {what}, which has no mass by itself: {fix} (in {ACCEPTED})"
        return UnitError(detail, [FieldError(pointer, "no_mass", detail)])
    detail = f"unit {unit!r} is not understood{': ' + why if why else ''}; use one of {ACCEPTED}{also}{COUNTED_HINT}"
    return UnitError(detail, [FieldError(pointer, "unknown_unit", detail)])


def grams_per(unit: str, pointer: str = "", per_metre: Decimal | None = None) -> Decimal:
    """Grams in one ``unit``, of whatever it counts; ``per_metre`` are those of a metre.

    Raises ``UnitError``: ``unknown_unit`` naming the accepted, ``no_mass`` naming what to give.
    """
    known = kind(split(unit)[0])
    if known == METRE and per_metre is not None:
        return per_metre
    if known is None or known == METRE or known in COUNTED:
        raise _unit_error(unit, pointer)
    return _factor(known)


def mass_g(
    quantity: Quantity | None, pieces: Decimal | None = None, pointer: str = "", per_metre: Decimal | None = None
) -> Decimal | None:
    """Mass of a line in grams, of the product or of what the unit counts (``counts``); ``None`` when it can't be known.

    With ``pieces``, ``quantity`` is the mass of one piece. A quantity that only counts pieces has no mass.
    ``pointer`` is the line's JSON pointer, for errors. 1.2 kg and 1200 g are the same ``Decimal``.
    """
    if quantity is None or kind(quantity.unit) in COUNTED:
        return None
    one = quantity.value * grams_per(quantity.unit, f"{pointer}/quantity/unit", per_metre)
    return one if pieces is None else one * pieces


def number_of(quantity: Quantity | None, pieces: Decimal | None, pointer: str = "") -> Quantity | None:
    """How many pieces or packs a line without a mass has; ``None`` when it doesn't say.

    Raises ``UnitError`` where it states two numbers of pieces.
    """
    unit = kind(quantity.unit) if quantity else None
    if quantity is None or unit not in COUNTED:
        return None if pieces is None else Quantity(pieces, "piece")
    assert unit is not None
    if unit == "piece" and pieces not in (None, quantity.value):
        detail = f"quantity counts {quantity.value:f} pieces, pieces says {pieces:f}: keep one, or give the mass of one"
        raise UnitError(detail, [FieldError(f"{pointer}/quantity", "two_numbers", detail)])
    return Quantity(quantity.value, unit)


def counts(quantity: Quantity | None) -> str | None:
    """What a quantity counts, when not the product: TREO, TREE, an element or an oxide."""
    return split(quantity.unit)[1] if quantity else None


def price_counts(price: Price | None) -> str | None:
    """What a price is for, when not for the product."""
    return split(price.per)[1] if price else None


def price_per_g(price: Price, pointer: str = "", per_metre: Decimal | None = None) -> Decimal:
    """Price of one gram (of ``price_counts``) in the BOM's currency, of a price by mass or by metre."""
    if kind(split(price.per)[0]) is None:
        raise _unit_error(price.per, f"{pointer}/unit_price/per", ", piece")
    return price.value / price.per_quantity / grams_per(price.per, f"{pointer}/unit_price/per", per_metre)


def split(unit: str) -> tuple[str, str | None]:
    """The unit of mass and what it counts: TREO, TREE, an element or its oxide; ``None`` for the product itself."""
    if unit.isalnum():  # one word, as most units are
        return unit, None
    match = _COUNTED_UNIT.fullmatch(unit.strip())
    if match:
        what = match["what"]
        counted = _WORDS.get(what.casefold()) or (what if what in ELEMENTS or what in OF_OXIDE else None)
        if counted:
            return match["unit"], counted
    return unit, None
