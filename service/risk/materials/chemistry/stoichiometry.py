"""Chemical formulas: the mass fraction of every element in one, and the form in which it is bought."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

from service.risk.materials.chemistry.notation import LONGEST_FORMULA, plain_formula
from service.risk.vocabulary import ELEMENTS, Form

ATOMIC_WEIGHTS = "standard-atomic-weights"
ATOMIC_WEIGHTS_SOURCE = "IUPAC standard atomic weights (through the periodictable library)"
OXIDES = {s: f"{s}2O3" for s in ELEMENTS} | {"Ce": "CeO2", "Pr": "Pr6O11", "Tb": "Tb4O7"}
OF_OXIDE = {oxide: symbol for symbol, oxide in OXIDES.items()}
# anion -> (formula, most water commonly bound): the water bound in a purchase is rarely stated
SALTS = {
    "chloride": ("{}Cl3", 7),
    "carbonate": ("{}2(CO3)3", 8),
    "fluoride": ("{}F3", 0),
    "nitrate": ("{}(NO3)3", 6),
    "oxalate": ("{}2(C2O4)3", 10),
    "hydroxide": ("{}(OH)3", 0),
    "sulfate": ("{}2(SO4)3", 8),
    "acetate": ("{}(CH3COO)3", 4),
    "phosphate": ("{}PO4", 1),
    "bromide": ("{}Br3", 7),
    "iodide": ("{}I3", 9),
    "boride": ("{}B6", 0),
    "sulfide": ("{}2S3", 0),
    "acetylacetonate": ("{}(C5H7O2)3", 3),
}
_NONMETALS = "H C N O F Si P S Cl Se Br I"
NONMETALS = frozenset(_NONMETALS.split())
SIX_DECIMALS = Decimal("0.000001")  # as finely as mass fractions are told
_FORMULA = re.compile(r"(?:[A-Z][a-z]?[\d.]*|[()\[\]][\d.]*|\+\d*|\s)+")


class FormulaError(ValueError):
    """Not a chemical formula of known elements."""


def mass_fractions(formula: str) -> Mapping[str, Decimal]:
    """Mass fraction of every element in a formula such as ``Dy2O3`` or ``LaCl3·7H2O`` (six decimals).

    Source: IUPAC standard atomic weights through periodictable. Raises ``FormulaError``.
    """
    return _read(formula)[0]


def atoms(formula: str) -> Mapping[str, float]:
    """How many atoms of every element a formula counts. Raises ``FormulaError``."""
    return _read(formula)[1]


def _read(formula: str) -> tuple[Mapping[str, Decimal], Mapping[str, float]]:
    read = _tried(formula)
    if isinstance(read, str):
        raise FormulaError(read)
    return read


@lru_cache(maxsize=2048)
def _tried(formula: str) -> tuple[Mapping[str, Decimal], Mapping[str, float]] | str:
    """What a formula holds, or why it is none: words in capitals come again line by line, and are parsed once."""
    import periodictable  # here, because only lines that need a formula pay for it

    text = re.sub(r"\s*[·•∙⋅*]\s*(\d*)", r"+\1", plain_formula(formula))
    if not text or len(formula) > LONGEST_FORMULA or not _FORMULA.fullmatch(text):
        return f"{formula!r} is not a formula"
    try:
        parsed = periodictable.formula(text)
        weights: dict[str, float] = {}
        counts: dict[str, float] = {}
        for atom, share in parsed.mass_fraction.items():  # isotopes of an element are that element
            weights[atom.symbol] = weights.get(atom.symbol, 0.0) + share
        for atom, number in parsed.atoms.items():
            counts[atom.symbol] = counts.get(atom.symbol, 0.0) + float(number)
        shares = {symbol: Decimal(f"{share:.6f}") for symbol, share in weights.items() if share > 0}
    except Exception:  # the parser raises its own and pyparsing's errors
        return f"{formula!r} is not a formula of known elements"
    if not shares or {"D", "T", "n"} & shares.keys():
        return f"{formula!r} is not a formula of elements"
    return shares, counts


def form_of(shares: Mapping[str, Decimal]) -> Form:
    """Form of a substance of these elements (mass fractions, any scale): metal, alloy, oxide or compound.

    An oxide of whatever cations (Dy2O3, Y3Al5O12, Lu2SiO5) and an oxysulfide (Gd2O2S) are ``oxide``, because oxides are
    bought for them. Salts of oxoacids, hydroxides and what holds no oxygen are ``compound``. The nitrides and borides
    of iron-based magnets are ``alloy``.
    """
    rest = shares.keys() - ELEMENTS.keys()
    nonmetals = rest & NONMETALS
    if not nonmetals - ({"N"} if "Fe" in rest else set()) and ("B" not in rest or "Fe" in rest):
        return Form.ALLOY if len(shares) > 1 else Form.METAL
    # two oxygens weigh as much as one sulfur: more of them than that is a sulfite or sulfate
    oxysulfide = "S" not in rest or ("O" in rest and shares["O"] <= shares["S"] * Decimal("1.02"))
    if "O" in rest and nonmetals <= {"O", "Si", "S"} and oxysulfide:
        return Form.OXIDE
    return Form.COMPOUND


def is_element(symbol: str) -> bool:
    """Whether this is the symbol of an element, a rare earth or not."""
    try:
        return mass_fractions(symbol).keys() == {symbol}
    except FormulaError:
        return False
